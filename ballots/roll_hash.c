#include "ballots/roll_hash.h"

#include <stdio.h>
#include <string.h>

#include <sodium.h>

static void
add(crypto_hash_sha256_state *state, const char *text)
{
    crypto_hash_sha256_update(state, (const unsigned char *)text, strlen(text));
}

static void
add_seat(crypto_hash_sha256_state *state, const struct holder *seat)
{
    char post[POST_TEXT_BYTES];
    char name[sodium_base64_ENCODED_LEN(32, sodium_base64_VARIANT_ORIGINAL)];

    post_format(post, seat->post);
    sodium_bin2base64(name, sizeof name, seat->name.bytes,
                      sizeof seat->name.bytes, sodium_base64_VARIANT_ORIGINAL);
    add(state, post);
    add(state, " ");
    add(state, name);
    add(state, " ");
    for (unsigned i = 0; i < seat->tag_count; i++) {
        add(state, i ? "," : "");
        add(state, seat->tags[i]);
    }
    add(state, seat->tag_count ? "" : "none");
}

static void
add_recusals(crypto_hash_sha256_state *state, const struct paper *paper,
             struct post seat)
{
    bool any = false;

    add(state, " ");
    for (uint32_t i = 0; i < paper->recusal_count; i++) {
        char number[16];

        if (!post_eq(paper->recusals[i].seat, seat))
            continue;
        snprintf(number, sizeof number, "%s%u", any ? "," : "",
                 (unsigned)paper->recusals[i].row);
        add(state, number);
        any = true;
    }
    add(state, any ? "" : "none");
}

static void
hash(struct hash32 *out, const struct conference *c, const struct paper *paper)
{
    const struct holders *seats = &c->holders[POST_SEAT];
    crypto_hash_sha256_state state;

    crypto_hash_sha256_init(&state);
    add(&state, paper ? "congress-paper-roll/v1\n" : "congress-roll/v1\n");
    for (uint32_t n = 1; n <= seats->number_max; n++) {
        const struct holder *seat =
            state_holder(c, (struct post){POST_SEAT, n});

        if (!seat || !seat->voting || seat->retired)
            continue;
        if (paper && !state_is_on_roll(paper, seat))
            continue;
        add_seat(&state, seat);
        if (paper)
            add_recusals(&state, paper, seat->post);
        add(&state, "\n");
    }
    crypto_hash_sha256_final(&state, out->bytes);
}

void
roll_hash(struct hash32 *out, const struct conference *c)
{
    hash(out, c, NULL);
}

void
roll_hash_paper(struct hash32 *out, const struct conference *c,
                const struct paper *paper)
{
    hash(out, c, paper);
}
