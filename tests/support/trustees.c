#include "tests/support/trustees.h"

#include <stdio.h>

#include "tests/support/values.h"
#include "tests/test.h"

static void
trustees_finish(struct trustees *s)
{
    const struct ceremony *c = &s->ceremony;

    assert_ok(ceremony_key(&s->key, c, s->deals));
    for (unsigned j = 1; j <= c->trustees; j++) {
        assert_ok(ceremony_share_key(&s->share_keys[j - 1], c, j, s->deals));
        assert_ok(ceremony_share_secret(&s->shares[j - 1], c, j, s->commits,
                                        s->deals, s->seeds[j - 1]));
    }
}

void
trustees_meet(struct trustees *trustees, unsigned n, unsigned t)
{
    struct ceremony *c = &trustees->ceremony;

    *trustees = (struct trustees){
        .ceremony = {.trustees = (uint16_t)n, .threshold = (uint16_t)t},
    };
    value_bytes(c->start, sizeof c->start, "key-start");
    for (unsigned i = 1; i <= n; i++) {
        char label[32];

        (void)snprintf(label, sizeof label, "trustee %u", i);
        value_bytes(trustees->seeds[i - 1], CEREMONY_SEED_BYTES, label);
        assert_ok(ceremony_commit_make(&trustees->commits[i - 1], c, i,
                                       trustees->seeds[i - 1]));
    }
    for (unsigned i = 1; i <= n; i++)
        assert_ok(ceremony_deal_make(&trustees->deals[i - 1], c, i,
                                     trustees->commits,
                                     trustees->seeds[i - 1]));
    trustees_finish(trustees);
}
