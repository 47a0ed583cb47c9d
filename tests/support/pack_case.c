#include "tests/support/pack_case.h"

#include <stdlib.h>

#include "tests/test.h"

int
pack_case_set_up(void **state)
{
    struct pack_case *f = calloc(1, sizeof *f);

    assert_non_null(f);
    f->hall = hall_new(7);
    f->packed = packed_new();
    f->seat = (struct post){POST_SEAT, 2};
    *state = f;
    return 0;
}

int
pack_case_tear_down(void **state)
{
    struct pack_case *f = *state;

    assert_int_equal(f->heap.in_use, 0);
    packed_free(f->packed);
    hall_free(f->hall);
    free(f);
    return 0;
}

void
pack_case_expect(struct pack_case *f, struct event_ref open)
{
    f->open = open;
    f->genesis = hall_ref(f->hall, 0).leaf;
    f->expected = (struct pack_expected){
        .genesis = &f->genesis,
        .open = open.index,
    };
}

void
pack_case_begin(struct pack_case *f)
{
    f->paper = hall_prepare(f->hall, PACK_CASE_ROWS);
    hall_convene(f->hall);
    hall_lock(f->hall);
    pack_case_expect(f, hall_do_open(f->hall, f->paper));
}

void
pack_case_write(struct pack_case *f, const struct post *seat)
{
    f->expected.seat = seat;
    assert_ok(packed_write(f->packed, f->hall, f->open.index, seat));
}

enum refusal
pack_case_open(struct pack_case *f, struct pack **out)
{
    struct pack *pack;
    uint32_t cause;
    enum refusal r = pack_open(&pack, heap_memory(&f->heap),
                               packed_span(f->packed), &f->expected, &cause);

    if (r)
        assert_null(pack);
    if (out)
        *out = pack;
    else
        pack_close(pack);
    return r;
}

const struct pack_facts *
pack_case_must_open(struct pack_case *f, struct pack **out)
{
    assert_refused(pack_case_open(f, out), REFUSED_NOTHING);
    return pack_facts(*out);
}
