/*
 * Goal: what 100,000 ballots cost to replay, and that the last costs no more to
 * take in than the first.
 *
 * Ten practice papers of one row are open at once, with 10,000 seats. Sealing
 * 100,000 real ballots would take most of a minute, so all but a hundred at
 * either end are one ballot with another R: valid points that no proof holds
 * for. They are replayed as a verified log is, without proofs; the two hundred
 * real ones go through every check.
 */
#include <stdio.h>
#include <stdlib.h>

#include "ballots/audit.h"
#include "ballots/round.h"
#include "tests/support/bench.h"
#include "tests/support/hall.h"
#include "tests/test.h"

enum { SEATS = 10000, PAPERS = 10, REAL = 100, ROWS = 1 };

static struct event_ref
open_practice(struct hall *h, unsigned n)
{
    char id[16];
    struct event *e;

    snprintf(id, sizeof id, "B%u", n);
    e = hall_draft_paper(h, id, ROWS, EVENT_SECRET);
    e->paper.practice = true;
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    return hall_do_open(h, hall_last(h));
}

/* A seat's cast with the template's ballot and a fresh R. */
static void
cast_unproved(struct hall *h, struct event_ref open, unsigned seat,
              const struct event_cast *template, struct point *r)
{
    struct event *e = hall_draft(h, EVENT_CAST);
    struct point base;

    point_base(&base);
    point_add(r, r, &base);
    e->cast = *template;
    e->cast.open = open;
    memcpy(e->cast.ballot, r->bytes, sizeof r->bytes);
    hall_sign(h, HALL_BY(HALL_SEAT(seat)));
    assert_int_equal(hall_take_unproved(h), REFUSED_NOTHING);
}

/* What taking in a hundred real ballots costs each. The multiplications tell a
 * longer log from a busier machine. */
struct intake {
    double us;
    double multiplications;
};

static struct intake
cast_real(struct hall *h, struct event_ref open, unsigned first)
{
    static const uint8_t choices[ROWS] = {0};
    double spent_us = 0;
    double unit_us = 0;

    for (unsigned seat = first; seat < first + REAL; seat++) {
        double start;

        hall_draft_cast(h, open, seat, choices);
        hall_sign(h, HALL_BY(HALL_SEAT(seat)));
        start = bench_cpu_us();
        assert_int_equal(hall_take(h), REFUSED_NOTHING);
        spent_us += bench_cpu_us() - start;
        unit_us += bench_multiplication_us(20);
    }
    return (struct intake){spent_us / REAL, spent_us / unit_us};
}

static void
cast_all(struct hall *h, const struct event_ref *open, struct intake *first,
         struct intake *last)
{
    static const uint8_t choices[ROWS] = {0};
    static struct event_cast template;
    struct point r;

    template = hall_draft_cast(h, open[0], REAL + 1, choices)->cast;
    memcpy(r.bytes, template.ballot, sizeof r.bytes);
    *first = cast_real(h, open[0], 1);
    for (unsigned n = 0; n < PAPERS; n++) {
        unsigned from = n == 0 ? REAL + 1 : 1;
        unsigned to = n == PAPERS - 1 ? SEATS - REAL : SEATS;

        for (unsigned seat = from; seat <= to; seat++)
            cast_unproved(h, open[n], seat, &template, &r);
    }
    *last = cast_real(h, open[PAPERS - 1], SEATS - REAL + 1);
}

/* ---- Memory ---------------------------------------------------------------*/

static size_t
bytes_of_tree(const struct merkle_tree *tree)
{
    size_t bytes = 0;

    for (unsigned k = 0; k < MERKLE_LEVELS; k++)
        bytes += tree->levels[k].capacity * sizeof *tree->levels[k].nodes;
    return bytes;
}

static size_t
bytes_of_set(const struct seen_set *set)
{
    return set->capacity * sizeof *set->slots;
}

static size_t
bytes_of_holders(const struct conference *c)
{
    size_t bytes = bytes_of_set(&c->keys);

    for (int kind = 0; kind < POST_KINDS_; kind++) {
        const struct holders *list = &c->holders[kind];

        bytes += list->capacity * sizeof *list->items +
                 list->place_capacity * sizeof *list->place;
    }
    return bytes;
}

/* Where the memory goes that a state takes, an entry. */
static void
report_memory(const struct conference *c, const struct heap *heap,
              const char *when)
{
    const double entries = (double)conference_size(c);
    const struct {
        const char *what;
        size_t bytes;
    } parts[] = {
        {"leaves and nodes", bytes_of_tree(c->tree)},
        {"hashes of texts", bytes_of_set(&c->acts)},
        {"seats and keys", bytes_of_holders(c)},
    };
    size_t rest = heap->in_use;

    bench_report((double)heap->in_use / entries, 0, "bytes/entry",
                 "memory of the state, %s, N=%.0f entries", when, entries);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        bench_report((double)parts[i].bytes / entries, 1, "bytes/entry",
                     "of it %s", parts[i].what);
        rest -= parts[i].bytes;
    }
    for (size_t i = 0; i < c->open_count; i++)
        rest -= bytes_of_set(&c->openings[c->open_now[i]]->points);
    bench_report((double)rest / entries, 1, "bytes/entry",
                 "of it rounds and papers");
}

/* By somebody who has verified all of it before, and who knows the root. */
static void
audit_again(const struct hall *h)
{
    struct heap heap = {0};
    struct audit_pin pin = {.size = h->entry_count};
    struct audit *a;

    conference_root(h->conference, &pin.root);
    hash_leaf(&pin.genesis, h->entries[0].bytes, h->entries[0].len);
    assert_ok(audit_new(&a, heap_memory(&heap)));
    audit_pin(a, &pin);
    for (size_t i = 0; i < h->entry_count; i++) {
        const struct bundle_part part = {
            BUNDLE_ENTRY, span_of(h->entries[i].bytes, h->entries[i].len)};

        assert_ok(audit_take(a, &part));
    }
    assert_false(audit_has_ended(a));
    assert_int_equal(audit_history(a), AUDIT_HISTORY_CONTINUES);
    bench_report((double)heap.in_use / (double)h->entry_count, 0, "bytes/entry",
                 "memory of an audit, rounds closed, N=%zu entries",
                 h->entry_count);
    audit_free(a);
}

/* ---- Time -----------------------------------------------------------------*/

/* Everything from decoding to the tree, without signatures and proofs. */
static double
replay(const struct hall *h, const char *when)
{
    struct event *e = malloc(sizeof *e);
    struct heap heap = {0};
    struct conference *c;
    double start = bench_cpu_us();
    double spent;

    assert_non_null(e);
    assert_ok(conference_new(&c, heap_memory(&heap)));
    for (size_t i = 0; i < h->entry_count; i++) {
        struct admission adm;
        struct hash32 leaf;
        struct span note;
        uint64_t time_s;

        assert_ok(event_split_entry(
            &time_s, &note, span_of(h->entries[i].bytes, h->entries[i].len)));
        assert_int_equal(event_decode(e, note), REFUSED_NOTHING);
        assert_int_equal(event_check(c, e, time_s, &adm), REFUSED_NOTHING);
        hash_leaf(&leaf, h->entries[i].bytes, h->entries[i].len);
        assert_ok(event_apply(c, e, &adm, &leaf));
    }
    spent = bench_cpu_us() - start;
    report_memory(c, &heap, when);
    conference_free(c);
    free(e);
    return spent;
}

static void
replay_of_100000_ballots(void **state)
{
    struct hall *h = hall_new(SEATS);
    struct event_ref open[PAPERS];
    struct intake first;
    struct intake last;
    double whole_us;

    (void)state;
    h->timed = true;
    hall_prepare(h, ROWS);
    hall_convene(h);
    hall_lock(h);
    hall_do_present(h, SEATS);
    for (unsigned n = 0; n < PAPERS; n++)
        open[n] = open_practice(h, n + 1);
    cast_all(h, open, &first, &last);
    whole_us = replay(h, "ten rounds open");
    bench_report(first.us, 1, "us/ballot", "take in the 1st to 100th ballot");
    bench_report(last.us, 1, "us/ballot",
                 "take in the last hundred of 100,000");
    bench_report(last.multiplications / first.multiplications, 2, "ratio",
                 "take in, last hundred of 100,000 against first hundred");
    bench_report(whole_us / 1e6, 2, "s",
                 "replay, N=%zu entries, 100,000 of them ballots",
                 h->entry_count);
    for (unsigned n = 0; n < PAPERS; n++)
        hall_do_close(h, open[n]);
    (void)replay(h, "rounds closed");
    audit_again(h);
    hall_free(h);
}

int
main(void)
{
    return bench_run(replay_of_100000_ballots);
}
