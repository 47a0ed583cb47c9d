/* Goal: no event is lost, and none half made, whatever the memory does. */
#include "ballots/state.h"
#include "tests/support/turn.h"
#include "tests/test.h"

/* As many posts of a kind as an array's first size, and around it. */
static void
enrolments_find_their_posts_when_lists_grow(void **state)
{
    (void)state;
    for (unsigned seats = 14; seats <= 17; seats++) {
        struct hall *h = hall_new(seats);

        hall_prepare(h, 1);
        for (unsigned i = 0; i < seats; i++)
            assert_true(h->conference->holders[POST_SEAT].items[i].enrolled);
        hall_free(h);
    }
}

static void
a_reissue_finds_its_post_when_the_list_is_full(void **state)
{
    (void)state;
    for (unsigned seats = 14; seats <= 17; seats++) {
        struct hall *h = hall_new(seats);
        struct post post = {POST_SEAT, seats};

        hall_do_genesis(h, NULL);
        for (unsigned i = 1; i <= seats; i++)
            hall_do_post(h, h->seats[i - 1].post);
        hall_draft_reissue(h, post);
        hall_do_submit(h, HALL_BY(HALL_CHAIR));
        hall_person(h, post)->invited = hall_last(h);
        hall_do_enrol(h, post);
        hall_free(h);
    }
}

/* Memory fails at the first call, the second, ... until the event is logged. */
static void
log_against_the_odds(struct hall *h, const struct turn *turn, void *context)
{
    unsigned *failures = context;
    size_t before = h->entry_count;
    enum err e = ERR_NOMEM;

    turn_redraft(h, turn);
    hall_sign(h, turn->by, turn->count);
    assert_refused(hall_weigh(h), REFUSED_NOTHING);
    h->heap.limited = true;
    for (size_t calls = 0; e; calls++) {
        h->heap.left = calls;
        e = hall_log(h);
        if (!e)
            break;
        assert_err(e, ERR_NOMEM);
        assert_int_equal(h->entry_count, before);
        assert_int_equal(conference_tree(h->conference)->size, before);
        assert_false(conference_find_act(h->conference, &h->decoded->act_hash,
                                         &h->cause));
        *failures += 1;
    }
    h->heap.limited = false;
}

static void
leave_alone(struct hall *h, const struct turn *turn, void *context)
{
    (void)h;
    (void)turn;
    (void)context;
}

static void
assert_same_round(const struct opening *a, const struct opening *b,
                  const struct paper *paper)
{
    size_t rows = paper->row_count;

    assert_int_equal(a->stage, b->stage);
    assert_int_equal(a->cast_count, b->cast_count);
    assert_int_equal(a->sheets_returned, b->sheets_returned);
    assert_memory_equal(a->row_returned, b->row_returned,
                        rows * sizeof *a->row_returned);
    assert_memory_equal(a->counts, b->counts, rows * sizeof *a->counts);
    for (size_t i = 0; i < rows; i++)
        assert_int_equal(a->verdicts[i].outcome, b->verdicts[i].outcome);
    if (a->sums)
        assert_memory_equal(a->sums, b->sums,
                            rows * paper->slots * sizeof *a->sums);
}

static void
an_event_that_finds_no_memory_changes_nothing(void **state)
{
    struct hall *hard = hall_new(TURN_SEATS);
    struct hall *easy = hall_new(TURN_SEATS);
    const struct conference *a = hard->conference;
    const struct conference *b = easy->conference;
    unsigned failures = 0;
    struct hash32 roots[2];

    (void)state;
    turn_walk(hard, log_against_the_odds, &failures);
    turn_walk(easy, leave_alone, NULL);
    assert_true(failures > 0);
    conference_root(a, &roots[0]);
    conference_root(b, &roots[1]);
    assert_memory_equal(&roots[0], &roots[1], sizeof roots[0]);
    assert_int_equal(a->opening_count, b->opening_count);
    for (size_t i = 0; i < a->opening_count; i++)
        assert_same_round(a->openings[i], b->openings[i],
                          state_paper_of(a, a->openings[i]));
    hall_free(hard);
    hall_free(easy);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(enrolments_find_their_posts_when_lists_grow),
        cmocka_unit_test(a_reissue_finds_its_post_when_the_list_is_full),
        cmocka_unit_test(an_event_that_finds_no_memory_changes_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
