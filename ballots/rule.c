#include "ballots/rule.h"

#include <string.h>

static const char *const base_names[RULE_BASE_COUNT_] = {
    [RULE_BASE_ROLL] = "roll",
    [RULE_BASE_PRESENT] = "present",
    [RULE_BASE_ISSUED] = "issued",
    [RULE_BASE_RETURNED] = "returned",
    [RULE_BASE_VALID] = "valid",
    [RULE_BASE_EXPRESSED] = "expressed",
    [RULE_BASE_RONR_CAST] = "ronr_cast",
    [RULE_BASE_ROLL_LESS_ABSTAIN] = "roll_less_abstain",
};

/*
 * Buckets that are no bases. A view that lists counts by option id lists these
 * beside them, so no option may be called the same.
 */
static const char *const bucket_names[] = {
    "invalid", "uncounted", "unreturned", "unissued", "absent", "recused",
};

static bool
is_word_start(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool
is_word_byte(char c)
{
    return is_word_start(c) || (c >= '0' && c <= '9') || c == '_';
}

enum err
rule_word_make(struct rule_word *word, struct span bytes)
{
    *word = (struct rule_word){0};
    if (bytes.len == 0 || bytes.len > RULE_WORD_MAX ||
        !is_word_start(bytes.ptr[0]))
        return ERR_INPUT;
    for (size_t i = 1; i < bytes.len; i++)
        if (!is_word_byte(bytes.ptr[i]))
            return ERR_INPUT;
    memcpy(word->text, bytes.ptr, bytes.len);
    return OK;
}

bool
rule_word_equals(const struct rule_word *word, const char *text)
{
    return strcmp(word->text, text) == 0;
}

const char *
rule_base_name(enum rule_base base)
{
    return (unsigned)base < RULE_BASE_COUNT_ ? base_names[base] : NULL;
}

bool
rule_word_is_reserved(const struct rule_word *word)
{
    for (size_t i = 0; i < RULE_BASE_COUNT_; i++)
        if (rule_word_equals(word, base_names[i]))
            return true;
    for (size_t i = 0; i < sizeof bucket_names / sizeof *bucket_names; i++)
        if (rule_word_equals(word, bucket_names[i]))
            return true;
    return false;
}

size_t
rule_options_find(const struct rule_options *options, const char *id)
{
    size_t i;

    for (i = 0; i < options->count; i++)
        if (rule_word_equals(&options->id[i], id))
            break;
    return i;
}

enum err
row_counts_complete(struct row_counts *counts, uint32_t roll, uint32_t present,
                    uint32_t issued)
{
    uint64_t returned = (uint64_t)counts->invalid + counts->uncounted;

    for (size_t i = 0; i < RULE_OPTIONS_MAX; i++)
        returned += counts->option[i];
    if (issued > present || present > roll)
        return ERR_INPUT;
    if (returned > issued && returned - issued > UINT32_MAX)
        return ERR_INPUT;
    counts->excess = returned > issued ? (uint32_t)(returned - issued) : 0;
    counts->unreturned = returned > issued ? 0 : (uint32_t)(issued - returned);
    counts->unissued = present - issued;
    counts->absent = roll - present;
    return OK;
}

/* Sums of buckets: at most 13 of less than 2^32 each, so less than 2^36. */
struct sums {
    uint64_t choices;
    uint64_t abstain;
    uint64_t returned;
    uint64_t issued;
    uint64_t present;
    uint64_t roll;
};

static struct sums
sums_of(const struct rule_options *options, const struct row_counts *counts)
{
    struct sums s = {0};

    for (size_t i = 0; i < options->count; i++) {
        if (rule_word_equals(&options->id[i], "abstain"))
            s.abstain += counts->option[i];
        else
            s.choices += counts->option[i];
    }
    s.returned = s.choices + s.abstain + counts->invalid + counts->uncounted;
    s.issued = s.returned + counts->unreturned;
    /* Surplus ballots belong to nobody on the roll. */
    s.issued -= counts->excess < s.issued ? counts->excess : s.issued;
    s.present = s.issued + counts->unissued;
    s.roll = s.present + counts->absent;
    return s;
}

uint64_t
rule_base_size(const struct rule_options *options,
               const struct row_counts *counts, enum rule_base base)
{
    struct sums s = sums_of(options, counts);

    switch (base) {
    case RULE_BASE_ROLL:
        return s.roll;
    case RULE_BASE_PRESENT:
        return s.present;
    case RULE_BASE_ISSUED:
        return s.issued;
    case RULE_BASE_RETURNED:
        return s.returned;
    default:
        break;
    }
    if (counts->uncounted > 0)
        return 0;
    switch (base) {
    case RULE_BASE_VALID:
        return s.choices + s.abstain;
    case RULE_BASE_EXPRESSED:
        return s.choices;
    case RULE_BASE_RONR_CAST:
        return s.choices + counts->invalid;
    case RULE_BASE_ROLL_LESS_ABSTAIN:
        return s.abstain < s.roll ? s.roll - s.abstain : 0;
    default:
        return 0;
    }
}

/*
 * Bases and measures are less than 2^36, p and q at most 10^6 < 2^20, so no
 * product reaches 2^56 and 64 bits are enough.
 */
static bool
comparison_holds(const struct rule_clause *clause, uint64_t measure,
                 uint64_t base_size)
{
    uint64_t left = measure * clause->q;
    uint64_t right = base_size * clause->p;

    if (base_size == 0 || measure == 0 || measure < clause->min)
        return false;
    return clause->more_than ? left > right : left >= right;
}

bool
rule_clause_needed(uint64_t *needed, const struct rule_clause *clause,
                   uint64_t base_size)
{
    uint64_t product = base_size * clause->p;
    uint64_t least;

    *needed = 0;
    if (base_size == 0 || clause->q == 0)
        return false;
    least = clause->more_than ? product / clause->q + 1
                              : (product + clause->q - 1) / clause->q;
    if (least < clause->min)
        least = clause->min;
    *needed = least > 0 ? least : 1;
    return true;
}

/* The counts that the clause's weight speaks of; NULL: there are none. */
static const struct row_counts *
weighted_counts(const struct rule_clause *clause, const struct rule_row *row)
{
    if (clause->weight.text[0] == '\0')
        return row->counts;
    for (size_t i = 0; i < row->weighted_count; i++)
        if (rule_word_equals(&row->weighted[i].weight, clause->weight.text))
            return &row->weighted[i].counts;
    return NULL;
}

static enum err
measure_of(uint64_t *measure, const struct rule_clause *clause,
           const struct rule_options *options, const struct row_counts *counts)
{
    *measure = 0;
    if (clause->option_count > RULE_MEASURE_MAX)
        return ERR_INPUT;
    if (clause->option_count == 0) {
        *measure = clause->measured_base == RULE_BASE_PRESENT
                       ? counts->present_at_open
                       : rule_base_size(options, counts, clause->measured_base);
        return OK;
    }
    for (size_t i = 0; i < clause->option_count; i++) {
        size_t k = rule_options_find(options, clause->option[i].text);

        if (k == options->count)
            return ERR_INPUT;
        *measure += counts->option[k];
    }
    return OK;
}

enum err
rule_clause_holds(bool *holds, const struct rule_clause *clause,
                  const struct rule_row *row)
{
    const struct row_counts *counts = weighted_counts(clause, row);
    uint64_t measure;
    enum err e;

    *holds = false;
    if (counts == NULL)
        return ERR_INPUT;
    e = measure_of(&measure, clause, row->options, counts);
    if (e)
        return e;
    *holds = comparison_holds(
        clause, measure, rule_base_size(row->options, counts, clause->base));
    return OK;
}

/* Whether the clause measures nothing but one member's one vote in favour. */
static bool
measures_favour(const struct rule_clause *clause, enum rule_kind kind)
{
    const char *favour = kind == RULE_PETITION ? "signed" : "for";

    return clause->weight.text[0] == '\0' && clause->option_count == 1 &&
           rule_word_equals(&clause->option[0], favour);
}

/* With a row, over its counts; without one, over a roll of this size. */
static bool
largest_needed(uint64_t *needed, const struct rule *rule,
               const struct rule_row *row, uint64_t roll)
{
    *needed = 0;
    for (size_t i = 0; i < rule->pass.count; i++) {
        const struct rule_clause *clause = &rule->clause[rule->pass.first + i];
        uint64_t base_size = roll;
        uint64_t n;

        if (row)
            base_size = rule_base_size(row->options, row->counts, clause->base);
        else if (clause->base != RULE_BASE_ROLL)
            base_size = 0;
        if (!measures_favour(clause, rule->kind) ||
            !rule_clause_needed(&n, clause, base_size)) {
            *needed = 0;
            return false;
        }
        if (n > *needed)
            *needed = n;
    }
    return rule->pass.count > 0;
}

bool
rule_needed(uint64_t *needed, const struct rule *rule,
            const struct rule_row *row)
{
    return largest_needed(needed, rule, row, 0);
}

bool
rule_needed_of_roll(uint64_t *needed, const struct rule *rule, uint64_t roll)
{
    return largest_needed(needed, rule, NULL, roll);
}
