/*
 * A log keeps a name only if it opens the commitment of a post.
 */
#include "ballots/name_opening.h"
#include "tests/support/stored_hall.h"
#include "tests/test.h"

static int
set_up(void **state)
{
    *state = stored_hall_new(7);
    return 0;
}

static int
tear_down(void **state)
{
    stored_hall_free(*state);
    return 0;
}

static enum refusal
submit(struct stored_hall *f, size_t index)
{
    return stored_hall_submit(f, stored_hall_note(f, index))->refusal;
}

/* The true name of somebody in the hall. */
static struct log_name
name_of(struct stored_hall *f, struct post post)
{
    const struct hall_person *person = hall_person(f->hall, post);
    struct log_name name = {.post = post};
    struct name_opening opening;

    assert_ok(name_opening_read(&opening,
                                span_of(person->record, person->record_len)));
    memcpy(name.salt, opening.salt, sizeof name.salt);
    memcpy(name.record, opening.record.ptr, opening.record.len);
    name.len = opening.record.len;
    return name;
}

static bool
has_name(struct stored_hall *f, const struct log_name *name)
{
    struct log_name found;
    enum err e = log_get_name(f->log, &found, name->post);

    if (e) {
        assert_err(e, ERR_NOTFOUND);
        assert_int_equal(found.len, 0);
        return false;
    }
    assert_true(span_eq(span_of(found.record, found.len),
                        span_of(name->record, name->len)));
    assert_memory_equal(found.salt, name->salt, sizeof name->salt);
    return true;
}

/* A log with genesis, and in the hall two posts more. */
static void
two_posts(struct stored_hall *f, struct log_name names[2])
{
    hall_do_genesis(f->hall, NULL);
    stored_hall_feed(f);
    hall_do_post(f->hall, f->hall->desks[0].post);
    hall_do_post(f->hall, f->hall->desks[1].post);
    names[0] = name_of(f, f->hall->desks[0].post);
    names[1] = name_of(f, f->hall->desks[1].post);
}

static void
a_name_is_kept_with_the_post_that_it_opens(void **state)
{
    struct stored_hall *f = *state;
    struct log_name names[2];

    two_posts(f, names);
    assert_ok(log_put_names(f->log, names, 2));
    assert_false(has_name(f, &names[0]));
    assert_refused(submit(f, 1), REFUSED_NOTHING);
    assert_true(has_name(f, &names[0]));
    assert_false(has_name(f, &names[1]));
    /* The other was forgotten. */
    assert_refused(submit(f, 2), REFUSED_NOTHING);
    assert_false(has_name(f, &names[1]));
    /* Now its post is there, and it is stored at once. */
    assert_ok(log_put_names(f->log, names, 2));
    assert_true(has_name(f, &names[1]));
    stored_hall_open(f);
    assert_true(has_name(f, &names[0]));
    assert_true(has_name(f, &names[1]));
}

static void
a_wrong_name_is_not_kept(void **state)
{
    struct stored_hall *f = *state;
    struct log_name names[2];
    struct log_name wrong;

    two_posts(f, names);
    wrong = names[0];
    wrong.record[wrong.len - 2] ^= 1;
    assert_ok(log_put_name(f->log, &wrong));
    assert_refused(submit(f, 1), REFUSED_NOTHING);
    assert_false(has_name(f, &names[0]));
    assert_err(log_put_name(f->log, &wrong), ERR_PROOF);
    wrong = names[0];
    wrong.salt[0] ^= 1;
    assert_err(log_put_name(f->log, &wrong), ERR_PROOF);
    wrong = names[1];
    wrong.post = names[0].post;
    assert_err(log_put_name(f->log, &wrong), ERR_PROOF);
    assert_false(has_name(f, &names[0]));
    assert_ok(log_put_name(f->log, &names[0]));
    assert_true(has_name(f, &names[0]));
    assert_err(log_put_name(f->log, &wrong), ERR_PROOF);
    assert_true(has_name(f, &names[0]));
}

static void
nothing_opens_a_conveners_post(void **state)
{
    struct stored_hall *f = *state;
    struct log_name names[2];

    two_posts(f, names);
    names[0].post = f->hall->chairs[0].post;
    assert_err(log_put_name(f->log, &names[0]), ERR_PROOF);
    assert_false(has_name(f, &names[0]));
}

static void
a_false_name_does_not_push_out_the_true_one(void **state)
{
    struct stored_hall *f = *state;
    struct log_name names[2];
    struct log_name wrong;

    two_posts(f, names);
    wrong = names[0];
    wrong.record[wrong.len - 2] ^= 1;
    assert_ok(log_put_name(f->log, &wrong));
    assert_ok(log_put_name(f->log, &names[0]));
    wrong.salt[0] ^= 1;
    assert_ok(log_put_name(f->log, &wrong));
    assert_refused(submit(f, 1), REFUSED_NOTHING);
    assert_true(has_name(f, &names[0]));
}

static void
of_names_together_a_wrong_one_keeps_all_out(void **state)
{
    struct stored_hall *f = *state;
    struct log_name names[2];
    struct log_name wrong[2];

    two_posts(f, names);
    stored_hall_feed(f);
    memcpy(wrong, names, sizeof wrong);
    wrong[1].salt[0] ^= 1;
    assert_err(log_put_names(f->log, wrong, 2), ERR_PROOF);
    assert_false(has_name(f, &names[0]));
    assert_err(log_put_names(f->log, names, LOG_BATCH_MAX + 1), ERR_INPUT);
    assert_ok(log_put_names(f->log, names, 2));
    assert_true(has_name(f, &names[0]));
    assert_true(has_name(f, &names[1]));
}

static void
a_malformed_name_is_not_taken(void **state)
{
    struct stored_hall *f = *state;
    struct log_name names[2];
    struct log_name bad;

    two_posts(f, names);
    stored_hall_feed(f);
    bad = names[0];
    bad.len = 0;
    assert_err(log_put_name(f->log, &bad), ERR_INPUT);
    bad.len = LOG_NAME_MAX + 1;
    assert_err(log_put_name(f->log, &bad), ERR_INPUT);
    bad = names[0];
    bad.post.number = 0;
    assert_err(log_put_name(f->log, &bad), ERR_INPUT);
}

static void
a_later_name_for_a_post_replaces_the_one_that_waits(void **state)
{
    struct stored_hall *f = *state;
    struct log_name names[2];
    struct log_name wrong;

    two_posts(f, names);
    wrong = names[0];
    wrong.salt[0] ^= 1;
    assert_ok(log_put_name(f->log, &wrong));
    assert_ok(log_put_name(f->log, &names[0]));
    assert_refused(submit(f, 1), REFUSED_NOTHING);
    assert_true(has_name(f, &names[0]));
}

int
main(void)
{
#define WITH_LOG(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_LOG(a_name_is_kept_with_the_post_that_it_opens),
        WITH_LOG(a_wrong_name_is_not_kept),
        WITH_LOG(a_false_name_does_not_push_out_the_true_one),
        WITH_LOG(nothing_opens_a_conveners_post),
        WITH_LOG(of_names_together_a_wrong_one_keeps_all_out),
        WITH_LOG(a_malformed_name_is_not_taken),
        WITH_LOG(a_later_name_for_a_post_replaces_the_one_that_waits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
