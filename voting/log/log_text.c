#include "voting/log/log_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ballots/blob_text.h"
#include "crypto/utf8.h"
#include "voting/log/name_record.h"

/* Copies whole characters only. */
static void
copy(char out[LOG_TEXT_TITLE_BYTES], struct span text)
{
    struct span rest = text;
    size_t len = 0;
    uint32_t point;

    while (utf8_next(&point, &rest) == OK &&
           text.len - rest.len < LOG_TEXT_TITLE_BYTES)
        len = text.len - rest.len;
    memcpy(out, text.ptr, len);
    out[len] = '\0';
}

void
log_text_title(char out[LOG_TEXT_TITLE_BYTES], struct log *log,
               const struct event_blob *blob, enum lang lang,
               const char *fallback)
{
    char *bytes = blob->present && blob->length ? malloc(blob->length) : NULL;
    struct blob_text text;

    copy(out, span_text(fallback));
    if (bytes && log_get_blob(log, bytes, blob) == OK &&
        blob_text_read(&text, span_of(bytes, blob->length)) == OK)
        copy(out, blob_text_title(&text, lang));
    free(bytes);
}

void
log_text_name(char out[LOG_TEXT_TITLE_BYTES], struct log *log, struct post post,
              enum lang lang)
{
    struct log_name name;
    struct span field = {0};

    post_format(out, post);
    if (log_get_name(log, &name, post))
        return;
    if (lang == LANG_EN)
        field = name_record_field(&name, NAME_EN);
    if (field.len == 0)
        field = name_record_field(&name, NAME_ZH);
    if (field.len > 0)
        copy(out, field);
}
