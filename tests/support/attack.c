#include "tests/support/attack.h"

#include "tests/support/digest.h"
#include "tests/test.h"

void
attack_refuse(struct hall *h, const char *what, enum refusal want,
              const struct hall_signer *by, size_t count)
{
    struct hash32 before = digest_state(h->conference);
    struct hash32 after;

    hall_refuse(h, what, want, by, count);
    after = digest_state(h->conference);
    assert_memory_equal(&before, &after, sizeof before);
}

void
attack_each(struct hall *h, struct event *(*draft)(struct hall *h),
            const struct hall_signer *by, size_t count,
            const struct attack *attacks, size_t attack_count)
{
    for (size_t i = 0; i < attack_count; i++) {
        struct event *e = draft(h);

        if (attacks[i].spoil)
            attacks[i].spoil(h, e);
        attack_refuse(h, attacks[i].what, attacks[i].want, by, count);
    }
    draft(h);
    hall_do_submit(h, by, count);
}
