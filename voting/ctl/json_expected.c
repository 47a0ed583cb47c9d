#include "voting/ctl/json_expected.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "ballots/preset.h"
#include "ballots/result_view.h"
#include "ballots/rule_text.h"

struct compare {
    struct expected_report *report;
    struct json_fault *fault;
    const struct conference *c;
    size_t round;
    struct result_view view;
    char where[160];
};

static void
at(struct compare *c, const char *first, const char *second)
{
    (void)snprintf(c->where, sizeof c->where, "%s%s%s", first,
                   second ? " " : "", second ? second : "");
}

static void
words(struct compare *c, const char *what, const char *expected,
      const char *found)
{
    char where[200];

    c->report->compared++;
    if (strcmp(expected, found) == 0)
        return;
    (void)snprintf(where, sizeof where, "%s %s", c->where, what);
    c->report->different++;
    c->report->differs(c->report->context, where, expected, found);
}

static void
number(struct compare *c, const char *what, json_int_t expected, uint64_t found)
{
    char a[24];
    char b[24];

    (void)snprintf(a, sizeof a, "%" JSON_INTEGER_FORMAT, expected);
    (void)snprintf(b, sizeof b, "%" PRIu64, found);
    words(c, what, a, b);
}

/* One bucket of a row by its name; false: there is none of this name. */
static bool
bucket(uint64_t *out, const struct result_view *view,
       const struct row_counts *counts, const char *name)
{
    size_t option = rule_options_find(view->options, name);
    const struct {
        const char *name;
        uint32_t value;
    } others[] = {
        {"invalid", counts->invalid},
        {"unreturned", counts->unreturned},
        {"unissued", counts->unissued},
        {"absent", counts->absent},
    };

    if (option < view->options->count) {
        *out = counts->option[option];
        return true;
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (strcmp(others[i].name, name) == 0) {
            *out = others[i].value;
            return true;
        }
    }
    return false;
}

static enum err
compare_counts(struct compare *c, const struct row_counts *counts,
               const json_t *expected)
{
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)expected, name, value)
    {
        uint64_t found;

        if (!json_is_integer(value) || !bucket(&found, &c->view, counts, name))
            return json_fault_set(c->fault, c->where, name);
        number(c, name, json_integer_value(value), found);
    }
    return OK;
}

/* The row of this id among all rounds that are counted, newest first. */
static bool
find_row(struct compare *c, struct result_row_view *row, const char *paper,
         const char *id)
{
    for (size_t n = result_view_count(c->c); n-- > 0;) {
        result_view_read(&c->view, c->c, n);
        if (c->view.stage < RESULT_COUNTED ||
            (paper && strcmp(paper, c->view.paper_id) != 0))
            continue;
        c->round = n;
        for (size_t i = 0; i < c->view.row_count; i++) {
            result_view_read_row(row, c->c, n, i);
            if (!id || strcmp(id, row->id) == 0)
                return true;
        }
    }
    return false;
}

static enum err
missing(struct compare *c, const char *paper, const char *id)
{
    at(c, paper, id);
    words(c, "result", "counted", "none");
    return OK;
}

static enum err
encode(char text[RULE_TEXT_MAX + 1], const struct rule *rule)
{
    struct text_writer w;
    struct span line;
    enum err e;

    text_writer_start(&w, text, RULE_TEXT_MAX);
    rule_encode(&w, rule);
    e = text_writer_finish(&w, &line);
    text[line.len] = '\0';
    return e;
}

/* Words that are no preset's id are for people. */
static void
compare_rule(struct compare *c, const struct rule *found, const char *id)
{
    const struct preset *preset = preset_find(id);
    char expected_text[RULE_TEXT_MAX + 1] = "";
    char found_text[RULE_TEXT_MAX + 1] = "";
    struct rule rule;

    if (!preset)
        return;
    if (encode(found_text, found))
        (void)snprintf(found_text, sizeof found_text, "unwritable");
    if (preset_rule(&rule, preset, found->seats) == OK) {
        rule.write_in = found->write_in;
        if (encode(expected_text, &rule))
            expected_text[0] = '\0';
    }
    words(c, "rule", expected_text, found_text);
}

static enum err
compare_motion(struct compare *c, const char *id, json_t *expected)
{
    struct result_row_view row;
    const char *rule = "";
    const char *outcome;
    json_t *counts;
    json_int_t needed;
    json_error_t error;

    if (json_unpack_ex(expected, &error, 0, "{s?s s:o s:I s:s !}", "rule",
                       &rule, "counts", &counts, "needed", &needed, "outcome",
                       &outcome))
        return json_fault_set(c->fault, id, error.text);
    if (!find_row(c, &row, NULL, id) || !row.verdict)
        return missing(c, id, NULL);
    at(c, id, NULL);
    compare_rule(c, &row.rule, rule);
    number(c, "needed", needed, row.verdict->needed);
    words(c, "outcome", outcome, verdict_outcome_code(row.verdict->outcome));
    return compare_counts(c, row.counts, counts);
}

static enum err
compare_items(struct compare *c, const char *paper, json_t *expected)
{
    const char *id;
    const char *rule = "";
    json_t *items;
    json_t *item;
    json_error_t error;
    enum err e = OK;

    if (json_unpack_ex(expected, &error, 0, "{s?s s:o !}", "rule", &rule,
                       "items", &items))
        return json_fault_set(c->fault, paper, error.text);
    json_object_foreach(items, id, item)
    {
        struct result_row_view row;
        const char *label;
        json_int_t roll;
        json_t *counts;

        if (json_unpack_ex(item, &error, 0, "{s:o s:I s:s !}", "counts",
                           &counts, "roll_for_this_item", &roll, "label",
                           &label))
            return json_fault_set(c->fault, id, error.text);
        if (!find_row(c, &row, paper, id) || !row.verdict) {
            e = missing(c, paper, id);
            continue;
        }
        at(c, paper, id);
        compare_rule(c, &row.rule, rule);
        number(c, "roll", roll, row.roll);
        words(c, "label", label,
              row.verdict->label == VERDICT_NO_LABEL
                  ? ""
                  : row.rule.outcome[row.verdict->label].label.text);
        e = compare_counts(c, row.counts, counts);
        if (e)
            return e;
    }
    return e;
}

/* The rows of a list of the verdict, in its order. */
static void
compare_list(struct compare *c, const char *what, const json_t *expected,
             const uint16_t *list, size_t count)
{
    if (!expected)
        return;
    number(c, what, (json_int_t)json_array_size(expected), count);
    for (size_t i = 0; i < count && i < json_array_size(expected); i++) {
        struct result_row_view row;
        const char *id = json_string_value(json_array_get(expected, i));

        result_view_read_row(&row, c->c, c->round, list[i]);
        words(c, what, id ? id : "", row.id);
    }
}

static enum err
compare_candidates(struct compare *c, const char *paper, json_t *counts,
                   json_int_t needed, const char *rule)
{
    const char *id;
    json_t *candidate;
    enum err e = OK;

    json_object_foreach(counts, id, candidate)
    {
        struct result_row_view row;
        struct rule_row judged;
        uint64_t least = 0;

        if (!find_row(c, &row, paper, id)) {
            e = missing(c, paper, id);
            continue;
        }
        at(c, paper, id);
        judged =
            (struct rule_row){.options = c->view.options, .counts = row.counts};
        if (needed >= 0 && !rule_needed(&least, &row.rule, &judged))
            least = 0;
        if (needed >= 0)
            number(c, "needed", needed, least);
        compare_rule(c, &row.rule, rule);
        e = compare_counts(c, row.counts, candidate);
        if (e)
            return e;
    }
    return e;
}

/* Ballots with no `for`, where each may mark one. */
static uint64_t
abstaining(const struct compare *c)
{
    uint64_t left = c->view.returned;

    for (size_t i = 0; i < c->view.row_count; i++) {
        struct result_row_view row;

        result_view_read_row(&row, c->c, c->round, i);
        left -= row.counts->option[0];
    }
    return left;
}

static enum err
compare_election(struct compare *c, const char *paper, json_t *expected)
{
    const struct election_verdict *verdict;
    struct result_row_view row;
    const char *rule = "";
    const char *state = NULL;
    json_t *counts;
    json_t *elected = NULL;
    json_t *tied = NULL;
    json_t *below = NULL;
    json_int_t needed = -1;
    json_int_t open = -1;
    json_int_t abstain = -1;
    json_error_t error;

    if (json_unpack_ex(expected, &error, 0,
                       "{s?s s:o s?I s?s s?o s?o s?I s?o s?I !}", "rule", &rule,
                       "counts", &counts, "needed", &needed, "state", &state,
                       "elected", &elected, "tied", &tied, "open_seats", &open,
                       "below_threshold", &below, "abstain_sheets", &abstain))
        return json_fault_set(c->fault, paper, error.text);
    if (!find_row(c, &row, paper, NULL) || !c->view.election)
        return missing(c, paper, NULL);
    verdict = c->view.election;
    at(c, paper, NULL);
    if (state)
        words(c, "state", state, verdict_outcome_code(verdict->outcome));
    if (open >= 0)
        number(c, "open seats", open, verdict->open_seats);
    if (abstain >= 0)
        number(c, "abstaining", abstain, abstaining(c));
    compare_list(c, "elected", elected, verdict->elected,
                 verdict->elected_count);
    compare_list(c, "tied", tied, verdict->tied, verdict->tied_count);
    compare_list(c, "below", below, verdict->below_threshold,
                 verdict->below_threshold_count);
    return compare_candidates(c, paper, counts, needed, rule);
}

static enum err
compare_results(struct compare *c, json_t *results)
{
    const char *id;
    json_t *expected;
    enum err e = OK;

    json_object_foreach(results, id, expected)
    {
        if (strcmp(id, "golden_ideas") == 0)
            continue;
        if (json_object_get(expected, "items"))
            e = compare_items(c, id, expected);
        else if (json_object_get(expected, "outcome"))
            e = compare_motion(c, id, expected);
        else
            e = compare_election(c, id, expected);
        if (e)
            return e;
    }
    return e;
}

/* The numbers at the top hold for every round. */
static void
compare_attendance(struct compare *c, const char *session, json_int_t roll,
                   json_int_t present, json_int_t absent, json_int_t issued)
{
    for (size_t n = 0; n < result_view_count(c->c); n++) {
        result_view_read(&c->view, c->c, n);
        at(c, c->view.paper_id, NULL);
        words(c, "session", session, c->view.session_id);
        number(c, "roll", roll, c->view.roll);
        number(c, "present", present, c->view.present);
        number(c, "absent", absent, c->view.roll - c->view.present);
        if (c->view.ballot != EVENT_BY_HANDS)
            number(c, "issued", issued, c->view.issued);
    }
}

enum err
json_expected_compare(struct expected_report *report, struct json_fault *fault,
                      const struct conference *c, struct span bytes)
{
    struct compare compare = {.report = report, .fault = fault, .c = c};
    const char *session;
    json_int_t roll;
    json_int_t present;
    json_int_t absent;
    json_int_t issued;
    json_t *results;
    json_t *root;
    json_error_t error;
    enum err e = json_read(&root, fault, bytes);

    if (e)
        return e;
    if (json_unpack_ex(root, &error, 0, "{s:s s:I s:I s:I s:I s:o !}",
                       "session", &session, "roll", &roll, "present", &present,
                       "absent", &absent, "issued", &issued, "results",
                       &results)) {
        e = json_fault_set(fault, "expected", error.text);
    } else {
        compare_attendance(&compare, session, roll, present, absent, issued);
        e = compare_results(&compare, results);
    }
    json_read_free(root);
    return e;
}
