/*
 * pack_case.h - a hall, a round, its paper pack, and a phone that opens it.
 */
#ifndef TESTS_SUPPORT_PACK_CASE_H
#define TESTS_SUPPORT_PACK_CASE_H

#include "tests/support/packed.h"

enum { PACK_CASE_ROWS = 3 };

struct pack_case {
    struct hall *hall;
    struct packed *packed;
    struct heap heap;
    struct hash32 genesis;
    struct event_ref paper;
    struct event_ref open;
    struct post seat;
    struct pack_expected expected;
};

int pack_case_set_up(void **state);
int pack_case_tear_down(void **state);

/* What a phone expects of the round that was opened last. */
void pack_case_expect(struct pack_case *f, struct event_ref open);

/* A hall with a locked box and an open secret paper. */
void pack_case_begin(struct pack_case *f);

void pack_case_write(struct pack_case *f, const struct post *seat);

/* Opens the pack; frees it again if there is no place for it. */
enum refusal pack_case_open(struct pack_case *f, struct pack **out);

const struct pack_facts *pack_case_must_open(struct pack_case *f,
                                             struct pack **out);

#endif
