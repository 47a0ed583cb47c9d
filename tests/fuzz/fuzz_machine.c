/*
 * Goal: whatever event comes at whatever step of a conference, the machine
 * looks at it without harm, blames only entries that exist, and changes
 * nothing by looking.
 *
 * The first byte of an input chooses the step; the rest is a note. Signatures
 * are not checked here, since no fuzzer could make one; so the proofs of each
 * type are reached.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "ballots/handler.h"
#include "tests/support/tampered_steps.h"

enum { STEPS = TAMPERED_SHARED + 1 };

static struct hall *halls[STEPS];

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    for (int step = 0; step < STEPS; step++)
        halls[step] = tampered_until((enum tampered_step)step, 2);
    return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct event event;
    static struct admission adm;
    const struct handler *handler;
    const struct hall *h;
    struct hash32 before;
    struct hash32 after;
    size_t in_use;
    enum refusal r;

    if (size == 0)
        return 0;
    h = halls[data[0] % STEPS];
    if (event_decode(&event, span_of(data + 1, size - 1)))
        return 0;
    in_use = h->heap.in_use;
    if (merkle_root_at(&before, conference_tree(h->conference), h->entry_count))
        abort();
    r = event_check(h->conference, &event, h->time_s, &adm);
    if (r >= REFUSAL_COUNT_ ||
        (adm.cause != CONFERENCE_NO_ENTRY && adm.cause >= h->entry_count))
        abort();
    handler = handler_of(event.type);
    if (!r && handler->prove && handler->prove(&event, &adm) >= REFUSAL_COUNT_)
        abort();
    if (merkle_root_at(&after, conference_tree(h->conference),
                       h->entry_count) ||
        !hash_eq(&before, &after) || h->heap.in_use != in_use)
        abort();
    return 0;
}
