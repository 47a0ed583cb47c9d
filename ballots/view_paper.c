/*
 * view_paper.c - a question as it stands before it is opened, and after.
 */
#include <string.h>

#include "ballots/round.h"
#include "ballots/rule_text.h"
#include "ballots/view.h"
#include "ballots/view_parts.h"

/* Who would vote on a row if it were opened now. */
struct row_roll {
    uint32_t roll;
    uint32_t present;
    uint32_t recused;
};

bool
view_quorum_of(uint64_t *needed, const struct rule *rule,
               const struct rule_row *row)
{
    bool found = false;

    *needed = 0;
    for (unsigned i = 0; i < rule->quorum.count; i++) {
        const struct rule_clause *clause =
            &rule->clause[rule->quorum.first + i];
        uint64_t least;

        /* A quorum of ballots returned shows only at the count. */
        if (clause->measured_base != RULE_BASE_PRESENT ||
            !rule_clause_needed(
                &least, clause,
                rule_base_size(row->options, row->counts, clause->base)))
            continue;
        found = true;
        if (least > *needed)
            *needed = least;
    }
    return found;
}

static struct row_roll
count_row(const struct conference *c, const struct paper *paper, uint32_t row)
{
    const struct holders *seats = &c->holders[POST_SEAT];
    struct row_roll counted = {0};

    for (size_t i = 0; i < seats->count; i++) {
        const struct holder *seat = &seats->items[i];

        if (!state_is_on_roll(paper, seat))
            continue;
        if (state_is_recused(paper, row, seat->post)) {
            counted.recused++;
            continue;
        }
        counted.roll++;
        counted.present += state_running(c) && seat->present;
    }
    return counted;
}

static void
put_row(struct json_writer *w, const struct conference *c,
        const struct paper *paper, uint32_t row)
{
    const struct row_roll counted = count_row(c, paper, row);
    const struct row_counts counts = {.unissued = counted.present,
                                      .absent = counted.roll - counted.present,
                                      .present_at_open = counted.present};
    const struct rule_row judged = {.options = &paper->options,
                                    .counts = &counts};
    struct rule rule;
    uint64_t number;

    round_rule(&rule, paper, row);
    json_put_object(w, NULL);
    json_put_text(w, "id", paper->rows[row].id);
    view_blob(w, "text", &paper->rows[row].text);
    json_put_number(w, "rule_number", paper->rows[row].rule + 1);
    json_put_number(w, "roll", counted.roll);
    json_put_number(w, "present", counted.present);
    json_put_number(w, "recused", counted.recused);
    view_rule(w, "rule", &rule, counted.roll);
    if (rule_needed_of_roll(&number, &rule, counted.roll))
        json_put_number(w, "needed", number);
    else
        json_put_null(w, "needed");
    if (view_quorum_of(&number, &rule, &judged))
        json_put_number(w, "quorum", number);
    else
        json_put_null(w, "quorum");
    json_put_object_end(w);
}

/* As a paper event writes them. */
static void
put_rules(struct json_writer *w, const struct paper *paper)
{
    json_put_list(w, "rules");
    for (uint32_t i = 0; i < paper->rule_count; i++) {
        char text[EVENT_RULE_BYTES];
        struct text_writer rule;

        text_writer_start(&rule, text, sizeof text);
        rule_encode(&rule, &paper->rules[i]);
        if (rule.error)
            text_writer_fail(w->out, rule.error);
        json_put_span(w, NULL, text_writer_written(&rule));
    }
    json_put_list_end(w);
}

static void
put_recusals(struct json_writer *w, const struct paper *paper)
{
    json_put_list(w, "recusals");
    for (uint32_t i = 0; i < paper->recusal_count; i++) {
        json_put_object(w, NULL);
        json_put_number(w, "row", paper->recusals[i].row);
        view_post(w, "seat", paper->recusals[i].seat);
        json_put_object_end(w);
    }
    json_put_list_end(w);
}

enum err
view_paper(struct json_writer *w, const struct conference *c, uint32_t entry)
{
    const struct paper *paper = NULL;

    for (size_t i = 0; i < c->paper_count; i++)
        if (c->papers[i]->entry == entry)
            paper = c->papers[i];
    if (!paper)
        return ERR_NOTFOUND;
    json_put_object(w, NULL);
    view_paper_head(w, c, paper);
    view_number_or_null(w, "round", paper->opening);
    json_put_text(w, "stage", view_paper_stage(c, paper));
    json_put_bool(w, "replaced", paper->replaced);
    if (paper->filtered)
        json_put_text(w, "filter", paper->filter);
    else
        json_put_null(w, "filter");
    put_rules(w, paper);
    put_recusals(w, paper);
    json_put_list(w, "rows");
    for (uint32_t i = 0; i < paper->row_count; i++)
        put_row(w, c, paper, i);
    json_put_list_end(w);
    json_put_object_end(w);
    return OK;
}
