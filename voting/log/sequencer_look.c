/*
 * sequencer_look.c - the first half of a step: reading notes, finding those
 * that are in the log already, and proving what may be proved at once.
 */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "ballots/event_blobs.h"
#include "voting/log/sequencer_state.h"
#include "voting/machine/process_memory.h"

void
step_refuse(struct step *step, size_t i, enum refusal refusal, uint32_t cause)
{
    step->s->slots[i]->stage = SLOT_REFUSED;
    step->outcomes[i].refusal = refusal;
    step->outcomes[i].index = CONFERENCE_NO_ENTRY;
    step->outcomes[i].cause = cause;
    step->outcomes[i].again = false;
}

void
step_accept(struct step *step, size_t i, enum slot_stage stage, uint32_t index)
{
    step->s->slots[i]->stage = stage;
    step->outcomes[i].refusal = REFUSED_NOTHING;
    step->outcomes[i].index = index;
    step->outcomes[i].cause = CONFERENCE_NO_ENTRY;
    step->outcomes[i].again = stage == SLOT_AGAIN;
}

/* ---- Reading --------------------------------------------------------------*/

static struct span
slot_note(const struct slot *slot)
{
    return span_of(slot->entry + slot->line_len,
                   slot->entry_len - slot->line_len);
}

/* The server line and the note in one buffer; the note is copied. */
static enum refusal
fill_slot(struct slot *slot, struct span note, uint64_t time_s)
{
    char line[EVENT_SERVER_LINE_MAX];

    slot->stage = SLOT_WAITING;
    slot->decoded = false;
    slot->proved = false;
    slot->ballot_decoded = false;
    slot->line_len = event_server_line(line, time_s);
    slot->entry_len = slot->line_len + note.len;
    if (note.len > EVENT_ENTRY_MAX - slot->line_len)
        return REFUSED_TOO_LARGE;
    memcpy(slot->entry, line, slot->line_len);
    if (note.len > 0)
        memcpy(slot->entry + slot->line_len, note.ptr, note.len);
    return REFUSED_NOTHING;
}

/*
 * Whether this very note is entry number index: in the store, or taken by an
 * earlier slot of this step. ERR_PROOF: another note.
 */
static enum err
compare(const struct step *step, const struct slot *slot, uint32_t index)
{
    struct span there;
    struct span entry;
    uint64_t time_s;
    enum err e = OK;

    if (index >= step->size) {
        size_t i = step->first;

        while (i < step->count && (step->s->slots[i]->stage != SLOT_TAKEN ||
                                   step->outcomes[i].index != index))
            i++;
        if (i == step->count)
            return ERR_IO;
        there = slot_note(step->s->slots[i]);
    } else {
        e = store_entry(step->s->store, &entry, index);
        if (!e)
            e = event_split_entry(&time_s, &there, entry);
    }
    if (e)
        return ERR_IO;
    return span_eq(there, slot_note(slot)) ? OK : ERR_PROOF;
}

void
step_look_for_text(struct step *step, size_t i)
{
    struct slot *slot = step->s->slots[i];
    uint32_t index;
    enum err e;

    if (!conference_find_act(step->s->conference, &slot->event.act_hash,
                             &index))
        return;
    e = compare(step, slot, index);
    if (!e)
        step_accept(step, i, SLOT_AGAIN, index);
    else
        step_refuse(step, i, REFUSED_REPLAY, index);
    /* What may be in the log is never refused: the whole step is unknown. */
    if (e == ERR_IO)
        step->unread = true;
}

void
step_read_note(struct step *step, size_t i, struct span note)
{
    struct slot *slot = step->s->slots[i];
    enum refusal refusal = fill_slot(slot, note, step->time_s);

    if (!refusal) {
        refusal = event_decode(&slot->event, slot_note(slot));
        slot->decoded = !refusal;
    }
    if (refusal)
        step_refuse(step, i, refusal, CONFERENCE_NO_ENTRY);
    else
        step_look_for_text(step, i);
}

/* ---- Looking and proving --------------------------------------------------*/

enum refusal
step_look_for_blobs(struct sequencer *s, const struct event *event)
{
    const struct event_blob *blobs[EVENT_BLOBS_MAX];
    size_t count = event_blobs(blobs, event);

    for (size_t i = 0; i < count; i++) {
        size_t len;
        enum err e = store_blob_length(s->store, &len, &blobs[i]->sha256,
                                       blobs[i]->members);

        if (e && e != ERR_NOTFOUND)
            return REFUSED_STORE;
        if (e ? !offers_find(&s->offers, blobs[i]) : len != blobs[i]->length)
            return REFUSED_BLOB;
    }
    return REFUSED_NOTHING;
}

/* On this thread. Without memory each of them is refused for that. */
static void
prove_here(struct proof_item *proofs, size_t count)
{
    uint8_t seed[BATCH_SEED_BYTES];
    enum err e;

    randombytes_buf(seed, sizeof seed);
    e = proof_verify_batch(proofs, count, seed, process_memory());
    (void)e; /* the refusals say so */
}

/* Room for what proving decodes; without it that is decoded once more. */
static struct public_summand *
room_for_points(struct slot *slot)
{
    const size_t need = proof_point_count(&slot->event, &slot->seen);
    struct public_summand *points;

    if (need <= slot->point_room)
        return slot->points;
    points = malloc(need * sizeof *points);
    free(slot->points);
    slot->points = points;
    slot->point_room = points ? need : 0;
    return points;
}

void
step_prove_all(struct step *step)
{
    struct sequencer *s = step->s;
    struct proof_item proofs[LOG_BATCH_MAX];
    size_t owners[LOG_BATCH_MAX] = {0};
    size_t count = 0;

    for (size_t i = 0; i < step->count; i++) {
        struct slot *slot = s->slots[i];

        if (slot->stage != SLOT_WAITING ||
            event_check(s->conference, &slot->event, step->time_s,
                        &slot->seen) ||
            step_look_for_blobs(s, &slot->event))
            continue;
        owners[count] = i;
        proofs[count++] = (struct proof_item){
            .event = &slot->event,
            .admission = &slot->seen,
            .refusal = REFUSED_SIGNATURE,
            .points = room_for_points(slot),
        };
    }
    if (s->prover.prove && count > 0)
        s->prover.prove(s->prover.context, proofs, count);
    else
        prove_here(proofs, count);
    for (size_t i = 0; i < count; i++) {
        s->slots[owners[i]]->proved = true;
        s->slots[owners[i]]->proof = proofs[i].refusal;
        s->slots[owners[i]]->ballot_decoded = proofs[i].decoded;
    }
}

bool
step_proof_holds(const struct step *step, const struct slot *slot,
                 const struct admission *now)
{
    if (!slot->proved)
        return false;
    if (step->taken == 0)
        return true;
    return proof_still_holds(&slot->event, &slot->seen, now);
}
