#include "tests/support/rule_rows.h"

#include "ballots/preset.h"
#include "ballots/rule_text.h"
#include "tests/test.h"

struct rule
rule_rows_rule(const char *text)
{
    struct rule rule;

    if (rule_decode(&rule, span_text(text)))
        fail_msg("no rule: %s", text);
    return rule;
}

struct rule
rule_rows_preset(const char *id, uint16_t seats)
{
    const struct preset *preset = preset_find(id);
    struct rule rule = {0};

    if (preset == NULL)
        fail_msg("no preset: %s", id);
    else
        assert_ok(preset_rule(&rule, preset, seats));
    return rule;
}

void
rule_rows_votes(struct rule_rows_votes *out, uint32_t in_favour,
                uint32_t against, uint32_t abstain, uint32_t absent)
{
    *out = (struct rule_rows_votes){
        .options = {3, {{"for"}, {"against"}, {"abstain"}}},
        .counts = {.option = {in_favour, against, abstain},
                   .absent = absent,
                   .present_at_open = in_favour + against + abstain},
    };
    out->row.options = &out->options;
    out->row.counts = &out->counts;
}

void
rule_rows_field(struct rule_rows_field *out, const uint32_t (*votes)[2],
                size_t count)
{
    assert_true(count <= RULE_ROWS_CANDIDATES_MAX);
    out->count = count;
    for (size_t i = 0; i < count; i++) {
        rule_rows_votes(&out->stored[i], votes[i][0], votes[i][1],
                        38 - votes[i][0] - votes[i][1], 2);
        out->rows[i] = out->stored[i].row;
    }
}
