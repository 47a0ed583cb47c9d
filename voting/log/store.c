#include "voting/log/store.h"

#include <stdlib.h>
#include <string.h>

#include "voting/log/db.h"

enum { ENTRY_MAX = 65535 };

struct store {
    struct db *db;
    char entry[ENTRY_MAX];
};

enum err
store_create(const char *path)
{
    return db_create(path);
}

enum err
store_open(struct store **out, const char *path)
{
    struct store *s = calloc(1, sizeof *s);
    enum err e;

    *out = NULL;
    if (!s)
        return ERR_NOMEM;
    e = db_open(&s->db, path);
    if (e) {
        store_close(s);
        return e;
    }
    *out = s;
    return OK;
}

void
store_close(struct store *s)
{
    if (!s)
        return;
    db_close(s->db);
    free(s);
}

/* ---- Writing --------------------------------------------------------------*/

static void
bind_blob_id(struct store *s, enum db_sql n, const struct hash32 *sha256,
             bool members)
{
    db_bind_blob(s->db, n, 1, span_of(sha256->bytes, sizeof sha256->bytes));
    db_bind_u64(s->db, n, 2, members);
}

/* Within a transaction. */
static enum err
put_extras(struct store *s, const struct store_extras *extras)
{
    enum err e = OK;

    for (size_t i = 0; i < extras->text_count && !e; i++) {
        const struct store_text *text = &extras->texts[i];

        bind_blob_id(s, SQL_BLOB_PUT, text->sha256, text->members);
        db_bind_blob(s->db, SQL_BLOB_PUT, 3, text->bytes);
        e = db_run(s->db, SQL_BLOB_PUT);
    }
    for (size_t i = 0; i < extras->name_count && !e; i++) {
        const struct store_name *name = &extras->names[i];

        db_bind_text(s->db, SQL_NAME_PUT, 1, name->post);
        db_bind_blob(s->db, SQL_NAME_PUT, 2,
                     span_of(name->salt, STORE_SALT_BYTES));
        db_bind_blob(s->db, SQL_NAME_PUT, 3, name->record);
        e = db_run_one(s->db, SQL_NAME_PUT);
    }
    return e;
}

enum store_verdict
store_append(struct store *s, uint64_t size, const struct span *entries,
             size_t count, struct span checkpoint,
             const struct store_extras *extras)
{
    enum err e;

    if (db_begin(s->db))
        return STORE_NOT_DONE;
    db_bind_u64(s->db, SQL_CHECKPOINT_SET, 1, size);
    db_bind_u64(s->db, SQL_CHECKPOINT_SET, 2, size + count);
    db_bind_blob(s->db, SQL_CHECKPOINT_SET, 3, checkpoint);
    e = db_run_one(s->db, SQL_CHECKPOINT_SET);
    for (size_t i = 0; i < count && !e; i++) {
        db_bind_u64(s->db, SQL_ENTRY_ADD, 1, size + i);
        db_bind_blob(s->db, SQL_ENTRY_ADD, 2, entries[i]);
        e = db_run_one(s->db, SQL_ENTRY_ADD);
    }
    if (!e && extras)
        e = put_extras(s, extras);
    return db_end(s->db, e);
}

enum store_verdict
store_put(struct store *s, const struct store_extras *extras)
{
    if (db_begin(s->db))
        return STORE_NOT_DONE;
    return db_end(s->db, put_extras(s, extras));
}

enum store_verdict
store_put_cosignature(struct store *s, const struct store_cosignature *c)
{
    const enum db_sql n = SQL_COSIGNATURE_PUT;

    if (db_begin(s->db))
        return STORE_NOT_DONE;
    db_bind_u64(s->db, n, 1, c->size);
    db_bind_text(s->db, n, 2, c->witness);
    db_bind_blob(s->db, n, 3, span_of(c->root.bytes, sizeof c->root.bytes));
    db_bind_u64(s->db, n, 4, c->time_s);
    db_bind_blob(s->db, n, 5, c->line);
    return db_end(s->db, db_run(s->db, n));
}

/* ---- Reading --------------------------------------------------------------*/

/* Steps to the one row that is asked for. ERR_NOTFOUND: there is none. */
static enum err
find(struct store *s, enum db_sql n)
{
    bool row;
    enum err e = db_step(s->db, n, &row);

    return e ? e : row ? OK : ERR_NOTFOUND;
}

/* Copies a column of exactly len bytes. ERR_IO: the row has another length. */
static enum err
copy_exact(struct store *s, enum db_sql n, int place, void *out, size_t len)
{
    struct span bytes = db_column(s->db, n, place);

    if (bytes.len != len)
        return ERR_IO;
    memcpy(out, bytes.ptr, len);
    return OK;
}

enum err
store_size(struct store *s, uint64_t *size)
{
    enum err e = find(s, SQL_ENTRY_SIZE);
    uint64_t count = 0;

    if (!e) {
        count = db_column_u64(s->db, SQL_ENTRY_SIZE, 0);
        if (count != db_column_u64(s->db, SQL_ENTRY_SIZE, 1))
            e = ERR_PROOF;
    }
    db_done(s->db, SQL_ENTRY_SIZE);
    *size = e ? 0 : count;
    return e;
}

enum err
store_entry(struct store *s, struct span *entry, uint64_t index)
{
    struct span bytes;
    enum err e;

    *entry = span_text("");
    db_bind_u64(s->db, SQL_ENTRY_GET, 1, index);
    e = find(s, SQL_ENTRY_GET);
    if (!e) {
        bytes = db_column(s->db, SQL_ENTRY_GET, 0);
        if (bytes.len == 0 || bytes.len > sizeof s->entry) {
            e = ERR_IO;
        } else {
            memcpy(s->entry, bytes.ptr, bytes.len);
            *entry = span_of(s->entry, bytes.len);
        }
    }
    db_done(s->db, SQL_ENTRY_GET);
    return e;
}

enum err
store_checkpoint(struct store *s, uint64_t *size, struct text_writer *w)
{
    enum err e = find(s, SQL_CHECKPOINT_GET);

    *size = 0;
    if (e == ERR_NOTFOUND)
        e = ERR_IO;
    if (!e) {
        *size = db_column_u64(s->db, SQL_CHECKPOINT_GET, 0);
        text_writer_span(w, db_column(s->db, SQL_CHECKPOINT_GET, 1));
    }
    db_done(s->db, SQL_CHECKPOINT_GET);
    return e;
}

enum err
store_cosignatures(struct store *s, struct text_writer *w, uint64_t size)
{
    const enum db_sql n = SQL_COSIGNATURE_LINES;
    enum err e;

    db_bind_u64(s->db, n, 1, size);
    while (!(e = find(s, n)))
        text_writer_span(w, db_column(s->db, n, 0));
    db_done(s->db, n);
    return e == ERR_NOTFOUND ? OK : e;
}

enum err
store_cosigned_tree(struct store *s, uint64_t *size, struct hash32 *root,
                    uint64_t below)
{
    const enum db_sql n = SQL_COSIGNATURE_TREES;
    enum err e;

    db_bind_u64(s->db, n, 1, below);
    e = find(s, n);
    if (!e)
        e = copy_exact(s, n, 1, root->bytes, sizeof root->bytes);
    *size = e ? 0 : db_column_u64(s->db, n, 0);
    db_done(s->db, n);
    return e;
}

enum err
store_blob_length(struct store *s, size_t *len, const struct hash32 *sha256,
                  bool members)
{
    enum err e;

    bind_blob_id(s, SQL_BLOB_LENGTH, sha256, members);
    e = find(s, SQL_BLOB_LENGTH);
    *len = e ? 0 : (size_t)db_column_u64(s->db, SQL_BLOB_LENGTH, 0);
    db_done(s->db, SQL_BLOB_LENGTH);
    return e;
}

enum err
store_get_blob(struct store *s, char *bytes, size_t len,
               const struct hash32 *sha256, bool members)
{
    enum err e;

    bind_blob_id(s, SQL_BLOB_GET, sha256, members);
    e = find(s, SQL_BLOB_GET);
    if (!e && copy_exact(s, SQL_BLOB_GET, 0, bytes, len))
        e = ERR_NOTFOUND;
    db_done(s->db, SQL_BLOB_GET);
    return e;
}

enum err
store_get_name(struct store *s, uint8_t salt[STORE_SALT_BYTES], char *record,
               size_t room, size_t *len, struct span post)
{
    struct span found;
    enum err e;

    *len = 0;
    db_bind_text(s->db, SQL_NAME_GET, 1, post);
    e = find(s, SQL_NAME_GET);
    if (!e)
        e = copy_exact(s, SQL_NAME_GET, 0, salt, STORE_SALT_BYTES);
    if (!e) {
        found = db_column(s->db, SQL_NAME_GET, 1);
        if (found.len > room) {
            e = ERR_NOMEM;
        } else {
            memcpy(record, found.ptr, found.len);
            *len = found.len;
        }
    }
    db_done(s->db, SQL_NAME_GET);
    return e;
}
