#include "voting/ctl/json_paper.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "ballots/rule.h"
#include "ballots/rule_text.h"
#include "voting/ctl/json_rule.h"

struct json_paper *
json_paper_new(void)
{
    return calloc(1, sizeof(struct json_paper));
}

void
json_paper_free(struct json_paper *paper)
{
    if (!paper)
        return;
    free(paper->title);
    for (size_t i = 0; i < BALLOT_ROWS_MAX; i++)
        free(paper->rows[i]);
    free(paper);
}

/* The place of a word among count words; ERR_INPUT if it is none of them. */
static enum err
choose(unsigned *value, struct json_fault *fault, const char *where,
       const char *word, const char *const *words, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        if (strcmp(words[i], word) == 0) {
            *value = i;
            return OK;
        }
    }
    return json_fault_set(fault, where, "not one of the words allowed here");
}

static enum err
read_kind(struct json_paper *out, const char *kind, const char *ballot,
          const char *counts, const char *power, const char *settles)
{
    static const char *const kinds[] = {"motion", "election", "appraisal"};
    static const char *const ballots[] = {"secret", "named", "hands"};
    static const char *const first_last[] = {"first", "last"};
    static const char *const powers[] = {"adopt", "advise"};
    static const char *const settled[] = {"nothing", "agenda", "scrutineers",
                                          "measures"};
    struct event_paper *p = &out->event.paper;
    unsigned last = 1;
    unsigned advise = 0;
    enum err e = choose(&p->kind, &out->fault, "kind", kind, kinds, 3);

    if (!e)
        e = choose(&p->ballot, &out->fault, "ballot", ballot, ballots, 3);
    if (!e && !counts)
        last = p->ballot != EVENT_BY_HANDS;
    if (!e && counts)
        e = choose(&last, &out->fault, "counts", counts, first_last, 2);
    if (!e && power)
        e = choose(&advise, &out->fault, "power", power, powers, 2);
    if (!e && settles)
        e = choose(&p->settles, &out->fault, "settles", settles, settled, 4);
    p->last_counts = last == 1;
    p->advise = advise == 1;
    return e;
}

static enum err
read_options(struct json_paper *out, json_t *options)
{
    static const char *const usual[] = {"for", "against", "abstain"};
    struct event_paper *p = &out->event.paper;
    size_t count = options ? json_array_size(options) : 3;

    if (options && !json_is_array(options))
        return json_fault_set(&out->fault, "options", "not a list");
    if (!options && p->kind == EVENT_APPRAISAL)
        return json_fault_set(&out->fault, "options",
                              "an appraisal must list its grades");
    if (count > BALLOT_OPTIONS_MAX)
        return json_fault_set(&out->fault, "options", "more than eight");
    for (size_t i = 0; i < count; i++) {
        const char *text =
            options ? json_string_value(json_array_get(options, i)) : usual[i];
        struct rule_word word;

        if (!text || rule_word_make(&word, span_text(text)))
            return json_fault_set(&out->fault, "options", "not a word");
        memcpy(p->options[i], word.text, sizeof p->options[i]);
    }
    p->option_count = count;
    return OK;
}

static enum err
read_row(struct json_paper *out, const json_t *row, json_t *common)
{
    struct event_paper *p = &out->event.paper;
    size_t n = p->row_count;
    const char *id;
    json_t *text;
    json_t *rule = NULL;
    int members = 0;
    json_error_t error;
    enum err e;

    if (json_unpack_ex((json_t *)row, &error, 0, "{s:s s:o s?b s?o !}", "id",
                       &id, "text", &text, "members", &members, "rule", &rule))
        return json_fault_set(&out->fault, "rows", error.text);
    e = json_read_id(p->rows[n].id, sizeof p->rows[n].id, &out->fault, "rows",
                     id);
    for (size_t i = 0; i < n && !e; i++)
        if (strcmp(p->rows[i].id, p->rows[n].id) == 0)
            e = json_fault_set(&out->fault, p->rows[n].id, "twice");
    if (e)
        return e;
    out->row_members[n] = members != 0;
    e = json_read_text(&out->rows[n], &out->fault, p->rows[n].id, text);
    p->row_count = n + 1;
    if (e || out->follow_up_rule) {
        p->rows[n].rule = 1;
        return e;
    }
    if (!rule && !common)
        return json_fault_set(&out->fault, p->rows[n].id, "no rule");
    return json_rule_add(p, &p->rows[n].rule, &out->fault,
                         rule ? rule : common);
}

static enum err
read_rows(struct json_paper *out, const json_t *rows, json_t *rule)
{
    size_t count = json_array_size(rows);
    enum err e = OK;

    if (!json_is_array(rows) || count == 0)
        return json_fault_set(&out->fault, "rows", "not a list of rows");
    if (count > BALLOT_ROWS_MAX)
        return json_fault_set(&out->fault, "rows", "too many");
    out->follow_up_rule = json_is_string(rule) &&
                          strcmp(json_string_value(rule), "follow-up") == 0;
    for (size_t i = 0; i < count && !e; i++)
        e = read_row(out, json_array_get(rows, i), rule);
    return e;
}

static uint32_t
row_number(const struct event_paper *p, const char *id)
{
    for (uint32_t i = 0; i < p->row_count; i++)
        if (strcmp(p->rows[i].id, id) == 0)
            return i + 1;
    return 0;
}

/* Puts a recusal where it belongs: by row, then seat. */
static enum err
insert_recusal(struct json_paper *out, struct event_recusal new)
{
    struct event_paper *p = &out->event.paper;
    size_t at = p->recusal_count;

    if (at == EVENT_RECUSALS_MAX)
        return json_fault_set(&out->fault, "recusals", "too many");
    while (at > 0 && (p->recusals[at - 1].row > new.row ||
                      (p->recusals[at - 1].row ==
                       new.row &&post_compare(p->recusals[at - 1].seat,
                                              new.seat) >= 0))) {
        if (p->recusals[at - 1].row == new.row &&
            post_eq(p->recusals[at - 1].seat, new.seat))
            return json_fault_set(&out->fault, "recusals", "twice");
        p->recusals[at] = p->recusals[at - 1];
        at--;
    }
    p->recusals[at] = new;
    p->recusal_count++;
    return OK;
}

static enum err
read_recusals(struct json_paper *out, const json_t *recusals)
{
    struct event_paper *p = &out->event.paper;

    if (recusals && !json_is_array(recusals))
        return json_fault_set(&out->fault, "recusals", "not a list");
    for (size_t i = 0; i < json_array_size(recusals); i++) {
        struct event_recusal new = {0};
        const char *row;
        const char *seat;
        json_error_t error;
        enum err e;

        if (json_unpack_ex(json_array_get(recusals, i), &error, 0,
                           "{s:s s:s !}", "row", &row, "seat", &seat))
            return json_fault_set(&out->fault, "recusals", error.text);
        new.row = row_number(p, row);
        if (new.row == 0)
            return json_fault_set(&out->fault, "recusals: no such row", row);
        if (post_parse(&new.seat, seat, strlen(seat)))
            return json_fault_set(&out->fault, "recusals: not a seat", seat);
        e = insert_recusal(out, new);
        if (e)
            return e;
    }
    return OK;
}

static enum err
read_follows(struct json_paper *out, const json_t *follows)
{
    static const char *const reasons[] = {"", "void", "tie", "shortfall",
                                          "supersede"};
    const char *paper;
    const char *why;
    json_error_t error;
    enum err e;

    if (!follows)
        return out->follow_up_rule
                   ? json_fault_set(&out->fault, "rule",
                                    "follow-up, but nothing is followed")
                   : OK;
    if (json_unpack_ex((json_t *)follows, &error, 0, "{s:s s:s !}", "paper",
                       &paper, "why", &why))
        return json_fault_set(&out->fault, "follows", error.text);
    e = json_read_id(out->follows, sizeof out->follows, &out->fault, "follows",
                     paper);
    if (!e)
        e = choose(&out->event.paper.follows, &out->fault, "follows", why,
                   reasons, 5);
    if (!e && out->event.paper.follows == EVENT_FOLLOWS_NOTHING)
        e = json_fault_set(&out->fault, "follows", "no reason");
    return e;
}

/* The members that are texts, words or numbers; the rest come after. */
struct members {
    const char *id;
    const char *session;
    const char *kind;
    const char *ballot;
    const char *counts;
    const char *filter;
    const char *power;
    const char *settles;
    json_t *title;
    json_t *options;
    json_t *rule;
    json_t *rows;
    json_t *recusals;
    json_t *follows;
    int cap;
    int practice;
    int title_members;
};

static enum err
unpack(struct members *m, struct json_fault *fault, json_t *root)
{
    json_error_t error;

    *m = (struct members){.cap = -1};
    if (json_unpack_ex(
            root, &error, 0,
            "{s:s s:s s:s s:s s:o s:o s?s s?s s?s s?s s?o s?o s?o s?o s?i s?b "
            "s?b !}",
            "id", &m->id, "session", &m->session, "kind", &m->kind, "ballot",
            &m->ballot, "title", &m->title, "rows", &m->rows, "counts",
            &m->counts, "filter", &m->filter, "power", &m->power, "settles",
            &m->settles, "options", &m->options, "rule", &m->rule, "recusals",
            &m->recusals, "follows", &m->follows, "cap", &m->cap, "practice",
            &m->practice, "members", &m->title_members))
        return json_fault_set(fault, "paper", error.text);
    return OK;
}

static enum err
read_numbers(struct json_paper *out, const struct members *m)
{
    struct event_paper *p = &out->event.paper;
    enum err e = json_read_id(p->id, sizeof p->id, &out->fault, "id", m->id);

    if (!e)
        e = json_read_id(p->session, sizeof p->session, &out->fault, "session",
                         m->session);
    if (!e && m->filter) {
        p->filtered = true;
        e = json_read_id(p->filter, sizeof p->filter, &out->fault, "filter",
                         m->filter);
    }
    if (!e && (m->cap < -1 || m->cap > BALLOT_ROWS_MAX))
        e = json_fault_set(&out->fault, "cap", "out of range");
    p->practice = m->practice != 0;
    out->title_members = m->title_members != 0;
    return e;
}

/* An election's cap is its number of seats; other papers have none. */
static void
set_cap(struct event_paper *p, int cap)
{
    struct rule rule;

    p->cap = cap > 0 ? (uint32_t)cap : 0;
    if (cap < 0 && p->kind == EVENT_ELECTION && p->rule_count > 0 &&
        rule_decode(&rule, span_text(p->rules[0])) == OK)
        p->cap = rule.seats;
}

enum err
json_paper_question(struct json_paper *out, struct span bytes)
{
    struct members m;
    json_t *root;
    enum err e;

    out->event.type = EVENT_PAPER;
    e = json_read(&root, &out->fault, bytes);
    if (e)
        return e;
    e = unpack(&m, &out->fault, root);
    if (!e)
        e = read_numbers(out, &m);
    if (!e)
        e = read_kind(out, m.kind, m.ballot, m.counts, m.power, m.settles);
    if (!e)
        e = json_read_text(&out->title, &out->fault, "title", m.title);
    if (!e)
        e = read_options(out, m.options);
    if (!e)
        e = read_rows(out, m.rows, m.rule);
    if (!e)
        e = read_recusals(out, m.recusals);
    if (!e)
        e = read_follows(out, m.follows);
    if (!e)
        set_cap(&out->event.paper, m.cap);
    json_read_free(root);
    return e;
}
