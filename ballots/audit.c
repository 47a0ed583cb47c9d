#include "ballots/audit_state.h"

#include <string.h>

#include "crypto/checkpoint.h"

struct audit_check
audit_not_reached(void)
{
    return (struct audit_check){AUDIT_NOT_REACHED, REFUSED_NOTHING,
                                CONFERENCE_NO_ENTRY, CONFERENCE_NO_ENTRY};
}

struct audit_check
audit_is_passed(void)
{
    return (struct audit_check){AUDIT_PASSED, REFUSED_NOTHING,
                                CONFERENCE_NO_ENTRY, CONFERENCE_NO_ENTRY};
}

struct audit_check
audit_is_failed(enum refusal why, uint32_t entry)
{
    return (struct audit_check){AUDIT_FAILED, why, entry, CONFERENCE_NO_ENTRY};
}

enum err
audit_new(struct audit **out, struct memory memory)
{
    struct audit *a =
        memory.resize(memory.context, NULL, 0, sizeof(struct audit));
    enum err e;

    *out = NULL;
    if (!a)
        return ERR_NOMEM;
    memset(a, 0, sizeof *a);
    merkle_init(&a->tree, memory);
    e = conference_new_beside(&a->conference, &a->tree, memory);
    if (e) {
        memory.resize(memory.context, a, sizeof *a, 0);
        return e;
    }
    a->memory = memory;
    text_ledger_init(&a->ledger, memory);
    a->texts = audit_is_passed();
    for (size_t i = 0; i < REFUSAL_CHECKS; i++)
        a->checks[i] = audit_not_reached();
    *out = a;
    return OK;
}

void
audit_free(struct audit *a)
{
    struct memory memory;

    if (!a)
        return;
    memory = a->memory;
    conference_free(a->conference);
    audit_window_free(a);
    merkle_free(&a->tree);
    text_ledger_free(&a->ledger);
    if (a->checkpoint)
        memory.resize(memory.context, a->checkpoint, a->checkpoint_len, 0);
    memory.resize(memory.context, a, sizeof *a, 0);
}

void
audit_pin(struct audit *a, const struct audit_pin *pin)
{
    a->pin = *pin;
    if (pin->size > 0)
        a->history = AUDIT_HISTORY_CONTINUES;
}

static enum err
take_checkpoint(struct audit *a, struct span bytes)
{
    struct checkpoint checkpoint;

    if (a->checkpoint)
        return ERR_STATE;
    a->checkpoint = a->memory.resize(a->memory.context, NULL, 0, bytes.len);
    if (!a->checkpoint)
        return ERR_NOMEM;
    memcpy(a->checkpoint, bytes.ptr, bytes.len);
    a->checkpoint_len = bytes.len;
    if (!note_parse(&a->note, span_of(a->checkpoint, bytes.len)) &&
        !checkpoint_parse_body(&checkpoint, a->note.text))
        a->claimed = checkpoint.size;
    return OK;
}

enum refusal
audit_read_event(struct event *event, uint64_t *time_s, struct span entry)
{
    struct span note;

    if (event_split_entry(time_s, &note, entry))
        return REFUSED_FORM;
    return event_decode(event, note);
}

/* The event of an entry, checked as the server did; proofs unless pinned. */
static enum refusal
examine(struct audit *a, struct span entry, uint64_t index)
{
    uint64_t time_s;
    enum refusal r = audit_read_event(&a->event, &time_s, entry);

    a->admission.cause = CONFERENCE_NO_ENTRY;
    if (r)
        return r;
    a->last = &a->event;
    r = event_check(a->conference, &a->event, time_s, &a->admission);
    if (!r && index >= a->pin.size)
        r = proof_verify(&a->event, &a->admission);
    return r;
}

/* Does the log still go on from what was pinned? */
static void
compare_with_pin(struct audit *a, const struct hash32 *leaf, uint64_t size)
{
    struct hash32 root;

    if (a->history != AUDIT_HISTORY_CONTINUES)
        return;
    if (size == 1 && !hash_eq(leaf, &a->pin.genesis))
        a->history = AUDIT_HISTORY_OTHER_LOG;
    else if (size == a->pin.size && (merkle_root_at(&root, &a->tree, size) ||
                                     !hash_eq(&root, &a->pin.root)))
        a->history = AUDIT_HISTORY_REWRITTEN;
    a->ended = a->ended || a->history != AUDIT_HISTORY_CONTINUES;
}

void
audit_close_texts(struct audit *a)
{
    uint32_t last = (uint32_t)a->replayed - 1;

    if (text_ledger_close(&a->ledger) && a->texts.verdict == AUDIT_PASSED)
        a->texts = audit_is_failed(REFUSED_BLOB, last);
}

enum err
audit_replay(struct audit *a, const struct event *event, enum refusal r,
             const struct hash32 *leaf)
{
    uint64_t index = a->replayed++;
    enum err e;

    a->last = event;
    if (r) {
        /* Only the machine's own want of memory belongs to no check. */
        if (refusal_check(r) == 0)
            return ERR_NOMEM;
        a->ended = true;
        a->ended_by = audit_is_failed(r, (uint32_t)index);
        a->ended_by.cause = a->admission.cause;
        a->refused = event;
        return OK;
    }
    e = event_apply(a->conference, event, &a->admission, leaf);
    return e ? e : text_ledger_open(&a->ledger, event);
}

static enum err
take_entry(struct audit *a, struct span bytes)
{
    uint64_t index = a->tree.size;
    struct hash32 leaf;
    enum refusal r;
    enum err e = merkle_reserve(&a->tree, 1);

    if (e)
        return e;
    if (a->waiting == 0)
        audit_close_texts(a);
    hash_leaf(&leaf, bytes.ptr, bytes.len);
    merkle_append(&a->tree, &leaf);
    compare_with_pin(a, &leaf, index + 1);
    if (a->ended)
        return OK;
    if (a->prover.prove && index >= a->pin.size)
        return audit_wait(a, bytes, &leaf);
    a->last = NULL;
    r = examine(a, bytes, index);
    return audit_replay(a, a->last, r, &leaf);
}

static enum err
take_text(struct audit *a, struct span text)
{
    const struct event_blob *blob;
    uint32_t last = (uint32_t)a->replayed - 1;
    enum err e;

    if (a->ended)
        return OK;
    if (text_ledger_take(&a->ledger, &blob, text)) {
        if (a->texts.verdict == AUDIT_PASSED)
            a->texts = audit_is_failed(REFUSED_BLOB, last);
        return OK;
    }
    if (!event_blob_is_policy(a->last, blob))
        return OK;
    e = conference_give_policy(a->conference, text);
    if (e == ERR_NOMEM)
        return e;
    if (e) {
        a->ended = true;
        a->ended_by = audit_is_failed(REFUSED_POLICY, last);
    }
    return OK;
}

static void
take_name(struct audit *a, struct span record)
{
    if (!a->ended && text_ledger_take_name(&a->ledger, record) &&
        a->texts.verdict == AUDIT_PASSED)
        a->texts = audit_is_failed(REFUSED_BLOB, (uint32_t)a->replayed - 1);
}

void
audit_prove_by(struct audit *a, struct proof_prover prover)
{
    a->prover = prover;
}

void
audit_divide_by(struct audit *a, struct audit_divider divider)
{
    a->divider = divider;
}

enum err
audit_take(struct audit *a, const struct bundle_part *part)
{
    enum err e = OK;

    if (a->finished)
        return ERR_STATE;
    /* What is not an entry is about the entry before it. */
    if (part->kind != BUNDLE_ENTRY)
        e = audit_serve(a);
    if (e)
        return e;
    switch (part->kind) {
    case BUNDLE_CHECKPOINT:
        return take_checkpoint(a, part->bytes);
    case BUNDLE_ENTRY:
        return take_entry(a, part->bytes);
    case BUNDLE_BLOB:
        return take_text(a, part->bytes);
    case BUNDLE_NAME:
        take_name(a, part->bytes);
        return OK;
    default:
        return OK;
    }
}
