/*
 * attack.h - a table of ways to spoil one event, each with the refusal that the
 * machine must give, and nothing in the conference changed by it.
 */
#ifndef TESTS_SUPPORT_ATTACK_H
#define TESTS_SUPPORT_ATTACK_H

#include "tests/support/hall.h"

struct attack {
    const char *what;
    void (*spoil)(struct hall *h, struct event *e); /* NULL: as drafted */
    enum refusal want;
};

/*
 * Tries every attack on an event that would else be taken: draft() makes it
 * anew each time. Afterwards it is submitted as drafted, and must be accepted,
 * so that it was the attack alone that was refused.
 */
void attack_each(struct hall *h, struct event *(*draft)(struct hall *h),
                 const struct hall_signer *by, size_t count,
                 const struct attack *attacks, size_t attack_count);

/* hall_refuse(), and the whole state is as it was. */
void attack_refuse(struct hall *h, const char *what, enum refusal want,
                   const struct hall_signer *by, size_t count);

#define ATTACKS(list) (list), sizeof(list) / sizeof *(list)

#endif
