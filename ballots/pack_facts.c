/*
 * pack_facts.c - what a verified pack says of the paper, its round, its
 * trustees and the seat.
 */
#include <string.h>

#include "ballots/pack_state.h"
#include "ballots/part.h"
#include "ballots/round.h"

/* ---- Texts ----------------------------------------------------------------*/

/* The text of the same name, if one came before. */
static const struct pack_text *
find_text(const struct pack_facts *facts, const struct pack_row *rows,
          size_t count, const struct event_blob *blob)
{
    if (!facts->title.blob.members && count > 0 &&
        hash_eq(&facts->title.blob.sha256, &blob->sha256))
        return &facts->title;
    for (size_t i = 0; i + 1 < count; i++)
        if (!rows[i].text.blob.members &&
            hash_eq(&rows[i].text.blob.sha256, &blob->sha256))
            return &rows[i].text;
    return NULL;
}

/* A text as an entry names it; before: how the same came before, or NULL. */
static enum refusal
take_text(struct pack_text *out, const struct event_blob *blob,
          const struct pack_text *before, struct span *rest)
{
    struct hash32 sha256;
    struct span head;

    *out = (struct pack_text){.blob = *blob};
    if (blob->members)
        return REFUSED_NOTHING;
    if (before)
        out->bytes = before->bytes;
    else if (!span_starts_with(*rest, "text "))
        return REFUSED_BLOB;
    else if (part_take(&head, &out->bytes, rest) ||
             !span_eq(head, span_text("text")))
        return REFUSED_FORM;
    hash_sha256(&sha256, out->bytes.ptr, out->bytes.len);
    return out->bytes.len == blob->length && hash_eq(&sha256, &blob->sha256)
               ? REFUSED_NOTHING
               : REFUSED_BLOB;
}

static enum refusal
gather_rows(struct pack *pack, const struct paper *paper, struct span *rest,
            const struct post *seat)
{
    struct pack_row *rows =
        arena_take(&pack->arena, paper->row_count, sizeof *rows);
    enum refusal refusal;

    if (!rows)
        return REFUSED_NO_MEMORY;
    refusal = take_text(&pack->facts.title, &paper->title, NULL, rest);
    for (uint32_t i = 0; i < paper->row_count && !refusal; i++) {
        const struct event_blob *blob = &paper->rows[i].text;

        rows[i].id = paper->rows[i].id;
        rows[i].rule = &paper->rules[paper->rows[i].rule];
        rows[i].recused = seat && state_is_recused(paper, i, *seat);
        refusal = take_text(&rows[i].text, blob,
                            find_text(&pack->facts, rows, i + 1, blob), rest);
    }
    pack->facts.rows = rows;
    pack->facts.row_count = paper->row_count;
    return refusal;
}

/* ---- The rest -------------------------------------------------------------*/

static void
gather_paper(struct pack_facts *facts, const struct paper *paper)
{
    facts->paper = paper->entry;
    facts->id = paper->id;
    facts->version = paper->version;
    facts->kind = paper->kind;
    facts->ballot = paper->ballot;
    facts->last_counts = paper->last_counts;
    facts->practice = paper->practice;
    facts->advise = paper->advise;
    facts->option_count = paper->options.count;
    for (size_t i = 0; i < facts->option_count; i++)
        facts->options[i] = paper->options.id[i].text;
}

static void
gather_round(struct pack_facts *facts, const struct conference *c,
             const struct opening *op)
{
    const struct paper *paper = state_paper_of(c, op);

    facts->session = c->sessions[paper->session].id;
    facts->open = op->entry;
    facts->opened_s = op->opened_s;
    if (op->ceremony == CONFERENCE_NO_ENTRY)
        return;
    facts->trustee_count = c->ceremonies[op->ceremony]->numbers.trustees;
    facts->threshold = c->ceremonies[op->ceremony]->numbers.threshold;
    facts->trustees = c->ceremonies[op->ceremony]->trustees;
}

static void
gather_seat(struct pack_facts *facts, const struct paper *paper,
            const struct holder *holder)
{
    struct pack_seat *seat = &facts->seat;
    size_t recused = 0;

    facts->has_seat = true;
    seat->post = holder->post;
    seat->name = holder->name;
    memcpy(seat->invitation, holder->invitation, sizeof seat->invitation);
    seat->enrolled = holder->enrolled && !holder->retired;
    if (seat->enrolled)
        memcpy(seat->key, holder->key, sizeof seat->key);
    seat->on_roll = state_is_on_roll(paper, holder);
    for (uint32_t i = 0; i < paper->row_count; i++)
        recused += state_is_recused(paper, i, holder->post);
    seat->barred = recused == paper->row_count;
}

enum refusal
pack_gather(struct pack *pack, struct span *rest, const struct post *seat)
{
    const struct conference *c = pack->conference;
    const struct opening *op = c->openings[0];
    const struct paper *paper = state_paper_of(c, op);
    struct pack_facts *facts = &pack->facts;

    facts->origin = pack->origin;
    facts->log_key = c->log_key;
    gather_paper(facts, paper);
    gather_round(facts, c, op);
    if (seat) {
        gather_seat(facts, paper, state_holder(c, *seat));
        round_form(&facts->form, c, op, *seat);
    } else {
        round_sheet_form(&facts->form, c, op);
    }
    return gather_rows(pack, paper, rest, seat);
}
