/*
 * Goal: a trustee's part in the key ceremony takes the same time whatever its
 * seed and the shares that it was dealt, good or bad.
 */
#include "crypto/ceremony.h"
#include "tests/ctime/secret.h"
#include "tests/support/trustees.h"
#include "tests/support/values.h"

static struct trustees hall;

static void
make_events(uint8_t seed[CEREMONY_SEED_BYTES])
{
    const struct ceremony *c = &hall.ceremony;
    struct ceremony_commit commit;
    struct ceremony_deal deal;
    enum err e;

    e = ceremony_commit_make(&commit, c, 1, seed);
    PUBLIC(commit); /* published */
    must(e, "ceremony_commit_make");
    must(ceremony_commit_verify(&commit, c, 1), "ceremony_commit_verify");
    e = ceremony_deal_make(&deal, c, 1, hall.commits, seed);
    PUBLIC(deal); /* published */
    must(e, "ceremony_deal_make");
    must(ceremony_deal_verify(&deal, c, 1, &commit), "ceremony_deal_verify");
}

static void
open_shares(const uint8_t seed[CEREMONY_SEED_BYTES])
{
    const struct ceremony *c = &hall.ceremony;
    struct ceremony_complaint complaint;
    struct ceremony_deal bad = hall.deals[1];
    struct scalar share;
    enum err e;

    for (unsigned dealer = 1; dealer <= c->trustees; dealer++) {
        e = ceremony_share_check(c, 1, dealer, hall.commits,
                                 &hall.deals[dealer - 1], seed);
        PUBLIC(e); /* the trustee accepts or complains */
        must(e, "ceremony_share_check");
    }
    value_change_scalar(&bad.masked[0]);
    e = ceremony_share_check(c, 1, 2, hall.commits, &bad, seed);
    PUBLIC(e); /* as above */
    must(e == ERR_PROOF ? OK : ERR_STATE, "a bad share");
    e = ceremony_complaint_make(&complaint, c, 1, 2, hall.commits, seed);
    PUBLIC(complaint); /* published */
    must(e, "ceremony_complaint_make");
    must(ceremony_complaint_verify(&complaint, c, 1, 2, hall.commits, &bad),
         "ceremony_complaint_verify");

    e = ceremony_share_secret(&share, c, 1, hall.commits, hall.deals, seed);
    PUBLIC(e); /* a trustee without a share says so */
    must(e, "ceremony_share_secret");
    PUBLIC(share); /* only to see that it is the right one */
    must(scalar_eq(&share, &hall.shares[0]) ? OK : ERR_STATE, "share");
}

int
main(void)
{
    uint8_t seed[CEREMONY_SEED_BYTES];

    if (sodium_init() < 0)
        return 1;
    trustees_meet(&hall, 3, 2);
    for (unsigned i = 0; i < sizeof seed; i++)
        seed[i] = hall.seeds[0][i];
    SECRET(seed);
    make_events(seed);
    open_shares(seed);
    return 0;
}
