#include "voting/server/api_page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/text_writer.h"
#include "voting/server/web_file.h"

enum { ETAG_BYTES = 64 };

/* A file as it is, and compressed; NULL: nobody has asked yet. */
struct replies {
    struct http_reply *as[HTTP_CODINGS_];
};

struct api_pages {
    struct replies *replies; /* web_file_count of them */
    bool plain_open;
};

/* What the pages themselves draw goes into this. */
static const char page_place[] = "<div id=\"page\">";

static const char plain_warning[] =
    "<div class=\"notice warn\" role=\"alert\">\n"
    "<p>连接未加密：这个网络里的任何人都能看到并改动本页。只可用于演练。</p>\n"
    "<p lang=\"en\">Not encrypted: anyone on this network can read and change "
    "this page. For rehearsals only.</p>\n"
    "</div>\n";

enum err
api_pages_new(struct api_pages **out, bool plain_open)
{
    *out = calloc(1, sizeof **out);
    if (!*out)
        return ERR_NOMEM;
    (*out)->plain_open = plain_open;
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
        for (size_t coding = 0; coding < HTTP_CODINGS_; coding++)
            http_reply_release(pages->replies[i].as[coding]);
    }
    free(pages->replies);
    free(pages);
}

/* Compressed it is another thing, so that no cache takes one for the other. */
static enum err
make_reply(struct http_reply **out, const struct web_file *file,
           enum http_coding coding)
{
    const struct span bodies[HTTP_CODINGS_] = {
        [HTTP_PLAIN] = file->plain,
        [HTTP_GZIP] = file->gzip,
        [HTTP_BROTLI] = file->brotli,
    };
    char etag[ETAG_BYTES];
    const struct http_content content = {
        .status = 200,
        .type = file->type,
        .coding = coding,
        .caching = web_file_is_immutable(file) ? HTTP_IMMUTABLE : HTTP_NO_CACHE,
        .etag = etag,
        .body = bodies[coding],
    };

    (void)snprintf(etag, sizeof etag, "%s-%s", web_version,
                   http_coding_name(coding));
    return http_reply_new(out, &content);
}

/* The document with the warning in front of what it draws; "" without place. */
static struct span
write_warned(char *bytes, size_t room, struct span document)
{
    const char *place =
        memmem(document.ptr, document.len, page_place, sizeof page_place - 1);
    size_t before = place ? (size_t)(place - document.ptr) : 0;
    struct text_writer w;

    if (!place)
        return (struct span){0};
    text_writer_start(&w, bytes, room);
    text_writer_span(&w, span_head(document, before));
    text_writer_text(&w, plain_warning);
    text_writer_span(&w, span_from(document, before));
    return text_writer_written(&w);
}

static enum err
make_warned(struct http_reply **out, const struct web_file *document)
{
    struct http_content content = {
        .status = 200,
        .type = document->type,
        .caching = HTTP_NO_STORE,
    };
    size_t room = document->plain.len + sizeof plain_warning;
    char *bytes = malloc(room);
    enum err e;

    if (!bytes)
        return ERR_NOMEM;
    content.body = write_warned(bytes, room, document->plain);
    e = content.body.len > 0 ? http_reply_new(out, &content) : ERR_STATE;
    free(bytes);
    return e;
}

enum err
api_pages_reply(struct api_pages *pages, struct http_reply **out,
                struct span path, enum http_coding best)
{
    const struct web_file *file = web_file_find(path);
    struct http_reply **reply;
    enum err e = OK;
    bool warned;

    *out = NULL;
    if (!file)
        return ERR_NOTFOUND;
    warned = pages->plain_open && !web_file_is_immutable(file);
    reply = &pages->replies[file - web_files].as[warned ? HTTP_PLAIN : best];
    if (!*reply)
        e = warned ? make_warned(reply, file) : make_reply(reply, file, best);
    *out = *reply;
    return e;
}
