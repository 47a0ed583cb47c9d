/*
 * log_local_texts.c - texts and names of a log of one's own: what belongs to an
 * entry that is there is stored at once, the rest waits for the next step.
 */
#include <string.h>

#include "voting/log/log_local.h"
#include "voting/log/name_record.h"

/* ---- Texts ----------------------------------------------------------------*/

static enum err
put_text_now(struct log *log, struct store *store,
             const struct event_blob *blob, struct span bytes)
{
    const struct store_text text = {&blob->sha256, blob->members, bytes};
    const struct store_extras extras = {.texts = &text, .text_count = 1};
    size_t len;
    enum err e = store_blob_length(store, &len, &blob->sha256, blob->members);

    if (e != ERR_NOTFOUND)
        return e;
    return log_local_written(log, store_put(store, &extras));
}

enum err
log_local_put_blob(struct log *log, const struct event_blob *blob,
                   struct span bytes)
{
    struct store *store;
    enum err e = log_local_writing(log, &store);

    if (e)
        return e;
    if (conference_names_text(log_conference(log), &blob->sha256, blob->members,
                              NULL))
        return put_text_now(log, store, blob, bytes);
    return offers_text(sequencer_offers(log_local_of(log)->sequencer), blob,
                       bytes);
}

enum err
log_local_get_blob(struct log *log, char *bytes, const struct event_blob *which)
{
    struct store *store;
    enum err e = log_local_reading(log, &store);

    return e ? e
             : store_get_blob(store, bytes, which->length, &which->sha256,
                              which->members);
}

enum err
log_local_find_blob(struct log *log, struct event_blob *out,
                    const struct hash32 *sha256, bool members)
{
    struct store *store;
    size_t len;
    enum err e;

    if (!conference_names_text(log_conference(log), sha256, members, NULL))
        return ERR_NOTFOUND;
    e = log_local_reading(log, &store);
    if (!e)
        e = store_blob_length(store, &len, sha256, members);
    if (!e)
        out->length = (uint32_t)len;
    return e;
}

/* ---- Names ----------------------------------------------------------------*/

static enum err
put_names_now(struct log *log, struct store *store,
              const struct log_name *const *names, size_t count)
{
    char posts[LOG_BATCH_MAX][POST_TEXT_BYTES];
    struct store_name stored[LOG_BATCH_MAX];
    const struct store_extras extras = {.names = stored, .name_count = count};

    for (size_t i = 0; i < count; i++) {
        post_format(posts[i], names[i]->post);
        stored[i] = (struct store_name){
            .post = span_text(posts[i]),
            .salt = names[i]->salt,
            .record = span_of(names[i]->record, names[i]->len),
        };
    }
    return log_local_written(log, store_put(store, &extras));
}

/* Whether the name that opens this commitment is there already. */
static enum err
is_stored(struct log *log, bool *stored, struct post post,
          const struct hash32 *commitment)
{
    struct log_name name;
    enum err e = log_local_get_name(log, &name, post);

    *stored = !e && name_record_opens(&name, commitment);
    return e == ERR_NOTFOUND ? OK : e;
}

/* Takes one name: it waits, or is to be stored now, or is there. */
static enum err
take_name(struct log *log, const struct log_name *name, bool *now)
{
    const struct hash32 *commitment =
        conference_name(log_conference(log), name->post);
    bool stored;
    enum err e;

    *now = false;
    if (!commitment)
        return offers_name(sequencer_offers(log_local_of(log)->sequencer),
                           name);
    if (!name_record_opens(name, commitment))
        return ERR_PROOF;
    e = is_stored(log, &stored, name->post, commitment);
    *now = !e && !stored;
    return e;
}

enum err
log_local_put_names(struct log *log, const struct log_name *names, size_t count)
{
    const struct log_name *to_store[LOG_BATCH_MAX];
    struct store *store;
    size_t found = 0;
    enum err e = log_local_writing(log, &store);

    for (size_t i = 0; i < count && !e; i++) {
        bool now;

        e = take_name(log, &names[i], &now);
        if (now)
            to_store[found++] = &names[i];
    }
    if (e || found == 0)
        return e;
    return put_names_now(log, store, to_store, found);
}

enum err
log_local_get_name(struct log *log, struct log_name *out, struct post post)
{
    char text[POST_TEXT_BYTES];
    struct store *store;
    enum err e = log_local_reading(log, &store);

    if (e)
        return e;
    post_format(text, post);
    return store_get_name(store, out->salt, out->record, sizeof out->record,
                          &out->len, span_text(text));
}
