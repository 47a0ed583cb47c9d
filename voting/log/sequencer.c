#include "voting/log/sequencer.h"

#include <stdlib.h>
#include <string.h>

#include "voting/log/sequencer_state.h"

/* ---- Applying -------------------------------------------------------------*/

/* Applies the event and, if it names one, the policy. */
static enum refusal
apply(struct step *step, struct slot *slot, const struct admission *adm)
{
    struct sequencer *s = step->s;
    struct hash32 leaf;
    char *policy;
    size_t len;
    enum refusal refusal =
        sequencer_policy(s, &s->offers, &policy, &len, &slot->event);

    if (refusal)
        return refusal;
    hash_leaf(&leaf, slot->entry, slot->entry_len);
    if (event_apply(s->conference, &slot->event, adm, &leaf))
        refusal = REFUSED_NO_MEMORY;
    else if (policy &&
             conference_give_policy(s->conference, span_of(policy, len))) {
        /* Applied, but with a policy that it does not have. */
        step->broken = true;
        refusal = REFUSED_NO_MEMORY;
    }
    free(policy);
    return refusal;
}

static void
take_in(struct step *step, size_t i)
{
    struct sequencer *s = step->s;
    struct slot *slot = s->slots[i];
    struct admission adm;
    enum refusal refusal;

    step_look_for_text(step, i);
    if (slot->stage != SLOT_WAITING)
        return;
    refusal = event_check(s->conference, &slot->event, step->time_s, &adm);
    if (!refusal)
        refusal = step_look_for_blobs(s, &slot->event);
    if (!refusal)
        refusal = flood_look(s->flood, &slot->event, step->time_s);
    if (!refusal && step_proof_holds(step, slot, &adm)) {
        refusal = slot->proof;
        adm.points = slot->ballot_decoded ? slot->points : NULL;
    } else if (!refusal) {
        refusal = proof_verify(&slot->event, &adm);
    }
    if (!refusal)
        refusal = apply(step, slot, &adm);
    if (refusal) {
        step_refuse(step, i, refusal, adm.cause);
        return;
    }
    flood_note(s->flood, &slot->event, step->time_s);
    step_accept(step, i, SLOT_TAKEN, adm.index);
    if (step->taken++ == 0)
        step->first = i;
}

/* ---- Storing --------------------------------------------------------------*/

static enum err
sign_checkpoint(const struct sequencer *s, struct text_writer *w,
                struct span *out)
{
    const struct merkle_tree *tree = conference_tree(s->conference);
    struct checkpoint checkpoint = {
        .origin = span_text(conference_origin(s->conference)),
        .size = tree->size,
    };
    enum err e = merkle_root_at(&checkpoint.root, tree, tree->size);

    if (e)
        return e;
    checkpoint_sign(w, &checkpoint, s->secret);
    return text_writer_finish(w, out);
}

static enum store_verdict
store_taken(struct step *step)
{
    struct sequencer *s = step->s;
    struct span entries[LOG_BATCH_MAX];
    char bytes[CHECKPOINT_SIGNED_MAX];
    struct sequencer_kept kept;
    struct text_writer w;
    struct span checkpoint;
    size_t count = 0;
    enum store_verdict verdict = STORE_NOT_DONE;

    for (size_t i = 0; i < step->count; i++)
        if (s->slots[i]->stage == SLOT_TAKEN)
            entries[count++] =
                span_of(s->slots[i]->entry, s->slots[i]->entry_len);
    text_writer_start(&w, bytes, sizeof bytes);
    if (step->broken || sign_checkpoint(s, &w, &checkpoint))
        return STORE_NOT_DONE;
    if (!sequencer_keep(&kept, &s->offers, s->conference))
        verdict = store_append(s->store, step->size, entries, count, checkpoint,
                               &kept.extras);
    sequencer_kept_release(&kept);
    if (verdict == STORE_DONE) {
        memcpy(s->checkpoint, checkpoint.ptr, checkpoint.len);
        s->checkpoint_len = checkpoint.len;
    }
    return verdict;
}

/*
 * The store did not say "done" and the state was rebuilt: what is there now is
 * in the log. Refusals stand only if they were made before anything was taken,
 * since those after it knew of entries that may not be.
 */
static void
look_again(struct step *step)
{
    const size_t first = step->first;
    const uint64_t before = step->size;

    step->size = conference_tree(step->s->conference)->size;
    for (size_t i = 0; i < step->count; i++) {
        struct slot *slot = step->s->slots[i];
        bool refused = slot->stage == SLOT_REFUSED;

        if (slot->decoded) {
            slot->stage = SLOT_WAITING;
            step_look_for_text(step, i);
            if (slot->stage == SLOT_AGAIN) {
                step->outcomes[i].again = step->outcomes[i].index < before;
                continue;
            }
        }
        if (!refused || i > first)
            step_refuse(step, i, REFUSED_STORE, CONFERENCE_NO_ENTRY);
    }
}

/* ERR_IO: whether the entries are in the log cannot be found out now. */
static enum err
store_all(struct step *step)
{
    struct sequencer *s = step->s;
    enum store_verdict verdict = store_taken(step);

    if (verdict == STORE_DONE) {
        /* The entries are in; the next step mends the copy, or stops. */
        if (sequencer_write_copy(s))
            s->fault = LOG_FAULT_STORE;
        return OK;
    }
    if (!sequencer_rebuild(s) && !s->fault) {
        look_again(step);
        return OK;
    }
    return ERR_IO;
}

/* ---- Answering ------------------------------------------------------------*/

/* The log's signed word on a refusal, if it can speak. */
static void
sign_refusal(const struct step *step, size_t i, struct span submitted)
{
    const struct sequencer *s = step->s;
    const struct merkle_tree *tree = conference_tree(s->conference);
    struct log_outcome *outcome = &step->outcomes[i];
    struct refusal_note note = {
        .refusal = outcome->refusal,
        .size = tree->size,
        .cause.index = outcome->cause,
    };
    const struct hash32 *leaf = merkle_leaf(tree, outcome->cause);
    struct text_writer w;
    struct span signed_note;

    outcome->note_len = 0;
    if (outcome->refusal == REFUSED_NOTHING || tree->size == 0 || s->fault ||
        merkle_root_at(&note.root, tree, tree->size))
        return;
    hash_sha256(&note.submitted, submitted.ptr, submitted.len);
    memcpy(note.origin, conference_origin(s->conference),
           strlen(conference_origin(s->conference)));
    if (leaf) {
        note.cause.present = true;
        note.cause.leaf = *leaf;
    }
    text_writer_start(&w, outcome->note, sizeof outcome->note);
    refusal_note_sign(&w, &note, s->secret);
    if (!text_writer_finish(&w, &signed_note))
        outcome->note_len = signed_note.len;
}

/* ---- The step -------------------------------------------------------------*/

static enum err
make_slots(struct sequencer *s, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!s->slots[i])
            s->slots[i] = calloc(1, sizeof *s->slots[i]);
        if (!s->slots[i])
            return ERR_NOMEM;
    }
    return OK;
}

/* The time of the step's entries. ERR_STATE: the clock is too far behind. */
static enum err
entry_time(uint64_t *out, const struct sequencer *s,
           const struct sequencer_time *time)
{
    uint64_t last = conference_time_s(s->conference);

    *out = time->now_s > last ? time->now_s : last;
    return *out - time->now_s > time->back_s ? ERR_STATE : OK;
}

/* Settles everything that a clock which is too far behind leaves open. */
static void
refuse_time(struct step *step)
{
    for (size_t i = 0; i < step->count; i++)
        if (step->s->slots[i]->stage == SLOT_WAITING)
            step_refuse(step, i, REFUSED_TIME_BACK, (uint32_t)(step->size - 1));
}

/* Everything but the answers: reads, proves, applies and stores. */
static enum err
take_all(struct step *step, const struct span *notes, bool clock_is_good)
{
    for (size_t i = 0; i < step->count; i++)
        step_read_note(step, i, notes[i]);
    if (!clock_is_good)
        refuse_time(step);
    step_prove_all(step);
    for (size_t i = 0; i < step->count && !step->broken; i++)
        if (step->s->slots[i]->stage == SLOT_WAITING)
            take_in(step, i);
    if (step->taken > 0 || step->broken)
        return store_all(step);
    return OK;
}

static enum err
step_through(struct sequencer *s, struct log_outcome *outcomes,
             const struct span *notes, size_t count,
             const struct sequencer_time *time)
{
    struct step step = {
        .s = s, .outcomes = outcomes, .count = count, .first = count};
    bool clock_is_good;
    enum err e = OK;

    if (count > LOG_BATCH_MAX)
        return ERR_INPUT;
    if (s->fault == LOG_FAULT_STORE && sequencer_rebuild(s))
        return ERR_STATE;
    if (s->fault)
        return ERR_STATE;
    e = make_slots(s, count);
    if (e)
        return e;
    step.size = conference_tree(s->conference)->size;
    clock_is_good = !entry_time(&step.time_s, s, time);
    e = take_all(&step, notes, clock_is_good);
    if (!e && step.unread)
        e = ERR_IO;
    for (size_t i = 0; i < count && !e; i++)
        sign_refusal(&step, i, notes[i]);
    return e;
}

enum err
sequencer_step(struct sequencer *s, struct log_outcome *outcomes,
               const struct span *notes, size_t count,
               const struct sequencer_time *time)
{
    enum err e = step_through(s, outcomes, notes, count, time);

    offers_forget(&s->offers);
    return e;
}

void
sequencer_distrust(struct sequencer *s)
{
    if (!s->fault)
        s->fault = LOG_FAULT_STORE;
}

void
sequencer_stop(struct sequencer *s, enum log_fault fault)
{
    s->stopped = fault;
    if (s->fault == LOG_SOUND || s->fault == LOG_FAULT_STORE)
        s->fault = fault;
}

enum log_fault
sequencer_fault(const struct sequencer *s)
{
    return s->fault;
}

const struct conference *
sequencer_conference(const struct sequencer *s)
{
    return s->conference;
}

struct store *
sequencer_store(struct sequencer *s)
{
    return s->store;
}

struct offers *
sequencer_offers(struct sequencer *s)
{
    return &s->offers;
}

struct span
sequencer_checkpoint(const struct sequencer *s)
{
    return span_of(s->checkpoint, s->checkpoint_len);
}
