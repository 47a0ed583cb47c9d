/*
 * Goal: the parts that the HTTP server is put together from do what it relies
 * on: addresses, their count, queues, fields and what two of them mean.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <unistd.h>

#include "tests/test.h"
#include "voting/http/http_event.h"
#include "voting/http/http_fields.h"
#include "voting/http/http_guests.h"
#include "voting/http/http_match.h"
#include "voting/http/http_peer.h"
#include "voting/http/http_plain.h"
#include "voting/http/http_queue.h"

/* ---- Addresses ----------------------------------------------------------- */

static void
an_address_is_the_same_however_it_came(void **state)
{
    struct sockaddr_in four = {.sin_family = AF_INET};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6};
    struct sockaddr other = {.sa_family = AF_UNIX};
    uint8_t a[HTTP_ADDRESS_BYTES];
    uint8_t b[HTTP_ADDRESS_BYTES];
    static const uint8_t none[HTTP_ADDRESS_BYTES];

    (void)state;
    assert_int_equal(inet_pton(AF_INET, "192.0.2.7", &four.sin_addr), 1);
    assert_int_equal(inet_pton(AF_INET6, "::ffff:192.0.2.7", &six.sin6_addr),
                     1);
    http_peer_of(a, (const struct sockaddr *)&four);
    http_peer_of(b, (const struct sockaddr *)&six);
    assert_memory_equal(a, b, sizeof a);
    assert_ok(http_peer_parse(b, span_text("192.0.2.7")));
    assert_memory_equal(a, b, sizeof a);
    assert_ok(http_peer_parse(b, span_text("::ffff:192.0.2.7")));
    assert_memory_equal(a, b, sizeof a);
    assert_ok(http_peer_parse(b, span_text("192.0.2.8")));
    assert_memory_not_equal(a, b, sizeof a);
    http_peer_of(a, &other);
    assert_memory_equal(a, none, sizeof a);
}

static void
what_is_no_address_is_refused(void **state)
{
    static const char *const texts[] = {
        "",
        "hall.example",
        "192.0.2",
        "192.0.2.256",
        "192.0.2.7 ",
        "192.0.2.7:80",
        "[::1]",
        ":::",
        "1::2::3",
        "::1%lo",
        "192.000.002.007",
        "0x7f.0.0.1",
        "1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb",
    };
    uint8_t out[HTTP_ADDRESS_BYTES];

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (http_peer_parse(out, span_text(texts[i])) != ERR_INPUT)
            fail_msg("%s", texts[i]);
    assert_err(http_peer_parse(out, span_of("::1\0", 4)), ERR_INPUT);
}

static void
loopback_is_told_from_the_rest(void **state)
{
    static const struct {
        const char *text;
        bool want;
    } cases[] = {
        {"127.0.0.1", true},
        {"127.255.0.9", true},
        {"::1", true},
        {"::ffff:127.0.0.1", true},
        {"128.0.0.1", false},
        {"::2", false},
        {"::", false},
        {"0.0.0.0", false},
        {"::127.0.0.1", false},
        {"1::1", false},
        {"192.168.127.1", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint8_t address[HTTP_ADDRESS_BYTES];

        assert_ok(http_peer_parse(address, span_text(cases[i].text)));
        if (http_peer_is_loopback(address) != cases[i].want)
            fail_msg("%s", cases[i].text);
    }
}

static void
a_socket_for_all_takes_both_families(void **state)
{
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_addr = {htonl(INADDR_LOOPBACK)}};
    uint16_t port = 0;
    int listening;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    (void)state;
    assert_true(fd >= 0);
    if (http_peer_listen(&listening, &port, "::")) {
        close(fd);
        skip(); /* a machine without IPv6 */
    }
    assert_int_not_equal(port, 0);
    to.sin_port = htons(port);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    close(fd);
    close(listening);
}

/* ---- Guests -------------------------------------------------------------- */

enum { ADDRESSES = 64, STEPS = 20000 };

/* Address number i; every second one is of IPv6. */
static void
number_address(uint8_t out[HTTP_ADDRESS_BYTES], unsigned i)
{
    char text[64];

    (void)snprintf(text, sizeof text,
                   i % 2 == 0 ? "10.0.%u.%u" : "2001:db8:%x:%x::1", i / 8,
                   i % 8);
    assert_ok(http_peer_parse(out, span_text(text)));
}

static void
guests_are_counted_through_any_coming_and_going(void **state)
{
    struct http_guests *guests;
    unsigned counts[ADDRESSES] = {0};
    uint8_t address[HTTP_ADDRESS_BYTES];
    uint32_t chance = 1;

    (void)state;
    assert_ok(http_guests_new(&guests, ADDRESSES));
    for (unsigned step = 0; step < STEPS; step++) {
        unsigned i;

        chance = chance * 1664525 + 1013904223;
        i = (chance >> 16) % ADDRESSES;
        number_address(address, i);
        /* Now mostly coming, now mostly going. */
        if (chance >> 28 < (step / 500 % 2 == 0 ? 11U : 5U)) {
            assert_ok(http_guests_enter(guests, address));
            counts[i]++;
        } else if (counts[i] > 0) {
            http_guests_leave(guests, address);
            counts[i]--;
        }
        if (step % 100 != 0)
            continue;
        for (unsigned k = 0; k < ADDRESSES; k++) {
            number_address(address, k);
            assert_int_equal(http_guests_count(guests, address), counts[k]);
        }
    }
    http_guests_free(guests);
}

static void
no_more_addresses_enter_than_there_is_room_for(void **state)
{
    struct http_guests *guests;
    uint8_t address[HTTP_ADDRESS_BYTES];

    (void)state;
    assert_ok(http_guests_new(&guests, 3));
    for (unsigned i = 0; i < 3; i++) {
        number_address(address, i);
        assert_ok(http_guests_enter(guests, address));
    }
    assert_ok(http_guests_enter(guests, address));
    number_address(address, 3);
    assert_err(http_guests_enter(guests, address), ERR_STATE);
    assert_int_equal(http_guests_count(guests, address), 0);
    number_address(address, 0);
    http_guests_leave(guests, address);
    number_address(address, 3);
    assert_ok(http_guests_enter(guests, address));
    http_guests_free(guests);
    http_guests_free(NULL);
}

static void
half_of_an_address_tells_guests_apart(void **state)
{
    struct http_guests *guests;
    uint8_t one[HTTP_ADDRESS_BYTES];
    uint8_t same[HTTP_ADDRESS_BYTES];
    uint8_t other[HTTP_ADDRESS_BYTES];

    (void)state;
    assert_ok(http_peer_parse(one, span_text("2001:db8:1:2::1")));
    assert_ok(http_peer_parse(same, span_text("2001:db8:1:2:a:b:c:d")));
    assert_ok(http_peer_parse(other, span_text("2001:db8:1:3::1")));
    assert_ok(http_guests_new(&guests, 8));
    assert_ok(http_guests_enter(guests, one));
    assert_int_equal(http_guests_count(guests, same), 1);
    assert_int_equal(http_guests_count(guests, other), 0);
    assert_ok(http_peer_parse(one, span_text("10.0.0.1")));
    assert_ok(http_peer_parse(same, span_text("10.0.0.2")));
    assert_ok(http_guests_enter(guests, one));
    assert_int_equal(http_guests_count(guests, same), 0);
    http_guests_free(guests);
}

/* ---- Queues -------------------------------------------------------------- */

static void
who_waits_stands_in_one_queue_in_order(void **state)
{
    struct http_queue first = {0};
    struct http_queue second = {0};
    struct http_waiter w[3] = {0};

    (void)state;
    for (size_t i = 0; i < 3; i++)
        http_queue_join(&first, &w[i], i);
    assert_int_equal(first.count, 3);
    assert_ptr_equal(first.first, &w[0]);
    assert_ptr_equal(first.last, &w[2]);
    http_queue_join(&second, &w[1], 9); /* from the middle */
    assert_ptr_equal(w[0].next, &w[2]);
    assert_ptr_equal(w[2].prev, &w[0]);
    assert_int_equal(second.count, 1);
    assert_int_equal(w[1].until_ms, 9);
    http_queue_join(&first, &w[0], 5); /* from the front to the end */
    assert_ptr_equal(first.first, &w[2]);
    assert_ptr_equal(first.last, &w[0]);
    http_queue_leave(&w[2]);
    http_queue_leave(&w[2]);
    http_queue_leave(&w[0]);
    http_queue_leave(&w[1]);
    assert_null(first.first);
    assert_null(first.last);
    assert_int_equal(first.count + second.count, 0);
    assert_null(second.first);
}

/* ---- Fields -------------------------------------------------------------- */

static void
gzip_is_sent_to_who_takes_it(void **state)
{
    static const struct {
        const char *text;
        bool want;
    } cases[] = {
        {"gzip", true},
        {"gzip, deflate, br, zstd", true},
        {"deflate, GZIP;q=0.5", true},
        {"br;q=1.0, gzip;q=0.001, *;q=0", true},
        {"", false},
        {"identity", false},
        {"gzip;q=0", false},
        {"gzip; q=0.000", false},
        {"br, gzip;q=0.0, identity", false},
        {"xgzip", false},
        {"gzipx", false},
        {"x-gzip", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (http_match_coding(span_text(cases[i].text), "gzip") !=
            cases[i].want)
            fail_msg("%s", cases[i].text);
    assert_true(http_match_coding(span_text("gzip, deflate, br"), "br"));
    assert_false(http_match_coding(span_text("gzip, deflate, brx"), "br"));
}

/* The value of a field; NULL if there is none, and a failure if two. */
static const char *
value_of(const struct http_fields *fields, const char *name)
{
    const char *value = NULL;

    for (size_t i = 0; i < fields->count; i++)
        if (strcmp(fields->list[i].name, name) == 0) {
            assert_null(value);
            value = fields->list[i].value;
        }
    return value;
}

static void
a_reply_has_the_fields_of_its_content(void **state)
{
    static const struct http_content all = {
        .status = 405,
        .type = "text/html; charset=utf-8",
        .coding = HTTP_GZIP,
        .caching = HTTP_IMMUTABLE,
        .open = true,
        .retry_after_s = 4294967295U,
        .allow = "GET, HEAD",
        .etag =
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcd",
    };
    static const struct http_content nothing = {.status = 204};
    struct http_fields fields;

    (void)state;
    http_fields_make(&fields, &all);
    assert_string_equal(value_of(&fields, "Content-Type"), all.type);
    assert_string_equal(value_of(&fields, "Content-Encoding"), "gzip");
    assert_string_equal(value_of(&fields, "Cache-Control"),
                        "public, max-age=31536000, immutable");
    assert_string_equal(value_of(&fields, "Access-Control-Allow-Origin"), "*");
    assert_string_equal(value_of(&fields, "Cross-Origin-Resource-Policy"),
                        "cross-origin");
    assert_string_equal(value_of(&fields, "Retry-After"), "4294967295");
    assert_string_equal(value_of(&fields, "Allow"), "GET, HEAD");
    assert_true(span_eq(fields.etag, span_text(all.etag)));
    assert_int_equal(value_of(&fields, "ETag")[0], '"');
    http_fields_make(&fields, &nothing);
    assert_null(value_of(&fields, "Content-Type"));
    assert_null(value_of(&fields, "Content-Encoding"));
    assert_string_equal(value_of(&fields, "Cache-Control"), "no-store");
    assert_null(value_of(&fields, "Access-Control-Allow-Origin"));
    assert_string_equal(value_of(&fields, "Cross-Origin-Resource-Policy"),
                        "same-origin");
    assert_null(value_of(&fields, "Retry-After"));
    assert_null(value_of(&fields, "ETag"));
    assert_int_equal(fields.etag.len, 0);
    http_fields_connection(&fields, false, false);
    assert_int_equal(fields.count, 0);
    http_fields_connection(&fields, true, true);
    assert_string_equal(value_of(&fields, "Connection"), "close");
    assert_non_null(value_of(&fields, "Strict-Transport-Security"));
}

static void
an_event_comes_after_those_before_it(void **state)
{
    struct http_event *one;
    struct http_event *two;

    (void)state;
    assert_ok(http_event_new(&one, NULL, span_text("a\n\n")));
    assert_ok(http_event_new(&two, one, span_text("b\n\n")));
    assert_true(http_event_is_after(one, 0));
    assert_true(http_event_is_after(two, http_event_number(one)));
    assert_false(http_event_is_after(one, http_event_number(one)));
    assert_false(http_event_is_after(NULL, 0));
    http_event_release(http_event_keep(one));
    assert_true(span_eq(http_event_bytes(one), span_text("a\n\n")));
    http_event_release(one);
    http_event_release(two);
    http_event_release(NULL);
}

/* ---- Heads --------------------------------------------------------------- */

/* A head as it lies in a buffer, told piece by piece. */
static unsigned
look_at(const char *head, size_t moved)
{
    struct http_head look;
    struct span method = span_of(head, 3);
    struct span target = span_of(head + 4, 4);
    struct span version = span_of(head + 9, 8);
    struct span name = span_of(head + 19, 4);
    struct span value = span_of(head + 25 + moved, 1);

    http_head_start(&look, method, target, version);
    http_head_field(&look, name, value);
    return http_head_end(&look, 30);
}

static void
pieces_that_do_not_follow_each_other_are_refused(void **state)
{
    static const char head[] = "GET /now HTTP/1.1\r\nHost: a\r\n\r\naaaa";
    static const char copied[] = "GET /now HTTP/1.1\0\0\0Host: a\r\n\r\na";

    (void)state;
    assert_int_equal(look_at(head, 0), 0);
    assert_int_equal(look_at(head, 6), 400);
    assert_int_equal(look_at(copied, 0), 400);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_is_the_same_however_it_came),
        cmocka_unit_test(what_is_no_address_is_refused),
        cmocka_unit_test(loopback_is_told_from_the_rest),
        cmocka_unit_test(a_socket_for_all_takes_both_families),
        cmocka_unit_test(guests_are_counted_through_any_coming_and_going),
        cmocka_unit_test(no_more_addresses_enter_than_there_is_room_for),
        cmocka_unit_test(half_of_an_address_tells_guests_apart),
        cmocka_unit_test(who_waits_stands_in_one_queue_in_order),
        cmocka_unit_test(gzip_is_sent_to_who_takes_it),
        cmocka_unit_test(a_reply_has_the_fields_of_its_content),
        cmocka_unit_test(an_event_comes_after_those_before_it),
        cmocka_unit_test(pieces_that_do_not_follow_each_other_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
