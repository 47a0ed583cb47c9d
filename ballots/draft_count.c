/*
 * draft_count.c - shares of the key, and the counts they give.
 */
#include <string.h>

#include <sodium.h>

#include "ballots/draft.h"
#include "ballots/draft_entry.h"

enum refusal
draft_share(struct event *event, const struct conference *c, const char *id,
            struct post scrutineer, const uint8_t seed[32])
{
    struct event_share *p = &event->share;
    const struct opening *round = draft_current_round(c, id);
    const struct key_ceremony *k;
    struct decryption_statement st = {.index = 0};
    struct point partials[BALLOT_ROWS_MAX * BALLOT_SLOTS_MAX];
    struct proof_equal proof;
    struct scalar secret;
    enum err e;

    if (!round || round->stage != OPENING_CLOSED ||
        round->ceremony == CONFERENCE_NO_ENTRY)
        return REFUSED_NOT_CLOSED;
    if (round->shared_count == 0)
        return REFUSED_SHARE_NONE;
    k = c->ceremonies[round->ceremony];
    for (uint16_t i = 0; i < k->numbers.trustees; i++)
        if (post_eq(k->trustees[i], scrutineer))
            st.index = (uint16_t)(i + 1);
    if (st.index == 0)
        return REFUSED_SHARE_TRUSTEE;
    draft_ref(&p->open, c, round->entry);
    draft_ref(&p->close, c, round->close_entry);
    p->index = st.index;
    memcpy(st.open, p->open.leaf.bytes, sizeof st.open);
    memcpy(st.close, p->close.leaf.bytes, sizeof st.close);
    st.share_key = k->share_keys[st.index - 1];
    st.sums = round->shared_sums;
    st.count = round->shared_count;
    e = ceremony_share_secret(&secret, &k->numbers, st.index, k->commits,
                              k->deals, seed);
    if (!e)
        e = decryption_share_make(partials, &proof, &st, &secret);
    sodium_memzero(&secret, sizeof secret);
    if (e)
        return REFUSED_SHARE_PROOF;
    for (size_t i = 0; i < st.count; i++)
        memcpy(p->partials + i * POINT_BYTES, partials[i].bytes, POINT_BYTES);
    p->partials_len = st.count * POINT_BYTES;
    proof_equal_encode(p->proof, &proof);
    return REFUSED_NOTHING;
}

/* Names the first t trustees who have given a share. */
static enum refusal
choose_shares(struct event_result *p, uint16_t index[CEREMONY_TRUSTEES_MAX],
              const struct opening *round, const struct key_ceremony *k)
{
    for (uint16_t i = 0;
         i < k->numbers.trustees && p->share_count < k->numbers.threshold;
         i++) {
        if (round->shares[i].entry == CONFERENCE_NO_ENTRY)
            continue;
        index[p->share_count] = (uint16_t)(i + 1);
        p->shares[p->share_count++] = i + 1u;
    }
    return p->share_count == k->numbers.threshold ? REFUSED_NOTHING
                                                  : REFUSED_RESULT_SHARES;
}

/* Opens the slots of one row; `first` is its first sum. */
static enum refusal
open_row(struct point *opened, const struct opening *round,
         const struct paper *paper, const struct event_result *p,
         const uint16_t *index, size_t first)
{
    for (size_t slot = 0; slot < paper->slots; slot++) {
        struct point partials[CEREMONY_TRUSTEES_MAX];

        for (size_t i = 0; i < p->share_count; i++)
            partials[i] = round->shares[index[i] - 1].partials[first + slot];
        if (decryption_combine(&opened[slot], &round->shared_sums[first + slot],
                               index, partials, p->share_count))
            return REFUSED_RESULT_SHARES;
    }
    return REFUSED_NOTHING;
}

static enum refusal
count_row(uint32_t *counts, const struct conference *c,
          const struct paper *paper, uint32_t n, const struct point *opened)
{
    size_t room = decryption_scratch_bytes(n);
    void *scratch = c->memory.resize(c->memory.context, NULL, 0, room);
    enum err e;

    if (!scratch)
        return REFUSED_NO_MEMORY;
    e = decryption_count_row(counts, (unsigned)paper->options.count, paper->cap,
                             n, opened, scratch, room);
    c->memory.resize(c->memory.context, scratch, room, 0);
    return e ? REFUSED_RESULT_COUNTS : REFUSED_NOTHING;
}

static enum refusal
count_secret(struct event_result *p, const struct conference *c,
             const struct opening *round, const struct paper *paper)
{
    uint16_t index[CEREMONY_TRUSTEES_MAX] = {0};
    enum refusal r = REFUSED_NOTHING;
    size_t sum = 0;

    if (round->shared_count > 0)
        r = choose_shares(p, index, round, c->ceremonies[round->ceremony]);
    for (size_t row = 0; row < p->row_count && !r; row++) {
        struct point opened[BALLOT_SLOTS_MAX];
        uint32_t n = round->row_returned[row];

        p->too_few[row] = n > 0 && n < RULE_SECRET_BALLOTS_MIN;
        if (n < RULE_SECRET_BALLOTS_MIN)
            continue;
        r = open_row(opened, round, paper, p, index, sum);
        sum += paper->slots;
        if (!r)
            r = count_row(p->counts[row], c, paper, n, opened);
    }
    return r;
}

enum refusal
draft_result(struct event *event, const struct conference *c, const char *id)
{
    struct event_result *p = &event->result;
    const struct opening *round = draft_current_round(c, id);
    const struct paper *paper;

    if (!round || round->stage != OPENING_CLOSED)
        return REFUSED_NOT_CLOSED;
    paper = state_paper_of(c, round);
    draft_ref(&p->open, c, round->entry);
    p->option_count = paper->options.count;
    p->row_count = paper->row_count;
    if (paper->ballot == EVENT_SECRET)
        return count_secret(p, c, round, paper);
    for (size_t row = 0; row < p->row_count; row++)
        memcpy(p->counts[row], &round->marks[row * p->option_count],
               p->option_count * sizeof *round->marks);
    return REFUSED_NOTHING;
}
