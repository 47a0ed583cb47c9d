#include "tests/support/digest.h"

#include <sodium.h>

#include "ballots/sealed.h"
#include "ballots/state.h"
#include "tests/test.h"

#define ADD(h, field) add(h, &(field), sizeof(field))

static void
add(crypto_hash_sha256_state *h, const void *bytes, size_t len)
{
    if (len > 0)
        crypto_hash_sha256_update(h, bytes, len);
}

static void
add_blob(crypto_hash_sha256_state *h, const struct event_blob *blob)
{
    ADD(h, blob->present);
    ADD(h, blob->members);
    ADD(h, blob->length);
    ADD(h, blob->sha256);
}

static void
add_ref(crypto_hash_sha256_state *h, const struct event_ref *ref)
{
    ADD(h, ref->present);
    ADD(h, ref->index);
    ADD(h, ref->leaf);
}

static void
add_holder(crypto_hash_sha256_state *h, const struct holder *p)
{
    ADD(h, p->post);
    ADD(h, p->name);
    ADD(h, p->tag_count);
    add(h, p->tags, p->tag_count * sizeof *p->tags);
    ADD(h, p->voting);
    ADD(h, p->retired);
    ADD(h, p->invitation);
    ADD(h, p->invitation_entry);
    ADD(h, p->invitation_used);
    ADD(h, p->reissues);
    ADD(h, p->session_reissues);
    ADD(h, p->enrolled);
    ADD(h, p->key);
    ADD(h, p->enrol_entry);
    ADD(h, p->present);
    ADD(h, p->present_by_desk);
    ADD(h, p->presence_entry);
}

static void
add_holders(crypto_hash_sha256_state *h, const struct conference *c)
{
    for (int kind = 0; kind < POST_KINDS_; kind++) {
        const struct holders *list = &c->holders[kind];

        ADD(h, list->count);
        ADD(h, list->number_max);
        for (size_t i = 0; i < list->count; i++)
            add_holder(h, &list->items[i]);
        for (uint32_t n = 0; list->count && n <= list->number_max; n++)
            ADD(h, list->place[n]);
    }
}

static void
add_session(crypto_hash_sha256_state *h, const struct session *s)
{
    ADD(h, s->id);
    ADD(h, s->term);
    ADD(h, s->number);
    add_blob(h, &s->title);
    ADD(h, s->date);
    ADD(h, s->stage);
    ADD(h, s->entry);
    ADD(h, s->start_entry);
    ADD(h, s->end_entry);
    ADD(h, s->headcount_entry);
    ADD(h, s->headcount);
    ADD(h, s->ceremony);
    ADD(h, s->settled);
}

static void
add_ceremony(crypto_hash_sha256_state *h, const struct key_ceremony *k)
{
    ADD(h, k->numbers);
    ADD(h, k->entry);
    ADD(h, k->session);
    ADD(h, k->stage);
    ADD(h, k->trustees);
    ADD(h, k->commit_entries);
    ADD(h, k->deal_entries);
    ADD(h, k->accept_entries);
    ADD(h, k->commits);
    ADD(h, k->deals);
    ADD(h, k->commit_count);
    ADD(h, k->deal_count);
    ADD(h, k->accept_count);
    ADD(h, k->transcript);
    ADD(h, k->key);
    ADD(h, k->share_keys);
    ADD(h, k->complained_by);
    ADD(h, k->complained_against);
}

static void
add_paper(crypto_hash_sha256_state *h, const struct paper *p)
{
    ADD(h, p->id);
    ADD(h, p->version);
    ADD(h, p->entry);
    ADD(h, p->made_s);
    ADD(h, p->session);
    ADD(h, p->ballot);
    ADD(h, p->followed);
    ADD(h, p->rule_count);
    ADD(h, p->row_count);
    ADD(h, p->recusal_count);
    ADD(h, p->replaced);
    ADD(h, p->opening);
}

static void
add_seat(crypto_hash_sha256_state *h, const struct seat_vote *s)
{
    const bool flags[] = {s->on_roll, s->barred, s->present_at_open,
                          s->present, s->issued, s->has_sheet};

    ADD(h, flags);
    ADD(h, s->attempts);
    ADD(h, s->last_cast);
    ADD(h, s->cast_key);
}

static void
add_round_numbers(crypto_hash_sha256_state *h, const struct opening *op)
{
    ADD(h, op->stage);
    ADD(h, op->ceremony);
    ADD(h, op->close_entry);
    ADD(h, op->closed_s);
    ADD(h, op->end_entry);
    ADD(h, op->result_entry);
    ADD(h, op->declare_entry);
    ADD(h, op->publish_entry);
    ADD(h, op->last_call_s);
    ADD(h, op->extended);
    ADD(h, op->cast_count);
    ADD(h, op->sheets_issued);
    ADD(h, op->sheets_returned);
    ADD(h, op->sheets_spoiled);
    ADD(h, op->signed_in);
    ADD(h, op->signed_in_desk);
    ADD(h, op->reissued);
    ADD(h, op->has_hands);
    ADD(h, op->points.count);
    ADD(h, op->shared_count);
    ADD(h, op->share_count);
    ADD(h, op->sign_off_count);
    ADD(h, op->sign_off_entries);
    ADD(h, op->sign_offs_needed);
}

static void
add_round(crypto_hash_sha256_state *h, const struct conference *c,
          const struct opening *op)
{
    const struct paper *paper = state_paper_of(c, op);
    size_t cells = (size_t)paper->row_count * paper->options.count;

    ADD(h, op->number);
    ADD(h, op->paper);
    ADD(h, op->entry);
    add_round_numbers(h, op);
    for (size_t i = 0; i < op->seat_count; i++)
        add_seat(h, &op->seats[i]);
    add(h, op->row_roll, paper->row_count * sizeof *op->row_roll);
    add(h, op->row_returned, paper->row_count * sizeof *op->row_returned);
    if (op->marks)
        add(h, op->marks, cells * sizeof *op->marks);
    for (size_t i = 0; op->sums && i < paper->row_count * paper->slots; i++) {
        struct elgamal_ct sum; /* one sum has many forms, but one encoding */

        sealed_sum_encode(&sum, &op->sums[i]);
        ADD(h, sum);
    }
}

static void
add_statement(crypto_hash_sha256_state *h, const struct statement *s)
{
    ADD(h, s->type);
    ADD(h, s->entry);
    ADD(h, s->time_s);
    ADD(h, s->author);
    add_ref(h, &s->said.about);
    add_blob(h, &s->said.refusal);
    add_blob(h, &s->said.text);
}

static void
add_log(crypto_hash_sha256_state *h, const struct conference *c)
{
    struct hash32 root;

    conference_root(c, &root);
    ADD(h, root);
    ADD(h, c->size);
    ADD(h, c->time_s);
    ADD(h, c->acts.count);
    ADD(h, c->keys.count);
    ADD(h, c->origin);
    ADD(h, c->log_key);
    add_blob(h, &c->title);
    add_blob(h, &c->policy);
    ADD(h, c->continues);
    ADD(h, c->old_origin);
    ADD(h, c->old_size);
    ADD(h, c->old_root);
    ADD(h, c->presiding);
    ADD(h, c->scrutineers);
    ADD(h, c->running);
    ADD(h, c->present);
    ADD(h, c->voting_seats);
    add(h, c->open_now, c->open_count * sizeof *c->open_now);
}

struct hash32
digest_state(const struct conference *c)
{
    struct hash32 out;
    crypto_hash_sha256_state h;

    crypto_hash_sha256_init(&h);
    add_log(&h, c);
    add_holders(&h, c);
    for (size_t i = 0; i < c->session_count; i++)
        add_session(&h, &c->sessions[i]);
    for (size_t i = 0; i < c->ceremony_count; i++)
        add_ceremony(&h, c->ceremonies[i]);
    for (size_t i = 0; i < c->paper_count; i++)
        add_paper(&h, c->papers[i]);
    for (size_t i = 0; i < c->opening_count; i++)
        add_round(&h, c, c->openings[i]);
    for (size_t i = 0; i < c->statement_count; i++)
        add_statement(&h, &c->statements[i]);
    crypto_hash_sha256_final(&h, out.bytes);
    return out;
}
