#include "ballots/text_ledger.h"

#include "ballots/name_opening.h"

void
text_ledger_init(struct text_ledger *ledger, struct memory memory)
{
    *ledger = (struct text_ledger){.event = NULL};
    seen_set_init(&ledger->had, memory);
}

void
text_ledger_free(struct text_ledger *ledger)
{
    seen_set_free(&ledger->had);
}

enum err
text_ledger_open(struct text_ledger *ledger, const struct event *event)
{
    enum err e = seen_set_reserve(&ledger->had, EVENT_BLOBS_MAX);

    if (e)
        return e;
    ledger->event = event;
    ledger->count = event_blobs(ledger->named, event);
    ledger->next = 0;
    ledger->name_had = false;
    return OK;
}

/* Whether this text stood behind an earlier entry and need not come again. */
static bool
has_come(const struct text_ledger *ledger, const struct event_blob *blob)
{
    return !event_blob_is_policy(ledger->event, blob) &&
           seen_set_find(&ledger->had, blob->sha256.bytes, NULL);
}

/* A text that the entry names does not stand behind it: may that be? */
static enum err
pass_over(struct text_ledger *ledger, const struct event_blob *blob)
{
    if (has_come(ledger, blob))
        return OK;
    if (!blob->members)
        return ERR_PROOF;
    ledger->left_out++;
    return OK;
}

enum err
text_ledger_take(struct text_ledger *ledger, const struct event_blob **blob,
                 struct span text)
{
    struct hash32 hash;

    *blob = NULL;
    hash_sha256(&hash, text.ptr, text.len);
    while (ledger->next < ledger->count) {
        const struct event_blob *named = ledger->named[ledger->next++];

        if (named->length == text.len && hash_eq(&named->sha256, &hash) &&
            !has_come(ledger, named)) {
            seen_set_add(&ledger->had, hash.bytes, 0);
            ledger->texts++;
            *blob = named;
            return OK;
        }
        if (pass_over(ledger, named))
            return ERR_PROOF;
    }
    return ERR_PROOF;
}

enum err
text_ledger_take_name(struct text_ledger *ledger, struct span record)
{
    struct name_opening opening;
    struct hash32 hash;

    if (!ledger->event || ledger->event->type != EVENT_POST ||
        ledger->name_had || name_opening_read(&opening, record))
        return ERR_PROOF;
    name_opening_commit(&hash, &opening);
    if (!hash_eq(&hash, &ledger->event->post.name))
        return ERR_PROOF;
    ledger->name_had = true;
    ledger->names++;
    return OK;
}

enum err
text_ledger_close(struct text_ledger *ledger)
{
    enum err e = OK;

    while (!e && ledger->next < ledger->count)
        e = pass_over(ledger, ledger->named[ledger->next++]);
    ledger->event = NULL;
    ledger->count = 0;
    ledger->next = 0;
    return e;
}
