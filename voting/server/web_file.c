#include "voting/server/web_file.h"

/* Addresses that people type or scan; all get the first one's document, and
 * phones one of their own at "/". */
static const char *const pages[] = {"/chair",  "/desk",       "/kiosk",
                                    "/record", "/scrutineer", "/setup",
                                    "/test",   "/wall"};

static const struct web_file *
find_exactly(struct span path)
{
    for (size_t i = 0; i < web_file_count; i++)
        if (span_eq(path, span_text(web_files[i].path)))
            return &web_files[i];
    return NULL;
}

const struct web_file *
web_file_find(struct span path)
{
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        if (span_eq(path, span_text(pages[i])))
            return find_exactly(span_text(pages[0]));
    return find_exactly(path);
}

bool
web_file_is_immutable(const struct web_file *file)
{
    return span_starts_with(span_text(file->path), "/app/");
}
