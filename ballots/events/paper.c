/*
 * paper - what will be voted on: rows, options, and the rule of each row.
 */
#include <string.h>

#include "ballots/handler.h"
#include "ballots/paper_check.h"
#include "ballots/rule_text.h"
#include "ballots/signers.h"

enum { VERSION_MAX = 9999 };

static const char *const kinds[] = {"motion", "election", "appraisal"};
static const char *const ballots[] = {"secret", "named", "hands"};
static const char *const counts[] = {"first", "last"};
static const char *const powers[] = {"adopt", "advise"};
static const char *const settles[] = {"nothing", "agenda", "scrutineers",
                                      "measures"};
static const char *const follows[] = {"nothing", "void", "tie", "shortfall",
                                      "supersede"};

static void
choice_bool(struct field_io *io, const char *key, bool *value,
            const char *const *words)
{
    unsigned n = *value;

    field_line_choice(io, key, &n, words, 2);
    *value = n == 1;
}

static void
fields_filter(struct field_io *io, struct event_paper *p)
{
    field_line(io, "filter");
    field_optional(io, &p->filtered);
    if (p->filtered)
        field_id(io, p->filter, sizeof p->filter);
    field_end(io);
}

static void
fields_follows(struct field_io *io, struct event_paper *p)
{
    field_line_choice(io, "follows", &p->follows, follows,
                      sizeof follows / sizeof *follows);
    if (p->follows != EVENT_FOLLOWS_NOTHING)
        event_line_ref(io, "followed", &p->followed);
}

static void
fields_options(struct field_io *io, struct event_paper *p)
{
    field_line(io, "options");
    field_count(io, &p->option_count, BALLOT_OPTIONS_MAX);
    for (size_t i = 0; i < p->option_count; i++)
        field_word(io, p->options[i], sizeof p->options[i]);
    field_end(io);
}

static void
fields_rules(struct field_io *io, struct event_paper *p)
{
    field_line_count(io, "rules", &p->rule_count, EVENT_RULES_MAX);
    for (size_t i = 0; i < p->rule_count; i++) {
        field_line(io, "rule");
        field_text(io, p->rules[i], sizeof p->rules[i]);
        field_end(io);
    }
}

static void
fields_rows(struct field_io *io, struct event_paper *p)
{
    field_line_count(io, "rows", &p->row_count, BALLOT_ROWS_MAX);
    for (size_t i = 0; i < p->row_count; i++) {
        field_line(io, "row");
        field_id(io, p->rows[i].id, sizeof p->rows[i].id);
        field_u32(io, &p->rows[i].rule, EVENT_RULES_MAX);
        event_blob_fields(io, &p->rows[i].text);
        field_end(io);
    }
}

static void
fields_recusals(struct field_io *io, struct event_paper *p)
{
    field_line_count(io, "recusals", &p->recusal_count, EVENT_RECUSALS_MAX);
    for (size_t i = 0; i < p->recusal_count; i++) {
        field_line(io, "recusal");
        field_u32(io, &p->recusals[i].row, BALLOT_ROWS_MAX);
        field_post(io, &p->recusals[i].seat);
        field_end(io);
    }
}

static void
fields(struct field_io *io, struct event *event)
{
    struct event_paper *p = &event->paper;

    field_line_id(io, "paper", p->id, sizeof p->id);
    field_line_u32(io, "version", &p->version, VERSION_MAX);
    field_line_id(io, "session", p->session, sizeof p->session);
    field_line_choice(io, "kind", &p->kind, kinds, 3);
    event_line_blob(io, "title", &p->title);
    field_line_choice(io, "ballot", &p->ballot, ballots, 3);
    choice_bool(io, "counts", &p->last_counts, counts);
    field_line_u32(io, "cap", &p->cap, BALLOT_ROWS_MAX);
    fields_filter(io, p);
    choice_bool(io, "power", &p->advise, powers);
    field_line_bool(io, "practice", &p->practice);
    field_line_choice(io, "settles", &p->settles, settles, 4);
    fields_follows(io, p);
    fields_options(io, p);
    fields_rules(io, p);
    fields_rows(io, p);
    fields_recusals(io, p);
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    enum refusal r;

    if (!signers_chair(c, event))
        return REFUSED_SIGNERS;
    r = paper_check_form(&event->paper);
    return r ? r : paper_check_place(c, event, adm);
}

/* The parts of a paper that are lists, in the paper's own arena. */
static enum err
make_lists(struct paper *paper, const struct event_paper *p)
{
    paper->rules =
        arena_take(&paper->arena, p->rule_count, sizeof *paper->rules);
    paper->rows = arena_take(&paper->arena, p->row_count, sizeof *paper->rows);
    paper->recusals =
        arena_take(&paper->arena, p->recusal_count, sizeof *paper->recusals);
    if (!paper->rules || !paper->rows || !paper->recusals)
        return ERR_NOMEM;
    for (size_t i = 0; i < p->rule_count; i++)
        if (rule_decode(&paper->rules[i], span_text(p->rules[i])))
            return ERR_INPUT;
    for (size_t i = 0; i < p->row_count; i++) {
        memcpy(paper->rows[i].id, p->rows[i].id, sizeof paper->rows[i].id);
        paper->rows[i].text = p->rows[i].text;
        paper->rows[i].rule = p->rows[i].rule - 1;
    }
    memcpy(paper->recusals, p->recusals,
           p->recusal_count * sizeof *paper->recusals);
    return OK;
}

static enum err
reserve(struct conference *c, const struct event *event,
        const struct admission *adm)
{
    struct paper *paper = arena_take(&c->arena, 1, sizeof *paper);
    enum err e;

    (void)adm;
    if (!paper)
        return ERR_NOMEM;
    e = array_reserve(&c->memory, &c->papers, &c->paper_capacity,
                      c->paper_count + 1, ARRAY_POINTER_BYTES);
    if (e)
        return e;
    arena_init(&paper->arena, c->memory);
    e = make_lists(paper, &event->paper);
    if (e) {
        arena_free(&paper->arena);
        return e;
    }
    c->reserved = paper;
    return OK;
}

static void
copy_plain(struct paper *paper, const struct event_paper *p)
{
    memcpy(paper->id, p->id, sizeof paper->id);
    paper->version = p->version;
    paper->kind = (enum event_kind)p->kind;
    paper->ballot = (enum event_ballot)p->ballot;
    paper->settles = (enum event_settles)p->settles;
    paper->follows = (enum event_follows)p->follows;
    paper->title = p->title;
    paper->last_counts = p->last_counts;
    paper->advise = p->advise;
    paper->practice = p->practice;
    paper->filtered = p->filtered;
    memcpy(paper->filter, p->filter, sizeof paper->filter);
    paper->cap = (uint16_t)p->cap;
    paper->rule_count = (uint32_t)p->rule_count;
    paper->row_count = (uint32_t)p->row_count;
    paper->recusal_count = (uint32_t)p->recusal_count;
    if (p->ballot == EVENT_SECRET)
        paper->slots =
            (uint16_t)ballot_slots((unsigned)p->option_count, p->cap);
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    const struct event_paper *p = &event->paper;
    struct paper *paper = c->reserved;
    struct paper *before = paper_check_find(c, p->id);
    const struct opening *followed = adm->opening;

    if (before)
        before->replaced = true;
    copy_plain(paper, p);
    (void)paper_check_options(&paper->options, p);
    paper->entry = adm->index;
    paper->made_s = adm->time_s;
    paper->session = (uint32_t)(adm->session - c->sessions);
    paper->followed = followed ? followed->number : CONFERENCE_NO_ENTRY;
    paper->opening = CONFERENCE_NO_ENTRY;
    c->papers[c->paper_count++] = paper;
}

const struct handler handler_paper = {
    "paper", true, fields, check, NULL, reserve, apply, NULL,
};
