/* Goal: what is read as a path of the server is the only form of its path. */
#include "tests/fuzz/fuzz.h"
#include "voting/server/route.h"

enum { PATH_ROOM = 512 };

/* What stands for the variable parts, as docs/api.md writes them. */
static void
write_rest(struct text_writer *w, const struct route *route)
{
    char post[POST_TEXT_BYTES];

    switch (route->kind) {
    case ROUTE_TILE:
        tile_write(w, &route->tile);
        break;
    case ROUTE_TEXT:
    case ROUTE_VIEW_KEY:
        text_writer_hex(w, route->sha256.bytes, sizeof route->sha256.bytes);
        break;
    case ROUTE_CONSISTENCY:
        text_writer_decimal(w, route->number);
        text_writer_text(w, "/");
        text_writer_decimal(w, route->size);
        break;
    case ROUTE_PACK_SEAT:
        post_format(post, route->who);
        text_writer_decimal(w, route->number);
        text_writer_text(w, post + sizeof "seat" - 1);
        break;
    case ROUTE_VIEW_POST:
        post_format(post, route->who);
        text_writer_text(w, post);
        break;
    case ROUTE_ENTRY:
    case ROUTE_PROOF:
    case ROUTE_PACK:
    case ROUTE_VIEW_ROUND:
        text_writer_decimal(w, route->number);
        break;
    default:
        break;
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const heads[ROUTE_KINDS_] = {
        [ROUTE_EVENT] = "/event",
        [ROUTE_COSIGN] = "/cosign",
        [ROUTE_MEMBER] = "/member",
        [ROUTE_DRAFT] = "/draft",
        [ROUTE_CHECKPOINT] = "/checkpoint",
        [ROUTE_WITNESSED] = "/checkpoint/witnessed",
        [ROUTE_TILE] = "/",
        [ROUTE_ENTRY] = "/entry/",
        [ROUTE_PROOF] = "/proof/",
        [ROUTE_CONSISTENCY] = "/consistency/",
        [ROUTE_TEXT] = "/text/",
        [ROUTE_PACK] = "/pack/",
        [ROUTE_PACK_SEAT] = "/pack/",
        [ROUTE_VIEW_CONFERENCE] = "/view/conference",
        [ROUTE_VIEW_WALL] = "/view/wall",
        [ROUTE_VIEW_ROUND] = "/view/round/",
        [ROUTE_VIEW_POST] = "/view/post/",
        [ROUTE_VIEW_KEY] = "/view/key/",
        [ROUTE_NOW] = "/now",
        [ROUTE_LIVE] = "/live",
        [ROUTE_HEALTHZ] = "/healthz",
        [ROUTE_LOG_KEY] = "/log-key",
    };
    char buffer[PATH_ROOM];
    struct text_writer w;
    struct route route;

    if (!route_find(&route, span_of(data, size)))
        return 0;
    assert(heads[route.kind]);
    text_writer_start(&w, buffer, sizeof buffer);
    text_writer_text(&w, heads[route.kind]);
    write_rest(&w, &route);
    fuzz_same(&w, data, size);
    return 0;
}
