#include "voting/api_page.h"

#include <stdlib.h>

#include "voting/web_file.h"

/* A file as it is, and compressed; NULL: nobody has asked yet. */
struct replies {
    struct http_reply *as[2];
};

struct api_pages {
    struct replies *replies; /* web_file_count of them */
};

enum err
api_pages_new(struct api_pages **out)
{
    *out = calloc(1, sizeof **out);
    if (!*out)
        return ERR_NOMEM;
    (*out)->replies = calloc(web_file_count + 1, sizeof *(*out)->replies);
    if ((*out)->replies)
        return OK;
    free(*out);
    *out = NULL;
    return ERR_NOMEM;
}

void
api_pages_free(struct api_pages *pages)
{
    if (!pages)
        return;
    for (size_t i = 0; i < web_file_count; i++) {
        http_reply_release(pages->replies[i].as[0]);
        http_reply_release(pages->replies[i].as[1]);
    }
    free(pages->replies);
    free(pages);
}

static enum err
make_reply(struct http_reply **out, const struct web_file *file, bool gzip)
{
    const struct http_content content = {
        .status = 200,
        .type = file->type,
        .gzip = gzip,
        .caching = web_file_is_immutable(file) ? HTTP_IMMUTABLE : HTTP_NO_CACHE,
        .etag = web_version,
        .body = gzip ? file->gzip : file->plain,
    };

    return http_reply_new(out, &content);
}

enum err
api_pages_reply(struct api_pages *pages, struct http_reply **out,
                struct span path, bool gzip)
{
    const struct web_file *file = web_file_find(path);
    struct http_reply **reply;
    enum err e = OK;

    *out = NULL;
    if (!file)
        return ERR_NOTFOUND;
    reply = &pages->replies[file - web_files].as[gzip ? 1 : 0];
    if (!*reply)
        e = make_reply(reply, file, gzip);
    *out = *reply;
    return e;
}
