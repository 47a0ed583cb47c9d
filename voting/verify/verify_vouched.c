#include "voting/verify/verify_vouched.h"

#include <stdlib.h>
#include <string.h>

#include "crypto/checkpoint.h"

static bool
is_signed_by(struct span checkpoint, struct span origin,
             const struct note_key *key)
{
    struct note *note = malloc(sizeof *note);
    struct checkpoint opened;
    bool is = note && !checkpoint_open(&opened, note, checkpoint, origin, key);

    free(note);
    return is;
}

/* The key that the first entry names, if it is the one that was asked for. */
static bool
first_names(const struct verify_run *run, struct span checkpoint,
            struct span first)
{
    struct event *event = run->event;
    struct ed25519_public public;
    struct note_key key;
    struct hash32 leaf;
    struct span note;
    uint64_t time_s;

    hash_leaf(&leaf, first.ptr, first.len);
    if (!verify_run_names_genesis(run, &leaf) ||
        event_split_entry(&time_s, &note, first) || event_decode(event, note) ||
        event->type != EVENT_GENESIS)
        return false;
    memcpy(public.bytes, event->genesis.log_key, sizeof public.bytes);
    return !note_key_make(&key, span_text(event->origin), NOTE_KEY_ED25519,
                          &public) &&
           is_signed_by(checkpoint, key.name, &key);
}

bool
verify_vouched_asks(const struct verify_run *run)
{
    return run->options->genesis || run->pin.size > 0;
}

bool
verify_vouched(const struct verify_run *run, struct span checkpoint,
               struct span first)
{
    const char *vkey = run->options->vkey;
    struct note_key key;

    if (vkey && !note_key_parse(&key, span_text(vkey)) &&
        is_signed_by(checkpoint, key.name, &key))
        return true;
    return first.len > 0 && first_names(run, checkpoint, first);
}
