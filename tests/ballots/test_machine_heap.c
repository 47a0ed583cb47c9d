/*
 * Goal: memory that fails at any moment changes nothing, and the same log makes
 * the same conference.
 */
#include <stdlib.h>

#include "ballots/view.h"
#include "tests/support/digest.h"
#include "tests/support/founding.h"
#include "tests/support/turn.h"
#include "tests/test.h"

enum { VIEW_ROOM = 256 * 1024 };

/* Logs the draft though the first calls for memory fail, one more each time. */
static void
starve(struct hall *h, const struct hall_signer *by, size_t count)
{
    struct hash32 before = digest_state(h->conference);
    size_t entries = h->entry_count;
    enum err e = ERR_NOMEM;

    hall_sign(h, by, count);
    for (size_t calls = 0; e; calls++) {
        struct hash32 after;

        assert_true(calls < 100);
        /* Like a server, which looks once more before it tries again. */
        assert_refused(hall_weigh(h), REFUSED_NOTHING);
        h->heap.limited = true;
        h->heap.left = calls;
        e = hall_log(h);
        h->heap.limited = false;
        if (!e)
            break;
        assert_err(e, ERR_NOMEM);
        after = digest_state(h->conference);
        assert_memory_equal(&before, &after, sizeof before);
        assert_int_equal(h->entry_count, entries);
    }
    assert_int_equal(h->entry_count, entries + 1);
}

static void
starve_founding(struct hall *h, const struct founding *turn, void *context)
{
    (void)context;
    starve(h, turn->by, turn->count);
}

static void
starve_turn(struct hall *h, const struct turn *turn, void *context)
{
    (void)context;
    starve(h, turn->by, turn->count);
}

static void
pass_founding(struct hall *h, const struct founding *turn, void *context)
{
    (void)h;
    (void)turn;
    (void)context;
}

static void
pass_turn(struct hall *h, const struct turn *turn, void *context)
{
    (void)h;
    (void)turn;
    (void)context;
}

static void
assert_same(const struct conference *a, const struct conference *b)
{
    struct hash32 x = digest_state(a);
    struct hash32 y = digest_state(b);
    char *views[2] = {malloc(VIEW_ROOM), malloc(VIEW_ROOM)};
    struct text_writer out[2];

    assert_memory_equal(&x, &y, sizeof x);
    for (size_t i = 0; i < 2; i++) {
        struct json_writer w;

        assert_non_null(views[i]);
        text_writer_start(&out[i], views[i], VIEW_ROOM);
        json_put_start(&w, &out[i]);
        view_conference(&w, i ? b : a);
        view_wall(&w, i ? b : a);
    }
    assert_true(
        span_eq(text_writer_written(&out[0]), text_writer_written(&out[1])));
    assert_true(text_writer_written(&out[0]).len > 1000);
    free(views[0]);
    free(views[1]);
}

/* What was logged, once more into a machine of its own. */
static void
assert_twin(const struct hall *h, bool prove)
{
    struct hall *twin = hall_new(h->seat_count);

    for (size_t i = 0; i < h->entry_count; i++) {
        struct span entry = span_of(h->entries[i].bytes, h->entries[i].len);
        struct span note;

        assert_ok(event_split_entry(&twin->time_s, &note, entry));
        memcpy(twin->note, note.ptr, note.len);
        twin->note_len = note.len;
        assert_refused(
            event_decode(twin->decoded, span_of(twin->note, twin->note_len)),
            REFUSED_NOTHING);
        assert_refused(event_check(twin->conference, twin->decoded,
                                   twin->time_s, &twin->admission),
                       REFUSED_NOTHING);
        if (prove)
            assert_refused(proof_verify(twin->decoded, &twin->admission),
                           REFUSED_NOTHING);
        assert_ok(hall_log(twin));
    }
    assert_same(h->conference, twin->conference);
    hall_free(twin);
}

static void
memory_that_fails_changes_nothing(void **state)
{
    struct hall *h = hall_new(FOUNDING_SEATS);

    (void)state;
    founding_walk(h, starve_founding, NULL);
    hall_free(h);
    h = hall_new(TURN_SEATS);
    turn_walk(h, starve_turn, NULL);
    hall_free(h);
}

static void
a_machine_that_starved_is_like_one_that_did_not(void **state)
{
    struct hall *starved = hall_new(FOUNDING_SEATS);
    struct hall *fed = hall_new(FOUNDING_SEATS);

    (void)state;
    founding_walk(starved, starve_founding, NULL);
    founding_walk(fed, pass_founding, NULL);
    assert_same(starved->conference, fed->conference);
    hall_free(fed);
    hall_free(starved);
    starved = hall_new(TURN_SEATS);
    fed = hall_new(TURN_SEATS);
    turn_walk(starved, starve_turn, NULL);
    turn_walk(fed, pass_turn, NULL);
    assert_same(starved->conference, fed->conference);
    hall_free(fed);
    hall_free(starved);
}

static void
two_machines_on_one_log_are_the_same(void **state)
{
    struct hall *h = hall_new(FOUNDING_SEATS);

    (void)state;
    founding_walk(h, pass_founding, NULL);
    assert_twin(h, true);
    assert_twin(h, false);
    hall_free(h);
    h = hall_new(TURN_SEATS);
    turn_walk(h, pass_turn, NULL);
    assert_twin(h, true);
    assert_twin(h, false);
    hall_free(h);
}

/* An empty machine, too, or none. */
static void
a_machine_needs_memory_to_begin(void **state)
{
    struct heap heap = {.limited = true};
    struct conference *c;

    (void)state;
    assert_err(conference_new(&c, heap_memory(&heap)), ERR_NOMEM);
    assert_null(c);
    conference_free(c);
    assert_int_equal(heap.in_use, 0);
    heap.left = 1;
    assert_ok(conference_new(&c, heap_memory(&heap)));
    assert_string_equal(conference_origin(c), "");
    assert_null(conference_log_key(c));
    conference_free(c);
    assert_int_equal(heap.in_use, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_that_fails_changes_nothing),
        cmocka_unit_test(a_machine_that_starved_is_like_one_that_did_not),
        cmocka_unit_test(two_machines_on_one_log_are_the_same),
        cmocka_unit_test(a_machine_needs_memory_to_begin),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
