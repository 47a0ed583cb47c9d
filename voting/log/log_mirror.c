#include "voting/log/log_mirror.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ballots/bundle.h"
#include "voting/machine/private_file.h"

enum { PIECE_BYTES = 65536 };

/* ---- A folder -------------------------------------------------------------*/

static enum err
read_beside(char *bytes, size_t *len, const char *folder, const char *name)
{
    char path[PRIVATE_FILE_PATH_MAX];
    enum err e = private_file_beside(path, folder, name);

    *len = 0;
    return e ? e : private_file_read(bytes, LOG_CHECKPOINT_MAX, len, path);
}

enum err
log_mirror_open(struct log **out, const char *folder, bool prove)
{
    char *bytes = malloc(2 * (size_t)LOG_CHECKPOINT_MAX);
    char path[PRIVATE_FILE_PATH_MAX];
    struct log_copy *copy;
    size_t len = 0;
    size_t witnessed = 0;
    enum err e = bytes ? OK : ERR_NOMEM;

    *out = NULL;
    if (!e)
        e = read_beside(bytes, &len, folder, LOG_MIRROR_CHECKPOINT);
    if (!e)
        e = read_beside(bytes + LOG_CHECKPOINT_MAX, &witnessed, folder,
                        LOG_MIRROR_WITNESSED);
    if (e == ERR_NOTFOUND && len > 0)
        e = OK; /* nobody has witnessed anything yet */
    if (!e)
        e = private_file_beside(path, folder, LOG_MIRROR_ENTRIES);
    if (!e)
        e = private_file_check(path);
    if (!e)
        e = log_copy_open(&copy, path);
    if (!e)
        e = log_open_copy(out, copy, span_of(bytes, len),
                          span_of(bytes + LOG_CHECKPOINT_MAX, witnessed),
                          prove);
    free(bytes);
    return e;
}

enum err
log_mirror_size(uint64_t *size, const char *folder)
{
    char path[PRIVATE_FILE_PATH_MAX];
    struct log *log;
    enum err e = log_mirror_open(&log, folder, false);

    *size = 0;
    if (e == ERR_NOTFOUND) {
        e = private_file_beside(path, folder, LOG_MIRROR_CHECKPOINT);
        return e ? e : private_file_make_folder(path);
    }
    if (e)
        return e;
    if (log_fault(log))
        e = ERR_INPUT;
    else
        *size = log_size(log);
    log_close(log);
    return e;
}

static enum err
write_beside(const char *folder, const char *name, struct span bytes)
{
    char path[PRIVATE_FILE_PATH_MAX];
    enum err e = private_file_beside(path, folder, name);

    return e ? e : private_file_replace(path, bytes);
}

enum err
log_mirror_save(struct log *log, const char *folder)
{
    char *bytes = malloc(LOG_CHECKPOINT_MAX);
    struct text_writer w;
    struct span written = {0};
    enum err e = bytes ? OK : ERR_NOMEM;

    /* What the checkpoint covers is on disk before it is. */
    if (!e)
        e = log_copy_sync(log_remote_copy(log));
    if (!e) {
        text_writer_start(&w, bytes, LOG_CHECKPOINT_MAX);
        e = log_checkpoint(log, &w);
    }
    if (!e)
        e = text_writer_finish(&w, &written);
    if (!e)
        e = write_beside(folder, LOG_MIRROR_CHECKPOINT, written);
    if (!e) {
        text_writer_start(&w, bytes, LOG_CHECKPOINT_MAX);
        e = log_witnessed(log, &w);
        if (!e)
            e = text_writer_finish(&w, &written);
        if (!e)
            e = write_beside(folder, LOG_MIRROR_WITNESSED, written);
        if (e == ERR_NOTFOUND)
            e = OK;
    }
    free(bytes);
    return e;
}

/* ---- A bundle -------------------------------------------------------------*/

/* What a bundle is read into. */
struct reading {
    struct log_copy *copy;
    struct bundle_reader reader;
    struct event *event; /* the last, whose post a name is of */
    size_t checkpoint_len;
    char checkpoint[LOG_CHECKPOINT_MAX];
};

static enum err
take_name(struct reading *r, struct span opening)
{
    struct span entry;
    struct span note;
    uint64_t time_s;
    enum err e = log_copy_entry(r->copy, &entry, log_copy_size(r->copy) - 1);

    if (e)
        return e;
    if (event_split_entry(&time_s, &note, entry) ||
        event_decode(r->event, note) || r->event->type != EVENT_POST)
        return ERR_INPUT;
    return log_copy_add_name(r->copy, r->event->post.post, opening);
}

static enum err
take_part(struct reading *r, const struct bundle_part *part)
{
    switch (part->kind) {
    case BUNDLE_CHECKPOINT:
        memcpy(r->checkpoint, part->bytes.ptr, part->bytes.len);
        r->checkpoint_len = part->bytes.len;
        return OK;
    case BUNDLE_ENTRY:
        return log_copy_add_entry(r->copy, part->bytes);
    case BUNDLE_BLOB:
        return part->bytes.len ? log_copy_add_text(r->copy, part->bytes) : OK;
    case BUNDLE_NAME:
        return take_name(r, part->bytes);
    default:
        return OK;
    }
}

static enum err
take_piece(struct reading *r, struct span input)
{
    enum err e = OK;

    while (!e && input.len > 0) {
        struct bundle_part part;

        e = bundle_read(&r->reader, &part, &input);
        if (!e)
            e = take_part(r, &part);
    }
    return e;
}

static enum err
read_file(struct reading *r, int fd)
{
    char *buffer = malloc(BUNDLE_BUFFER_BYTES);
    char piece[PIECE_BYTES];
    enum err e = buffer ? OK : ERR_NOMEM;
    ssize_t n = 1;

    if (!e)
        bundle_reader_start(&r->reader, buffer);
    while (!e && n != 0) {
        n = read(fd, piece, sizeof piece);
        if (n < 0 && errno != EINTR)
            e = ERR_IO;
        else if (n > 0)
            e = take_piece(r, span_of(piece, (size_t)n));
    }
    if (!e)
        e = bundle_reader_finish(&r->reader);
    free(buffer);
    return e;
}

enum err
log_mirror_from_bundle(struct log **out, const char *path, bool prove)
{
    struct reading *r = calloc(1, sizeof *r);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    enum err e = r ? log_copy_open(&r->copy, NULL) : ERR_NOMEM;

    *out = NULL;
    if (!e && fd < 0)
        e = ERR_NOTFOUND;
    if (!e) {
        r->event = malloc(sizeof *r->event);
        e = r->event ? read_file(r, fd) : ERR_NOMEM;
    }
    if (!e) {
        e = log_open_copy(out, r->copy,
                          span_of(r->checkpoint, r->checkpoint_len),
                          (struct span){0}, prove);
        r->copy = NULL;
    }
    if (fd >= 0)
        close(fd);
    if (r) {
        log_copy_close(r->copy);
        free(r->event);
    }
    free(r);
    return e;
}
