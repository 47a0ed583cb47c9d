/*
 * Goal: no bit of an event can be changed: whoever carries a note can only
 * spoil it.
 */
#include "ballots/state.h"
#include "tests/support/founding.h"
#include "tests/support/turn.h"
#include "tests/test.h"

enum { BITS = 8, SMALL_MAX = 420 };

static void
flip(struct hall *h, const char *what, size_t at, unsigned bit)
{
    enum refusal r;

    h->note[at] = (char)(h->note[at] ^ (1 << bit));
    r = hall_weigh(h);
    h->note[at] = (char)(h->note[at] ^ (1 << bit));
    if (r == REFUSED_NOTHING)
        fail_msg("%s: bit %u of byte %zu may be changed", what, bit, at);
}

/* All bits of small notes; of larger ones one of each byte, in turn. */
static void
flip_each(struct hall *h, const char *what, const struct hall_signer *by,
          size_t count)
{
    hall_sign(h, by, count);
    for (size_t at = 0; at < h->note_len; at++)
        for (unsigned bit = 0; bit < BITS; bit++)
            if (h->note_len <= SMALL_MAX || at % BITS == bit)
                flip(h, what, at, bit);
    assert_refused(hall_weigh(h), REFUSED_NOTHING);
}

static void
cut_each(struct hall *h, const char *what, const struct hall_signer *by,
         size_t count)
{
    size_t len;

    hall_sign(h, by, count);
    len = h->note_len;
    for (h->note_len = 0; h->note_len < len; h->note_len++)
        if (!hall_weigh(h))
            fail_msg("%s: %zu bytes of %zu will do", what, h->note_len, len);
    /* A byte more, whatever it is. */
    for (unsigned c = 0; c < 256; c++) {
        h->note_len = len + 1;
        h->note[len] = (char)c;
        if (!hall_weigh(h))
            fail_msg("%s: byte %u more will do", what, c);
    }
}

static void
flip_founding(struct hall *h, const struct founding *turn, void *context)
{
    (void)context;
    flip_each(h, turn->what, turn->by, turn->count);
}

static void
flip_turn(struct hall *h, const struct turn *turn, void *context)
{
    (void)context;
    flip_each(h, turn->what, turn->by, turn->count);
}

static void
cut_founding(struct hall *h, const struct founding *turn, void *context)
{
    (void)context;
    cut_each(h, turn->what, turn->by, turn->count);
}

static void
cut_turn(struct hall *h, const struct turn *turn, void *context)
{
    (void)context;
    cut_each(h, turn->what, turn->by, turn->count);
}

static void
no_bit_of_an_event_can_be_changed(void **state)
{
    struct hall *h = hall_new(FOUNDING_SEATS);

    (void)state;
    founding_walk(h, flip_founding, NULL);
    hall_free(h);
    h = hall_new(TURN_SEATS);
    turn_walk(h, flip_turn, NULL);
    hall_free(h);
}

static void
no_byte_of_an_event_can_be_missing_or_too_many(void **state)
{
    struct hall *h = hall_new(FOUNDING_SEATS);

    (void)state;
    founding_walk(h, cut_founding, NULL);
    hall_free(h);
    h = hall_new(TURN_SEATS);
    turn_walk(h, cut_turn, NULL);
    hall_free(h);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_bit_of_an_event_can_be_changed),
        cmocka_unit_test(no_byte_of_an_event_can_be_missing_or_too_many),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
