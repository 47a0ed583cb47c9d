#include "voting/fetch/log_copy.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ballots/name_opening.h"
#include "ballots/seen_set.h"
#include "voting/machine/process_memory.h"

enum {
    HEAD_BYTES = 5, /* kind and length */
    RECORD_MAX = EVENT_BLOB_MAX,
    NAME_RECORD_MAX = POST_TEXT_BYTES + NAME_OPENING_MAX,
};

static const char first_line[] = "congress-copy/v1\n";

/* Where a record's bytes are. */
struct place {
    uint64_t offset;
    uint32_t length;
};

struct places {
    struct place *items;
    size_t count;
    size_t room;
};

struct log_copy {
    int fd;
    uint64_t end;   /* of what is whole */
    uint64_t limit; /* of the file; 0: none */
    struct places entries;
    struct places texts;
    struct places names;
    struct seen_set text_index; /* by hash: the number of the text */
    struct seen_set name_index; /* by the hash of the post's text */
    char *bytes;                /* what was read last */
    size_t room;
};

/* ---- Reading and writing --------------------------------------------------*/

static enum err
read_at(const struct log_copy *c, void *bytes, size_t len, uint64_t offset)
{
    char *at = bytes;

    while (len > 0) {
        ssize_t n = pread(c->fd, at, len, (off_t)offset);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return ERR_IO;
        if (n == 0)
            return ERR_NOTFOUND;
        at += n;
        offset += (uint64_t)n;
        len -= (size_t)n;
    }
    return OK;
}

static enum err
write_at(const struct log_copy *c, struct span bytes, uint64_t offset)
{
    while (bytes.len > 0) {
        ssize_t n = pwrite(c->fd, bytes.ptr, bytes.len, (off_t)offset);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return ERR_IO;
        bytes = span_from(bytes, (size_t)n);
        offset += (uint64_t)n;
    }
    return OK;
}

static enum err
make_room(struct log_copy *c, size_t len)
{
    char *bytes;

    if (len <= c->room)
        return OK;
    bytes = realloc(c->bytes, len);
    if (!bytes)
        return ERR_NOMEM;
    c->bytes = bytes;
    c->room = len;
    return OK;
}

/* The record's bytes, borrowed until the next. */
static enum err
load(struct log_copy *c, struct span *bytes, const struct place *place)
{
    enum err e = make_room(c, place->length);

    if (!e)
        e = read_at(c, c->bytes, place->length, place->offset);
    *bytes = span_of(c->bytes, e ? 0 : place->length);
    return e == ERR_NOTFOUND ? ERR_IO : e;
}

/* ---- What there is --------------------------------------------------------*/

static enum err
reserve_place(struct places *p)
{
    size_t room = p->room ? 2 * p->room : 256;
    struct place *items;

    if (p->count < p->room)
        return OK;
    items = realloc(p->items, room * sizeof *items);
    if (!items)
        return ERR_NOMEM;
    p->items = items;
    p->room = room;
    return OK;
}

/* What a record is found by: a text's hash, or that of a post's text. */
static enum err
key_of(struct hash32 *key, char kind, struct span bytes)
{
    size_t len = kind == 'n' ? span_find(bytes, '\n') : bytes.len;
    struct post post;

    if (kind == 'n' && post_parse(&post, bytes.ptr, len))
        return ERR_INPUT;
    hash_sha256(key, bytes.ptr, len);
    return OK;
}

static enum err
note_entry(struct log_copy *c, const struct place *place)
{
    enum err e = place->length > EVENT_ENTRY_MAX ? ERR_INPUT
                                                 : reserve_place(&c->entries);

    if (!e)
        c->entries.items[c->entries.count++] = *place;
    return e;
}

static enum err
note_found(struct places *places, struct seen_set *index,
           const struct hash32 *key, const struct place *place)
{
    uint32_t number;
    enum err e;

    if (seen_set_find(index, key->bytes, &number)) {
        places->items[number] = *place;
        return OK;
    }
    e = reserve_place(places);
    if (!e)
        e = seen_set_reserve(index, 1);
    if (e)
        return e;
    seen_set_add(index, key->bytes, (uint32_t)places->count);
    places->items[places->count++] = *place;
    return OK;
}

/* Takes a whole record into account. ERR_INPUT: it is none of ours. */
static enum err
note_record(struct log_copy *c, char kind, const struct place *place)
{
    struct hash32 key;
    struct span bytes;
    enum err e;

    if (kind == 'e')
        return note_entry(c, place);
    if (kind != 't' && (kind != 'n' || place->length > NAME_RECORD_MAX))
        return ERR_INPUT;
    e = load(c, &bytes, place);
    if (!e)
        e = key_of(&key, kind, bytes);
    if (e)
        return e;
    return kind == 't' ? note_found(&c->texts, &c->text_index, &key, place)
                       : note_found(&c->names, &c->name_index, &key, place);
}

/* ---- Opening --------------------------------------------------------------*/

static void
forget(struct log_copy *c)
{
    free(c->entries.items);
    free(c->texts.items);
    free(c->names.items);
    c->entries = (struct places){0};
    c->texts = (struct places){0};
    c->names = (struct places){0};
    seen_set_free(&c->text_index);
    seen_set_free(&c->name_index);
    seen_set_init(&c->text_index, process_memory());
    seen_set_init(&c->name_index, process_memory());
}

static enum err
start_file(struct log_copy *c)
{
    struct span line = span_text(first_line);
    enum err e = OK;

    if (ftruncate(c->fd, 0))
        return ERR_IO;
    e = write_at(c, line, 0);
    c->end = line.len;
    return e;
}

static enum err
take_head(const struct log_copy *c, char *kind, struct place *place)
{
    uint8_t head[HEAD_BYTES];
    enum err e = read_at(c, head, sizeof head, c->end);

    if (e)
        return e;
    *kind = (char)head[0];
    place->offset = c->end + HEAD_BYTES;
    place->length = (uint32_t)head[1] << 24 | (uint32_t)head[2] << 16 |
                    (uint32_t)head[3] << 8 | head[4];
    return place->length == 0 || place->length > RECORD_MAX ? ERR_INPUT : OK;
}

/* Finds all whole records; what stands behind them is cut off. */
static enum err
scan(struct log_copy *c, uint64_t size)
{
    enum err e = OK;

    while (!e) {
        struct place place;
        char kind;

        e = take_head(c, &kind, &place);
        if (!e && place.offset + place.length > size)
            e = ERR_NOTFOUND;
        if (!e)
            e = note_record(c, kind, &place);
        if (!e)
            c->end = place.offset + place.length;
    }
    if (e == ERR_IO || e == ERR_NOMEM)
        return e;
    return ftruncate(c->fd, (off_t)c->end) ? ERR_IO : OK;
}

static enum err
read_file(struct log_copy *c)
{
    char line[sizeof first_line - 1];
    struct stat about;
    enum err e;

    if (fstat(c->fd, &about))
        return ERR_IO;
    if (!S_ISREG(about.st_mode) || about.st_uid != geteuid() ||
        (about.st_mode & (S_IRWXG | S_IRWXO)))
        return ERR_AUTH;
    if (about.st_size == 0)
        return start_file(c);
    e = read_at(c, line, sizeof line, 0);
    if (e == ERR_NOTFOUND || (!e && memcmp(line, first_line, sizeof line) != 0))
        return ERR_INPUT;
    if (e)
        return e;
    c->end = sizeof line;
    return scan(c, (uint64_t)about.st_size);
}

static enum err
open_file(struct log_copy *c, const char *path)
{
    char nameless[] = "/tmp/congress-copy-XXXXXX";

    if (path) {
        c->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (c->fd < 0)
            return errno == ELOOP ? ERR_AUTH : ERR_IO;
        if (flock(c->fd, LOCK_EX | LOCK_NB))
            return errno == EWOULDBLOCK ? ERR_STATE : ERR_IO;
        return OK;
    }
    c->fd = mkostemp(nameless, O_CLOEXEC);
    return c->fd < 0 || unlink(nameless) ? ERR_IO : OK;
}

enum err
log_copy_open(struct log_copy **out, const char *path)
{
    struct log_copy *c = calloc(1, sizeof *c);
    enum err e;

    *out = NULL;
    if (!c)
        return ERR_NOMEM;
    c->fd = -1;
    forget(c);
    e = open_file(c, path);
    if (!e)
        e = read_file(c);
    if (e)
        log_copy_close(c);
    else
        *out = c;
    return e;
}

void
log_copy_close(struct log_copy *c)
{
    if (!c)
        return;
    forget(c);
    if (c->fd >= 0)
        close(c->fd);
    free(c->bytes);
    free(c);
}

enum err
log_copy_clear(struct log_copy *c)
{
    forget(c);
    return start_file(c);
}

enum err
log_copy_cut(struct log_copy *c, uint64_t size)
{
    uint64_t end;

    if (size >= c->entries.count)
        return OK;
    end = c->entries.items[size].offset - HEAD_BYTES;
    if (ftruncate(c->fd, (off_t)end))
        return ERR_IO;
    forget(c);
    c->end = sizeof first_line - 1;
    return scan(c, end);
}

enum err
log_copy_sync(struct log_copy *c)
{
    return fsync(c->fd) ? ERR_IO : OK;
}

/* ---- Adding ---------------------------------------------------------------*/

/* Writes a record behind the others. What fails leaves no trace. */
static enum err
add(struct log_copy *c, char kind, const struct span *pieces, size_t count)
{
    struct place place = {.offset = c->end + HEAD_BYTES};
    uint8_t head[HEAD_BYTES] = {(uint8_t)kind};
    uint64_t at = place.offset;
    uint64_t end = at;
    enum err e = OK;

    for (size_t i = 0; i < count; i++)
        end += pieces[i].len;
    if (c->limit > 0 && end > c->limit)
        return ERR_STATE;
    for (size_t i = 0; i < count && !e; i++) {
        e = write_at(c, pieces[i], at);
        at += pieces[i].len;
    }
    place.length = (uint32_t)(at - place.offset);
    for (unsigned i = 0; i < 4; i++)
        head[1 + i] = (uint8_t)(place.length >> (24 - 8 * i));
    if (!e)
        e = write_at(c, span_of(head, sizeof head), c->end);
    if (!e)
        e = note_record(c, kind, &place);
    if (!e)
        c->end = at;
    else if (ftruncate(c->fd, (off_t)c->end))
        e = ERR_IO;
    return e;
}

enum err
log_copy_add_entry(struct log_copy *c, struct span entry)
{
    if (entry.len == 0 || entry.len > EVENT_ENTRY_MAX)
        return ERR_INPUT;
    return add(c, 'e', &entry, 1);
}

enum err
log_copy_add_text(struct log_copy *c, struct span text)
{
    struct hash32 hash;

    if (text.len == 0 || text.len > EVENT_BLOB_MAX)
        return ERR_INPUT;
    hash_sha256(&hash, text.ptr, text.len);
    return log_copy_has_text(c, &hash) ? OK : add(c, 't', &text, 1);
}

enum err
log_copy_add_name(struct log_copy *c, struct post post, struct span opening)
{
    char text[POST_TEXT_BYTES];
    struct span pieces[3];

    if (opening.len == 0 || opening.len > NAME_OPENING_MAX)
        return ERR_INPUT;
    post_format(text, post);
    pieces[0] = span_text(text);
    pieces[1] = span_text("\n");
    pieces[2] = opening;
    return add(c, 'n', pieces, 3);
}

/* ---- Looking up -----------------------------------------------------------*/

void
log_copy_limit(struct log_copy *c, uint64_t bytes)
{
    c->limit = bytes;
}

uint64_t
log_copy_size(const struct log_copy *c)
{
    return c->entries.count;
}

enum err
log_copy_entry(struct log_copy *c, struct span *entry, uint64_t index)
{
    if (index >= c->entries.count)
        return ERR_NOTFOUND;
    return load(c, entry, &c->entries.items[index]);
}

bool
log_copy_has_text(const struct log_copy *c, const struct hash32 *hash)
{
    return seen_set_find(&c->text_index, hash->bytes, NULL);
}

enum err
log_copy_text(struct log_copy *c, char *bytes, const struct event_blob *which)
{
    const struct place *place;
    uint32_t number;
    enum err e;

    if (!seen_set_find(&c->text_index, which->sha256.bytes, &number))
        return ERR_NOTFOUND;
    place = &c->texts.items[number];
    if (place->length != which->length)
        return ERR_NOTFOUND;
    e = read_at(c, bytes, place->length, place->offset);
    return e == ERR_NOTFOUND ? ERR_IO : e;
}

enum err
log_copy_name(struct log_copy *c, char *bytes, size_t *len, struct post post)
{
    char text[POST_TEXT_BYTES];
    struct hash32 key;
    struct span record;
    uint32_t number;
    enum err e;

    *len = 0;
    post_format(text, post);
    hash_sha256(&key, text, strlen(text));
    if (!seen_set_find(&c->name_index, key.bytes, &number))
        return ERR_NOTFOUND;
    e = load(c, &record, &c->names.items[number]);
    if (e)
        return e;
    record = span_from(record, strlen(text) + 1);
    memcpy(bytes, record.ptr, record.len);
    *len = record.len;
    return OK;
}
