/*
 * Goal: each path of docs/api.md is one route, and nothing else is any.
 */
#include <stdio.h>

#include "tests/test.h"
#include "voting/server/route.h"

#define SHA "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static const char text_long[] = "/text/" SHA "0";
static const char text_capital[] =
    "/text/0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef";
static const char text_slash[] = "/text/" SHA "/";

static struct route
must_find(const char *path, enum route_kind kind)
{
    struct route route;

    if (!route_find(&route, span_text(path)) || route.kind != kind)
        fail_msg("%s", path);
    return route;
}

static void
every_path_has_its_route(void **state)
{
    static const struct {
        const char *path;
        enum route_kind kind;
        bool post;
    } cases[] = {
        {"/event", ROUTE_EVENT, true},
        {"/cosign", ROUTE_COSIGN, true},
        {"/member", ROUTE_MEMBER, true},
        {"/draft", ROUTE_DRAFT, true},
        {"/checkpoint", ROUTE_CHECKPOINT, false},
        {"/checkpoint/witnessed", ROUTE_WITNESSED, false},
        {"/tile/0/000", ROUTE_TILE, false},
        {"/tile/entries/x001/234.p/7", ROUTE_TILE, false},
        {"/entry/0", ROUTE_ENTRY, false},
        {"/proof/0", ROUTE_PROOF, false},
        {"/consistency/0/12", ROUTE_CONSISTENCY, false},
        {"/text/" SHA, ROUTE_TEXT, false},
        {"/pack/12", ROUTE_PACK, false},
        {"/pack/12/017", ROUTE_PACK_SEAT, false},
        {"/view/conference", ROUTE_VIEW_CONFERENCE, false},
        {"/view/wall", ROUTE_VIEW_WALL, false},
        {"/view/round/0", ROUTE_VIEW_ROUND, false},
        {"/view/post/seat/017", ROUTE_VIEW_POST, false},
        {"/view/post/chair/1", ROUTE_VIEW_POST, false},
        {"/view/key/" SHA, ROUTE_VIEW_KEY, false},
        {"/now", ROUTE_NOW, false},
        {"/live", ROUTE_LIVE, false},
        {"/healthz", ROUTE_HEALTHZ, false},
        {"/log-key", ROUTE_LOG_KEY, false},
    };
    bool seen[ROUTE_KINDS_] = {[ROUTE_NONE] = true};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct route route = must_find(cases[i].path, cases[i].kind);

        assert_int_equal(route.post, cases[i].post);
        assert_int_equal(route.body_max > 0, cases[i].post);
        seen[route.kind] = true;
    }
    for (size_t kind = 0; kind < ROUTE_KINDS_; kind++)
        assert_true(seen[kind]);
}

static void
what_varies_is_read(void **state)
{
    struct route route =
        must_find("/consistency/17/2147483647", ROUTE_CONSISTENCY);

    (void)state;
    assert_int_equal(route.number, 17);
    assert_int_equal(route.size, 2147483647);
    route = must_find("/tile/3/x012/345.p/255", ROUTE_TILE);
    assert_int_equal(route.tile.kind, TILE_HASHES);
    assert_int_equal(route.tile.level, 3);
    assert_int_equal(route.tile.index, 12345);
    assert_int_equal(route.tile.width, 255);
    route = must_find("/text/" SHA, ROUTE_TEXT);
    assert_int_equal(route.sha256.bytes[0], 0x01);
    assert_int_equal(route.sha256.bytes[31], 0xEF);
    route = must_find("/pack/9/1017", ROUTE_PACK_SEAT);
    assert_int_equal(route.number, 9);
    assert_true(post_eq(route.who, (struct post){POST_SEAT, 1017}));
    route = must_find("/view/post/scrutineer/2", ROUTE_VIEW_POST);
    assert_true(post_eq(route.who, (struct post){POST_SCRUTINEER, 2}));
}

static void
no_other_form_of_a_path_is_one(void **state)
{
    static const char *const paths[] = {
        "",
        "/",
        "event",
        "/Event",
        "/event/",
        "//event",
        "/event2",
        "/checkpoint/",
        "/checkpoint/witnesse",
        "/checkpoint/witnessed2",
        "/tile",
        "/tile/",
        "/tile/64/000",
        "/tile/00/000",
        "/tile/0/00",
        "/tile/0/x000/001",
        "/tile/0/000.p/0",
        "/tile/0/000.p/256",
        "/tile/0/000.p/01",
        "/tile/0/000/",
        "/tile/entries/000.p/",
        "/tile/../checkpoint",
        "/tile/0/../../now",
        "/proof",
        "/proof/",
        "/proof/00",
        "/proof/-1",
        "/proof/+1",
        "/proof/1/",
        "/proof/2147483648",
        "/proof/1x",
        "/proof/99999999999999999999999",
        "/consistency/1",
        "/consistency/1/",
        "/consistency//1",
        "/consistency/1/2/3",
        "/consistency/01/2",
        "/text/",
        text_long,
        text_capital,
        "/text/012345678",
        text_slash,
        "/pack",
        "/pack/",
        "/pack/1/",
        "/pack/1/7",
        "/pack/1/0017",
        "/pack/1/000",
        "/pack/1/seat/017",
        "/view",
        "/view/",
        "/view/conference/",
        "/view/round/",
        "/view/round/x",
        "/entry/",
        "/entry/00",
        "/view/key/",
        "/view/key/0",
        "/view/post/seat/17",
        "/view/post/seat",
        "/view/post/seat/",
        "/view/post//017",
        "/view/post/king/1",
        "/view/post/chair/01",
        "/view/post/chair/1/",
        "/view/post/chair/0",
        "/view/post/seatseatseatseatseatseat/000000000001",
        "/now/",
        "/live2",
        "/healthz/x",
        "/log-key?",
    };
    struct route route;

    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        if (route_find(&route, span_text(paths[i])))
            fail_msg("\"%s\"", paths[i]);
        assert_int_equal(route.kind, ROUTE_NONE);
    }
}

static void
a_byte_that_is_not_text_is_no_path(void **state)
{
    struct route route;

    (void)state;
    assert_false(route_find(&route, span_of("/now\0", 5)));
    assert_false(route_find(&route, span_of("/pr\0of/1", 8)));
    assert_false(route_find(&route, span_of("/proof/\0", 8)));
    assert_false(route_find(&route, span_of(NULL, 0)));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_path_has_its_route),
        cmocka_unit_test(what_varies_is_read),
        cmocka_unit_test(no_other_form_of_a_path_is_one),
        cmocka_unit_test(a_byte_that_is_not_text_is_no_path),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
