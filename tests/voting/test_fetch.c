/* Goal: fetching takes what was asked for, within its limits, and says why it
 * has nothing; it sends again only what it was told may be sent again. */
#include <string.h>

#include <sodium.h>

#include "tests/support/canned.h"
#include "tests/test.h"
#include "voting/fetch/fetch.h"

static void
test_addresses_are_told_apart(void **state)
{
    static const struct {
        const char *address;
        enum fetch_address want;
    } cases[] = {
        {"https://vote.example.edu", FETCH_ADDRESS_TLS},
        {"https://vote.example.edu/", FETCH_ADDRESS_TLS},
        {"https://vote.example.edu:8443/a/b", FETCH_ADDRESS_TLS},
        {"https://127.0.0.1", FETCH_ADDRESS_TLS},
        {"http://127.0.0.1:80", FETCH_ADDRESS_LOOPBACK},
        {"http://127.9.8.7/x", FETCH_ADDRESS_LOOPBACK},
        {"http://localhost:8080", FETCH_ADDRESS_LOOPBACK},
        {"http://[::1]:8080", FETCH_ADDRESS_LOOPBACK},
        {"http://[2001:db8::1]:8080", FETCH_ADDRESS_PLAIN},
        {"http://127.example.com", FETCH_ADDRESS_PLAIN},
        {"http://localhost.example.com", FETCH_ADDRESS_PLAIN},
        {"http://10.0.0.7:80", FETCH_ADDRESS_PLAIN},
        {"", FETCH_ADDRESS_NONE},
        {"http://", FETCH_ADDRESS_NONE},
        {"https:///path", FETCH_ADDRESS_NONE},
        {"ftp://vote.example.edu", FETCH_ADDRESS_NONE},
        {"file:///etc/passwd", FETCH_ADDRESS_NONE},
        {"HTTP://vote.example.edu", FETCH_ADDRESS_NONE},
        {"http://user@vote.example.edu", FETCH_ADDRESS_NONE},
        {"http://user:word@127.0.0.1", FETCH_ADDRESS_NONE},
        {"http://vote.example.edu:0", FETCH_ADDRESS_NONE},
        {"http://vote.example.edu:65536", FETCH_ADDRESS_NONE},
        {"http://vote.example.edu:", FETCH_ADDRESS_NONE},
        {"http://vote.example.edu:8o", FETCH_ADDRESS_NONE},
        {"http://vote.example.edu/a?b", FETCH_ADDRESS_NONE},
        {"http://vote.example.edu/a#b", FETCH_ADDRESS_NONE},
        {"http://vote.example.edu/a%2fb", FETCH_ADDRESS_NONE},
        {"http://vote.example.edu/../b", FETCH_ADDRESS_NONE},
        {"http://vote.example.edu/a//b", FETCH_ADDRESS_NONE},
        {"http://vote.example.edu/a\nb", FETCH_ADDRESS_NONE},
        {"http://[::1", FETCH_ADDRESS_NONE},
        {"http://[vote.example.edu]", FETCH_ADDRESS_NONE},
        {"http://[::1]x", FETCH_ADDRESS_NONE},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (fetch_address_kind(cases[i].address) != cases[i].want)
            fail_msg("%s: %u", cases[i].address,
                     (unsigned)fetch_address_kind(cases[i].address));
    assert_true(fetch_is_address("http://x"));
    assert_false(fetch_is_address("log.db"));
    assert_false(fetch_is_address("https"));
    assert_true(fetch_address_is_here("https://localhost:1/x"));
    assert_true(fetch_address_is_here("http://[::1]"));
    assert_false(fetch_address_is_here("https://10.0.0.1"));
}

static void
test_paths_are_joined_with_one_slash(void **state)
{
    char long_path[FETCH_ADDRESS_MAX];
    char out[FETCH_ADDRESS_MAX];

    (void)state;
    assert_ok(fetch_join(out, "http://a", "checkpoint"));
    assert_string_equal(out, "http://a/checkpoint");
    assert_ok(fetch_join(out, "http://a/b///", "/tile/0"));
    assert_string_equal(out, "http://a/b/tile/0");
    memset(long_path, 'a', sizeof long_path - 1);
    long_path[sizeof long_path - 1] = '\0';
    assert_err(fetch_join(out, "http://a", long_path), ERR_INPUT);
}

/* ---- One request ----------------------------------------------------------*/

struct one {
    struct canned *canned;
    struct fetch *fetch;
    struct fetch_answer answer;
};

static void
ask(struct one *one, const struct canned_answer *answers, size_t count,
    const char *path, const struct fetch_request *how)
{
    char address[FETCH_ADDRESS_MAX];
    struct fetch_request request = *how;

    one->canned = canned_start(answers, count);
    assert_ok(fetch_open(&one->fetch, NULL));
    assert_ok(fetch_join(address, canned_address(one->canned), path));
    request.address = address;
    assert_ok(fetch_wait(one->fetch, &one->answer, &request));
}

static void
done(struct one *one)
{
    fetch_close(one->fetch);
    canned_stop(one->canned);
}

static void
test_a_page_comes_whole_with_status_and_type(void **state)
{
    const struct canned_answer answers[] = {
        {.path = "/x",
         .raw = "HTTP/1.1 409 Conflict\r\nContent-Length: 3\r\nContent-Type: "
                "text/x.tlog.size\r\n\r\n12\n"}};
    struct one one;

    (void)state;
    ask(&one, answers, 1, "x", &(struct fetch_request){.answer_max = 3});
    assert_int_equal(one.answer.fault, FETCH_ANSWERED);
    assert_int_equal(one.answer.status, 409);
    assert_string_equal(one.answer.type, "text/x.tlog.size");
    assert_true(span_eq(one.answer.body, span_text("12\n")));
    assert_int_equal(one.answer.attempts, 1);
    done(&one);
}

static void
test_a_body_is_posted_as_it_is(void **state)
{
    const struct canned_answer answers[] = {
        {.path = "/event", .body = span_text("ok")}};
    struct one one;
    struct span asked;

    (void)state;
    ask(&one, answers, 1, "event",
        &(struct fetch_request){.post = true,
                                .body = span_of("a\0b\n", 4),
                                .type = "text/plain",
                                .answer_max = 100});
    assert_int_equal(one.answer.status, 200);
    asked = canned_last(one.canned);
    assert_true(span_starts_with(asked, "POST /event HTTP/1.1\r\n"));
    assert_memory_equal(asked.ptr + asked.len - 8, "\r\n\r\na\0b\n", 8);
    assert_non_null(strstr(asked.ptr, "Content-Type: text/plain\r\n"));
    assert_non_null(strstr(asked.ptr, "Content-Length: 4\r\n"));
    assert_null(strstr(asked.ptr, "Expect"));
    assert_null(strstr(asked.ptr, "Accept-Encoding"));
    done(&one);
}

static void
test_bad_answers_are_told_apart(void **state)
{
    static const struct {
        const char *what;
        const char *raw;
        enum fetch_fault want;
    } cases[] = {
        {"longer than it may be",
         "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n12345678901",
         FETCH_FAULT_LENGTH},
        {"longer, and does not say so",
         "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n12345678901",
         FETCH_FAULT_LENGTH},
        {"cut short", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n1234",
         FETCH_FAULT_CUT},
        {"nothing at all", "", FETCH_FAULT_CUT},
        {"no HTTP", "hello\r\n\r\n", FETCH_FAULT_OTHER},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct canned_answer answers[] = {
            {.path = "/x", .raw = cases[i].raw}};
        struct one one;

        ask(&one, answers, 1, "x", &(struct fetch_request){.answer_max = 10});
        if (one.answer.fault != cases[i].want)
            fail_msg("%s: %u %s", cases[i].what, (unsigned)one.answer.fault,
                     one.answer.why);
        assert_int_equal(one.answer.body.len, 0);
        assert_true(strlen(one.answer.why) > 0);
        done(&one);
    }
}

static void
test_a_redirect_is_not_followed(void **state)
{
    const struct canned_answer answers[] = {
        {.path = "/x",
         .raw = "HTTP/1.1 302 Found\r\nLocation: /y\r\nContent-Length: "
                "0\r\nConnection: close\r\n\r\n"},
        {.path = "/y", .body = span_text("elsewhere")}};
    struct one one;

    (void)state;
    ask(&one, answers, 2, "x", &(struct fetch_request){.answer_max = 100});
    assert_int_equal(one.answer.status, 302);
    assert_int_equal(canned_count(one.canned, "/y"), 0);
    done(&one);
}

static void
test_a_slow_answer_is_given_up(void **state)
{
    const struct canned_answer answers[] = {
        {.path = "/x", .body = span_text("late"), .wait_ms = 700}};
    struct one one;

    (void)state;
    ask(&one, answers, 1, "x",
        &(struct fetch_request){.answer_max = 100, .time_ms = 150});
    assert_int_equal(one.answer.fault, FETCH_FAULT_TIME);
    done(&one);
}

static void
test_nobody_there_is_said(void **state)
{
    struct canned *canned = canned_start(NULL, 0);
    char address[FETCH_ADDRESS_MAX];
    struct fetch_answer answer;
    struct fetch *fetch;

    (void)state;
    assert_ok(fetch_join(address, canned_address(canned), "x"));
    canned_stop(canned);
    assert_ok(fetch_open(&fetch, NULL));
    assert_ok(fetch_wait(
        fetch, &answer,
        &(struct fetch_request){.address = address, .answer_max = 10}));
    assert_int_equal(answer.fault, FETCH_FAULT_CONNECT);
    assert_int_equal(
        fetch_wait(fetch, &answer,
                   &(struct fetch_request){.address = "file:///etc/hostname",
                                           .answer_max = 100}),
        ERR_INPUT);
    fetch_close(fetch);
}

/* ---- Again ----------------------------------------------------------------*/

#define BUSY                                                                   \
    "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\nConnection: "    \
    "close\r\n\r\nbusy"

static void
test_what_may_be_sent_again_is(void **state)
{
    const struct canned_answer answers[] = {
        {.path = "/x", .raw = BUSY},
        {.path = "/x", .raw = ""},
        {.path = "/x", .body = span_text("done")}};
    struct one one;

    (void)state;
    ask(&one, answers, 3, "x",
        &(struct fetch_request){
            .post = true, .answer_max = 100, .attempts = 5});
    assert_int_equal(one.answer.status, 200);
    assert_true(span_eq(one.answer.body, span_text("done")));
    assert_int_equal(one.answer.attempts, 3);
    assert_int_equal(canned_count(one.canned, "/x"), 3);
    done(&one);
}

static void
test_without_leave_nothing_is_sent_twice(void **state)
{
    const struct canned_answer answers[] = {
        {.path = "/x", .raw = BUSY}, {.path = "/x", .body = span_text("done")}};
    struct one one;

    (void)state;
    ask(&one, answers, 2, "x", &(struct fetch_request){.answer_max = 100});
    assert_int_equal(one.answer.status, 503);
    assert_int_equal(canned_count(one.canned, "/x"), 1);
    done(&one);
}

static void
test_the_last_answer_is_given_when_patience_ends(void **state)
{
    const struct canned_answer answers[] = {{.path = "/x", .raw = BUSY}};
    struct one one;

    (void)state;
    ask(&one, answers, 1, "x",
        &(struct fetch_request){.answer_max = 100, .attempts = 2});
    assert_int_equal(one.answer.status, 503);
    assert_true(span_eq(one.answer.body, span_text("busy")));
    assert_int_equal(one.answer.attempts, 2);
    done(&one);
}

static void
test_a_refusal_is_final(void **state)
{
    const struct canned_answer answers[] = {
        {.path = "/x",
         .raw = "HTTP/1.1 409 Conflict\r\nContent-Length: 0\r\nConnection: "
                "close\r\n\r\n"}};
    struct one one;

    (void)state;
    ask(&one, answers, 1, "x",
        &(struct fetch_request){.answer_max = 100, .attempts = 5});
    assert_int_equal(one.answer.status, 409);
    assert_int_equal(one.answer.attempts, 1);
    done(&one);
}

static void
test_retry_after_is_waited_for(void **state)
{
    const struct canned_answer answers[] = {
        {.path = "/x",
         .raw = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: "
                "2\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"},
        {.path = "/x", .body = span_text("done")}};
    struct fetch_request request = {.answer_max = 100, .attempts = 2};
    char address[FETCH_ADDRESS_MAX];
    struct canned *canned = canned_start(answers, 2);
    struct fetch *fetch;

    (void)state;
    assert_ok(fetch_open(&fetch, NULL));
    assert_ok(fetch_join(address, canned_address(canned), "x"));
    request.address = address;
    assert_ok(fetch_start(fetch, &request));
    /* Turns far shorter than the pause: the second must not have been sent. */
    for (int i = 0; i < 20 && canned_count(canned, "/x") == 0; i++)
        assert_ok(fetch_turn(fetch, 20));
    assert_ok(fetch_turn(fetch, 300));
    assert_ok(fetch_turn(fetch, 300));
    assert_int_equal(canned_count(canned, "/x"), 1);
    assert_ok(fetch_finish(fetch));
    assert_int_equal(canned_count(canned, "/x"), 2);
    fetch_close(fetch);
    canned_stop(canned);
}

/* ---- Many -----------------------------------------------------------------*/

struct many {
    struct fetch *fetch;
    const char *address;
    unsigned answered;
    unsigned more;
};

static void
count_one(void *context, const struct fetch_answer *answer)
{
    struct many *many = context;

    assert_int_equal(answer->status, 200);
    many->answered++;
    if (many->more > 0) {
        many->more--;
        assert_ok(fetch_start(many->fetch,
                              &(struct fetch_request){.address = many->address,
                                                      .answer_max = 10,
                                                      .done = count_one,
                                                      .context = many}));
    }
}

static void
test_several_are_under_way_at_once(void **state)
{
    /* Each is answered only when four have been asked for. */
    const struct canned_answer answers[] = {
        {.path = "/x", .body = span_text("x"), .at_least = 3}};
    struct canned *canned = canned_start(answers, 1);
    char address[FETCH_ADDRESS_MAX];
    struct many many = {.address = address};

    (void)state;
    assert_ok(fetch_open(&many.fetch, NULL));
    assert_ok(fetch_join(address, canned_address(canned), "x"));
    for (int i = 0; i < 4; i++)
        assert_ok(
            fetch_start(many.fetch, &(struct fetch_request){.address = address,
                                                            .answer_max = 10,
                                                            .time_ms = 4000,
                                                            .done = count_one,
                                                            .context = &many}));
    assert_int_equal(fetch_pending(many.fetch), 4);
    assert_ok(fetch_finish(many.fetch));
    assert_int_equal(many.answered, 4);
    fetch_close(many.fetch);
    canned_stop(canned);
}

static void
test_a_callback_may_ask_for_more(void **state)
{
    const struct canned_answer answers[] = {
        {.path = "/x", .body = span_text("x")}};
    struct canned *canned = canned_start(answers, 1);
    char address[FETCH_ADDRESS_MAX];
    struct many many = {.address = address, .more = 5};

    (void)state;
    assert_ok(fetch_open(&many.fetch, &(struct fetch_options){.parallel = 1}));
    assert_ok(fetch_join(address, canned_address(canned), "x"));
    assert_ok(
        fetch_start(many.fetch, &(struct fetch_request){.address = address,
                                                        .answer_max = 10,
                                                        .done = count_one,
                                                        .context = &many}));
    assert_ok(fetch_finish(many.fetch));
    assert_int_equal(many.answered, 6);
    fetch_close(many.fetch);
    canned_stop(canned);
}

static void
test_cancelling_calls_nobody_back(void **state)
{
    const struct canned_answer answers[] = {
        {.path = "/x", .body = span_text("x"), .wait_ms = 300}};
    struct canned *canned = canned_start(answers, 1);
    char address[FETCH_ADDRESS_MAX];
    struct many many = {.address = address};

    (void)state;
    assert_ok(fetch_open(&many.fetch, NULL));
    assert_ok(fetch_join(address, canned_address(canned), "x"));
    for (int i = 0; i < 12; i++)
        assert_ok(
            fetch_start(many.fetch, &(struct fetch_request){.address = address,
                                                            .answer_max = 10,
                                                            .done = count_one,
                                                            .context = &many}));
    assert_ok(fetch_turn(many.fetch, 50));
    fetch_cancel(many.fetch);
    assert_int_equal(fetch_pending(many.fetch), 0);
    assert_ok(fetch_finish(many.fetch));
    assert_int_equal(many.answered, 0);
    fetch_close(many.fetch);
    canned_stop(canned);
}

static void
test_every_fault_has_words(void **state)
{
    (void)state;
    for (unsigned f = 0; f < FETCH_FAULT_COUNT_; f++)
        for (unsigned lang = 0; lang < LANG_COUNT_; lang++)
            assert_true(strlen(fetch_fault_words((enum fetch_fault)f,
                                                 (enum lang)lang)) > 5);
    assert_int_equal(
        fetch_open(&(struct fetch *){NULL},
                   &(struct fetch_options){.ca_file = "no-such-file"}),
        ERR_NOTFOUND);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_addresses_are_told_apart),
        cmocka_unit_test(test_paths_are_joined_with_one_slash),
        cmocka_unit_test(test_a_page_comes_whole_with_status_and_type),
        cmocka_unit_test(test_a_body_is_posted_as_it_is),
        cmocka_unit_test(test_bad_answers_are_told_apart),
        cmocka_unit_test(test_a_redirect_is_not_followed),
        cmocka_unit_test(test_a_slow_answer_is_given_up),
        cmocka_unit_test(test_nobody_there_is_said),
        cmocka_unit_test(test_what_may_be_sent_again_is),
        cmocka_unit_test(test_without_leave_nothing_is_sent_twice),
        cmocka_unit_test(test_the_last_answer_is_given_when_patience_ends),
        cmocka_unit_test(test_a_refusal_is_final),
        cmocka_unit_test(test_retry_after_is_waited_for),
        cmocka_unit_test(test_several_are_under_way_at_once),
        cmocka_unit_test(test_a_callback_may_ask_for_more),
        cmocka_unit_test(test_cancelling_calls_nobody_back),
        cmocka_unit_test(test_every_fault_has_words),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
