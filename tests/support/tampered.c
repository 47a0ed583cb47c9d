#include "tests/support/tampered.h"

#include <stdio.h>
#include <stdlib.h>

#include "ballots/round.h"
#include "crypto/text_writer.h"
#include "tests/support/tampered_steps.h"
#include "tests/support/values.h"
#include "tests/test.h"

static void
finish_with(struct tampered_files *out, struct hall *h,
            const struct hall_bundle_options *options)
{
    out->bundle = hall_bundle(h, options, &out->bundle_len);
    hall_free(h);
}

/* The log as it stands, whose last entry has the defect. */
static void
finish(struct tampered_files *out, struct hall *h)
{
    const struct hall_bundle_options honest = {.members = false};

    out->entry = (uint32_t)h->entry_count - 1;
    finish_with(out, h, &honest);
}

/* Signs the draft and logs it though the machine refuses it. */
static void
force(struct hall *h, const struct hall_signer *signers, size_t count)
{
    hall_sign(h, signers, count);
    hall_force(h);
}

/* ---- V1, V2 -------------------------------------------------------------- */

static void
other_root(struct tampered_files *out)
{
    const struct hall_bundle_options options = {.wrong_root = true};
    struct hall *h = hall_new(TAMPERED_SEATS);

    hall_prepare(h, 1);
    out->entry = CONFERENCE_NO_ENTRY;
    finish_with(out, h, &options);
}

static void
other_log_key(struct tampered_files *out)
{
    const struct hall_bundle_options options = {.other_key = true};
    struct hall *h = hall_new(TAMPERED_SEATS);

    hall_prepare(h, 1);
    out->entry = CONFERENCE_NO_ENTRY;
    finish_with(out, h, &options);
}

static void
too_few_cosignatures(struct tampered_files *out)
{
    const struct hall_bundle_options options = {.witness_count = 1};
    struct hall *h = hall_new(TAMPERED_SEATS);
    char policy[1024];

    hall_policy(policy, sizeof policy, 3, 2);
    hall_do_genesis(h, policy);
    hall_do_post(h, h->desks[0].post);
    out->entry = CONFERENCE_NO_ENTRY;
    finish_with(out, h, &options);
}

/* A key is used before the witnesses have seen that voting had ended. */
static void
share_unwitnessed(struct tampered_files *out)
{
    const struct hall_bundle_options options = {.witness_count = 2};
    struct hall *h = tampered_until(TAMPERED_LOCKED, 1);
    struct event_ref open;
    char policy[1024];

    hall_policy(policy, sizeof policy, 3, 2);
    hall_do_policy(h, policy);
    open = hall_do_open(h, tampered_paper(h));
    hall_vote(h, open, 1);
    hall_do_close(h, open);
    hall_draft_share(h, open, 1);
    hall_cosign_share(h, 1);
    force(h, HALL_BY(HALL_SCRUTINEER(1)));
    out->entry = (uint32_t)h->entry_count - 1;
    finish_with(out, h, &options);
}

/* ---- V3 to V6 ------------------------------------------------------------ */

/* The server makes a seat in the chair's name, with a key of its own. */
static void
forged_signature(struct tampered_files *out)
{
    const struct hall_signer forger = {{POST_CHAIR, 1}, false, NULL};
    struct hall *h = hall_new(TAMPERED_SEATS);
    struct hall_signer signer = forger;

    hall_do_genesis(h, NULL);
    signer.key = &h->log_key;
    hall_draft_post(h, h->seats[0].post);
    force(h, &signer, 1);
    finish(out, h);
}

/* The desk marks somebody present without a second officer. */
static void
one_officer(struct tampered_files *out)
{
    struct hall *h = tampered_until(TAMPERED_CONVENED, 1);

    hall_draft_present(h, h->seat_count)->presence.how = EVENT_BY_CARD;
    force(h, HALL_BY(HALL_DESK));
    finish(out, h);
}

/* An act whose author saw another history. */
static void
other_history_seen(struct tampered_files *out)
{
    struct hall *h = hall_new(TAMPERED_SEATS);

    hall_prepare(h, 1);
    hall_draft_post(h, h->observer.post)->seen_root.bytes[0] ^= 1;
    force(h, HALL_BY(HALL_CHAIR));
    finish(out, h);
}

/* A card is used a second time, by somebody else's phone. */
static void
card_used_twice(struct tampered_files *out)
{
    const struct hall_signer both[] = {{{POST_SEAT, 1}, true, NULL},
                                       {{POST_SEAT, 1}, false, NULL}};
    struct hall *h = hall_new(TAMPERED_SEATS);
    struct event *e;

    hall_prepare(h, 1);
    e = hall_draft_enrol(h, h->seats[0].post);
    value_bytes(e->enrol.key, sizeof e->enrol.key, "thief");
    ed25519_from_seed(&h->seats[0].key, e->enrol.key);
    tampered_public(e->enrol.key, &h->seats[0].key);
    force(h, both, 2);
    finish(out, h);
}

/* Coefficients that do not open what the scrutineer committed to. */
static void
deal_not_committed(struct tampered_files *out)
{
    struct hall *h = tampered_until(TAMPERED_COMMITTED, 1);
    struct event *e = hall_draft_deal(h, 1);

    memcpy(e->key_deal.coefficients + POINT_BYTES, e->key_deal.coefficients,
           POINT_BYTES);
    force(h, HALL_BY(HALL_SCRUTINEER(1)));
    finish(out, h);
}

/* ---- V7 to V9 ------------------------------------------------------------ */

/* The text of a question is exchanged while people vote on it. */
static void
paper_changed(struct tampered_files *out)
{
    struct hall *h = tampered_until(TAMPERED_OPEN, 1);

    hall_draft_paper(h, "P1", 1, EVENT_SECRET)->paper.version = 2;
    force(h, HALL_BY(HALL_CHAIR));
    finish(out, h);
}

/* A ballot is opened though most have gone home. */
static void
no_quorum(struct tampered_files *out)
{
    struct hall *h = tampered_until(TAMPERED_LOCKED, 1);

    for (unsigned seat = 2; seat <= 4; seat++)
        hall_do_leave(h, seat);
    hall_draft_open(h, tampered_paper(h));
    force(h, HALL_BY(HALL_CHAIR));
    finish(out, h);
}

/* More are marked present than the scrutineers counted in the hall. */
static void
headcount_short(struct tampered_files *out)
{
    struct hall *h = tampered_until(TAMPERED_LOCKED, 1);

    hall_do_present_by_desk(h, h->seat_count);
    hall_draft_open(h, tampered_paper(h));
    force(h, HALL_BY(HALL_CHAIR));
    finish(out, h);
}

/* Voting is ended without a last call while some have not voted. */
static void
close_early(struct tampered_files *out)
{
    const uint8_t choices[] = {0};
    struct hall *h = tampered_until(TAMPERED_OPEN, 1);
    struct event_ref open = hall_last(h);

    hall_do_cast(h, open, 2, choices);
    hall_draft(h, EVENT_CLOSE)->close.open = open;
    force(h, HALL_BY(HALL_CHAIR));
    finish(out, h);
}

/* ---- V10 to V12 ---------------------------------------------------------- */

/* A ballot that marks two votes: the ciphertext is exchanged. */
static void
ballot_unproved(struct tampered_files *out)
{
    const uint8_t choices[] = {0};
    struct hall *h = tampered_until(TAMPERED_OPEN, 1);
    struct event *e = hall_draft_cast(h, hall_last(h), 2, choices);
    struct point twice;
    struct point c;

    memcpy(c.bytes, e->cast.ballot + POINT_BYTES, sizeof c.bytes);
    point_base(&twice);
    point_add(&twice, &twice, &c);
    memcpy(e->cast.ballot + POINT_BYTES, twice.bytes, sizeof twice.bytes);
    force(h, HALL_BY(HALL_SEAT(2)));
    finish(out, h);
}

/* A seat votes again where the first ballot counts. */
static void
second_ballot(struct tampered_files *out)
{
    const uint8_t choices[] = {0};
    struct hall *h = tampered_until(TAMPERED_OPEN, 1);
    struct event_ref open = hall_last(h);

    hall_do_cast(h, open, 2, choices);
    hall_draft_cast(h, open, 2, choices);
    force(h, HALL_BY(HALL_SEAT(2)));
    finish(out, h);
}

/* A seat hands in another seat's ciphertexts as its own. */
static void
copied_ballot(struct tampered_files *out)
{
    const uint8_t choices[] = {0};
    struct hall *h = tampered_until(TAMPERED_OPEN, 1);
    struct event_ref open = hall_last(h);
    struct event_cast *p = &h->draft->cast;
    uint8_t *copy = malloc(BALLOT_BYTES_MAX);
    size_t len;

    assert_non_null(copy);
    hall_do_cast(h, open, 2, choices);
    len = p->ballot_len;
    memcpy(copy, p->ballot, len);
    hall_draft_cast(h, open, 3, choices);
    memcpy(p->ballot, copy, len);
    force(h, HALL_BY(HALL_SEAT(3)));
    free(copy);
    finish(out, h);
}

/* More paper ballots come back than were handed out. */
static void
stuffed_sheets(struct tampered_files *out)
{
    struct hall *h = tampered_until(TAMPERED_OPEN, 1);
    struct event_ref open = hall_last(h);

    for (unsigned seat = 2; seat <= 3; seat++) {
        struct event *e = hall_draft(h, EVENT_DESK_ISSUE);

        e->desk_issue.open = open;
        e->desk_issue.seat = h->seats[seat - 1].post;
        hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)));
    }
    tampered_sheets(h, open, 3);
    force(h, HALL_BY(HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)));
    finish(out, h);
}

/* ---- V13 to V16 ---------------------------------------------------------- */

/* A scrutineer opens a sum from which one ballot was left out. */
static void
sum_without_a_ballot(struct tampered_files *out)
{
    struct hall *h = tampered_until(TAMPERED_CLOSED, 1);

    tampered_share_of_less(h, tampered_round(h), 1);
    force(h, HALL_BY(HALL_SCRUTINEER(1)));
    finish(out, h);
}

/* The result is stated from one share where two are needed. */
static void
one_share(struct tampered_files *out)
{
    struct hall *h = tampered_until(TAMPERED_SHARED, 1);

    hall_draft_result(h, tampered_round(h))->result.share_count = 1;
    force(h, HALL_BY(HALL_CHAIR));
    finish(out, h);
}

/* Two votes against are stated as votes in favour. */
static void
counts_moved(struct tampered_files *out)
{
    struct hall *h = tampered_until(TAMPERED_SHARED, 1);
    struct event *e = hall_draft_result(h, tampered_round(h));

    e->result.counts[0][0] += e->result.counts[0][1];
    e->result.counts[0][1] = 0;
    force(h, HALL_BY(HALL_CHAIR));
    finish(out, h);
}

/* The verdict is declared before the scrutineers have signed. */
static void
declared_unsigned(struct tampered_files *out)
{
    struct hall *h = tampered_until(TAMPERED_SHARED, 1);
    struct event_ref result = hall_do_result(h, tampered_round(h));

    hall_draft(h, EVENT_DECLARE)->endorsement.result = result;
    force(h, HALL_BY(HALL_CHAIR));
    finish(out, h);
}

/* ---- V17, V18 ------------------------------------------------------------ */

/* The text that is shown is not the one that the paper names. */
static void
text_changed(struct tampered_files *out)
{
    struct hall *h = hall_new(TAMPERED_SEATS);
    struct hall_bundle_options options = {.members = false};

    out->entry = hall_prepare(h, 1).index;
    options.change_text = h->text_count;
    finish_with(out, h, &options);
}

static void
text_missing(struct tampered_files *out)
{
    struct hall *h = hall_new(TAMPERED_SEATS);
    struct hall_bundle_options options = {.members = false};

    out->entry = hall_prepare(h, 1).index;
    options.skip_text = h->text_count;
    finish_with(out, h, &options);
}

/* A ballot was receipted; the log that is shown later is without it. */
static void
vote_dropped(struct tampered_files *out)
{
    const uint8_t choices[] = {0};
    char bytes[4096];
    struct text_writer w;
    struct span receipt;
    struct hall *h = tampered_until(TAMPERED_OPEN, 1);

    hall_do_cast(h, hall_last(h), 2, choices);
    text_writer_start(&w, bytes, sizeof bytes);
    hall_receipt(h, &w, h->entry_count - 1);
    assert_ok(text_writer_finish(&w, &receipt));
    out->receipt_len = receipt.len;
    out->receipt = malloc(receipt.len);
    assert_non_null(out->receipt);
    memcpy(out->receipt, receipt.ptr, receipt.len);
    out->entry = (uint32_t)h->entry_count - 1;
    hall_free(h);
    h = tampered_until(TAMPERED_OPEN, 1);
    hall_do_cast(h, hall_last(h), 3, choices);
    finish_with(out, h, &(struct hall_bundle_options){.members = false});
}

const struct tampered tampered_cases[] = {
    {"v01-root", 1, REFUSED_ROOT, "the checkpoint signs another root",
     other_root},
    {"v01-key", 1, REFUSED_ROOT, "another key signed the checkpoint",
     other_log_key},
    {"v02-cosignatures", 2, REFUSED_COSIGNATURES,
     "one cosignature where the policy wants two", too_few_cosignatures},
    {"v02-share", 2, REFUSED_COSIGNATURES,
     "a key is used on a checkpoint that too few witnesses have seen",
     share_unwitnessed},
    {"v03-signature", 3, REFUSED_SIGNATURE,
     "the server forges the chair's signature", forged_signature},
    {"v03-signers", 3, REFUSED_SIGNERS, "the desk marks a seat present alone",
     one_officer},
    {"v04-seen", 4, REFUSED_SEEN, "an author saw another history",
     other_history_seen},
    {"v05-card", 5, REFUSED_INVITATION_USED, "a card is used twice",
     card_used_twice},
    {"v06-deal", 6, REFUSED_CEREMONY_PROOF,
     "a deal does not open its commitment", deal_not_committed},
    {"v07-paper", 7, REFUSED_PAPER_EXISTS,
     "a question is changed while it is voted on", paper_changed},
    {"v08-quorum", 8, REFUSED_QUORUM, "a ballot is opened without quorum",
     no_quorum},
    {"v08-headcount", 8, REFUSED_HEADCOUNT,
     "more are present than were counted", headcount_short},
    {"v09-close", 9, REFUSED_CLOSE_EARLY, "voting is ended too early",
     close_early},
    {"v10-proof", 10, REFUSED_BALLOT_PROOF, "a ballot of two votes",
     ballot_unproved},
    {"v11-second", 11, REFUSED_VOTED, "a seat votes twice", second_ballot},
    {"v11-copy", 11, REFUSED_BALLOT_COPY, "a seat copies a ballot",
     copied_ballot},
    {"v12-sheets", 12, REFUSED_SHEETS_MANY,
     "more sheets return than were handed out", stuffed_sheets},
    {"v13-sum", 13, REFUSED_SHARE_PROOF, "a ballot is left out of the sum",
     sum_without_a_ballot},
    {"v14-threshold", 14, REFUSED_RESULT_SHARES,
     "one share where two are needed", one_share},
    {"v15-counts", 15, REFUSED_RESULT_COUNTS,
     "votes against are stated as votes in favour", counts_moved},
    {"v16-declared", 16, REFUSED_SIGN_OFFS_FEW,
     "a verdict is declared that nobody signed", declared_unsigned},
    {"v17-text", 17, REFUSED_BLOB, "a text is changed", text_changed},
    {"v17-missing", 17, REFUSED_BLOB, "a public text is missing", text_missing},
    {"v18-dropped", 18, REFUSED_RECEIPT, "a receipted ballot is not there",
     vote_dropped},
};
const size_t tampered_count = sizeof tampered_cases / sizeof *tampered_cases;

char *
tampered_list(void)
{
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);

    assert_non_null(out);
    fputs("[\n", out);
    for (size_t i = 0; i < tampered_count; i++) {
        const struct tampered *c = &tampered_cases[i];
        struct tampered_files files = {0};

        c->make(&files);
        fprintf(out,
                "  {\"name\": \"%s\", \"check\": %u, \"refusal\": \"%s\", ",
                c->name, c->check, refusal_code(c->why));
        if (files.entry != CONFERENCE_NO_ENTRY)
            fprintf(out, "\"entry\": %u, ", files.entry);
        fprintf(out, "\"receipt\": %s, \"what\": \"%s\"}%s\n",
                files.receipt ? "true" : "false", c->what,
                i + 1 < tampered_count ? "," : "");
        free(files.bundle);
        free(files.receipt);
    }
    fputs("]\n", out);
    assert_int_equal(fclose(out), 0);
    return text;
}
