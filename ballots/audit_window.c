/*
 * Entries that wait, so that they can be proved together.
 *
 * When a window is full, every event in it is checked against the state as it
 * is, and what may be admitted is proved at once. Then each has its turn, in
 * order, and is checked anew, as if nothing had been proved before: the proof
 * counts if it is still about the same. If not, or if the event could not be
 * admitted before those ahead of it were, it is proved now, together with all
 * behind it of which that is likely to be so too.
 */
#include <string.h>

#include "ballots/audit_state.h"

static struct audit_slot *
free_slot(struct audit *a)
{
    struct audit_slot **slot = &a->slots[a->waiting];

    if (!*slot) {
        *slot = a->memory.resize(a->memory.context, NULL, 0, sizeof **slot);
        if (*slot) {
            (*slot)->bytes = NULL;
            (*slot)->points = NULL;
            (*slot)->point_room = 0;
        }
    }
    return *slot;
}

static void
empty_slot(const struct audit *a, struct audit_slot *slot)
{
    if (slot->bytes)
        a->memory.resize(a->memory.context, slot->bytes, slot->len, 0);
    slot->bytes = NULL;
}

enum err
audit_wait(struct audit *a, struct span entry, const struct hash32 *leaf)
{
    struct audit_slot *slot = free_slot(a);

    if (!slot)
        return ERR_NOMEM;
    /* One byte more, for an entry may be empty. */
    slot->len = entry.len + 1;
    slot->bytes = a->memory.resize(a->memory.context, NULL, 0, slot->len);
    if (!slot->bytes)
        return ERR_NOMEM;
    if (entry.len > 0)
        memcpy(slot->bytes, entry.ptr, entry.len);
    slot->leaf = *leaf;
    slot->read = false;
    slot->proved = false;
    slot->decoded = false;
    a->waiting++;
    a->waiting_bytes += slot->len;
    return a->waiting == AUDIT_WINDOW ||
                   a->waiting_bytes >= AUDIT_WINDOW_BYTES_MAX
               ? audit_serve(a)
               : OK;
}

/* Entries from one on that are looked at side by side. */
struct window_part {
    const struct audit *audit;
    size_t first;
};

/*
 * Reads the entry, if that has not been done, and asks whether it may be
 * admitted as things stand. Changes nothing but its slot.
 */
static void
look_at(void *work, size_t i)
{
    const struct window_part *part = work;
    const struct audit *a = part->audit;
    struct audit_slot *slot = a->slots[part->first + i];

    if (!slot->read)
        slot->form = audit_read_event(&slot->event, &slot->time_s,
                                      span_of(slot->bytes, slot->len - 1));
    slot->read = true;
    if (!slot->proved && !slot->form)
        slot->ahead = event_check_ahead(a->conference, &slot->event,
                                        slot->time_s, &slot->then);
}

static void
look_from(const struct audit *a, size_t first)
{
    struct window_part part = {a, first};
    const size_t count = a->waiting - first;

    if (a->divider.each) {
        a->divider.each(a->divider.context, look_at, &part, count);
        return;
    }
    for (size_t i = 0; i < count; i++)
        look_at(&part, i);
}

static void
resize_points(const struct audit *a, struct audit_slot *slot, size_t room)
{
    const size_t each = sizeof *slot->points;
    void *points = a->memory.resize(a->memory.context, slot->points,
                                    slot->point_room * each, room * each);

    if (!points && room > 0)
        return;
    slot->points = points;
    slot->point_room = room;
}

/* Room for what proving decodes. Without memory for it that is decoded again,
 * which costs time and nothing else. */
static struct public_summand *
room_for_points(const struct audit *a, struct audit_slot *slot)
{
    const size_t need = proof_point_count(&slot->event, &slot->then);

    if (need > slot->point_room)
        resize_points(a, slot, need);
    return need <= slot->point_room ? slot->points : NULL;
}

/* Proves all from this one on that may be admitted as things stand. */
static void
prove_from(struct audit *a, size_t first)
{
    struct proof_item items[AUDIT_WINDOW] = {{.event = NULL}};
    struct audit_slot *owners[AUDIT_WINDOW];
    size_t count = 0;

    look_from(a, first);
    for (size_t i = first; i < a->waiting; i++) {
        struct audit_slot *slot = a->slots[i];

        if (slot->proved || slot->form || slot->ahead)
            continue;
        slot->proved_at = a->replayed;
        owners[count] = slot;
        items[count++] = (struct proof_item){
            .event = &slot->event,
            .admission = &slot->then,
            .refusal = REFUSED_NO_MEMORY,
            .points = room_for_points(a, slot),
        };
    }
    if (count > 0)
        a->prover.prove(a->prover.context, items, count);
    for (size_t i = 0; i < count; i++) {
        owners[i]->proved = true;
        owners[i]->proof = items[i].refusal;
        owners[i]->decoded = items[i].decoded;
    }
}

/* Whether what was proved of the entry is what there is to prove of it now. */
static bool
is_proved(const struct audit *a, const struct audit_slot *slot)
{
    if (!slot->proved)
        return false;
    return slot->proved_at == a->replayed ||
           proof_still_holds(&slot->event, &slot->then, &a->admission);
}

static enum refusal
examine(struct audit *a, size_t i)
{
    struct audit_slot *slot = a->slots[i];
    enum refusal r = slot->form;

    a->admission.cause = CONFERENCE_NO_ENTRY;
    if (!r && slot->ahead)
        r = event_check(a->conference, &slot->event, slot->time_s,
                        &a->admission);
    else if (!r)
        r = event_check_again(a->conference, &slot->event, slot->time_s,
                              &a->admission);
    if (r)
        return r;
    if (!is_proved(a, slot)) {
        slot->proved = false;
        prove_from(a, i);
    }
    /* What was there before for the slot's last entry is nobody's verdict. */
    if (!slot->proved)
        return proof_verify(&slot->event, &a->admission);
    if (slot->decoded)
        a->admission.points = slot->points;
    return slot->proof;
}

enum err
audit_serve(struct audit *a)
{
    enum err e = a->finished ? ERR_STATE : OK;

    if (!e && a->waiting > 0 && !a->ended)
        prove_from(a, 0);
    for (size_t i = 0; i < a->waiting && !a->ended && !e; i++) {
        const struct audit_slot *slot = a->slots[i];
        enum refusal r;

        if (i > 0)
            audit_close_texts(a);
        r = examine(a, i);
        e = audit_replay(a, slot->form ? NULL : &slot->event, r, &slot->leaf);
    }
    for (size_t i = 0; i < a->waiting; i++)
        empty_slot(a, a->slots[i]);
    a->waiting = 0;
    a->waiting_bytes = 0;
    return e;
}

void
audit_window_free(struct audit *a)
{
    for (size_t i = 0; i < AUDIT_WINDOW && a->slots[i]; i++) {
        empty_slot(a, a->slots[i]);
        if (a->slots[i]->points)
            resize_points(a, a->slots[i], 0);
        a->memory.resize(a->memory.context, a->slots[i], sizeof *a->slots[i],
                         0);
    }
}
