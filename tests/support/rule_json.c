#include "tests/support/rule_json.h"

#include "tests/test.h"

json_t *
rule_json_load(const char *path)
{
    json_error_t error;
    json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &error);

    if (root == NULL)
        fail_msg("%s:%d: %s", path, error.line, error.text);
    return root;
}

/* Where the bucket of this name is counted; NULL: it is an option. */
static uint32_t *
bucket(struct row_counts *counts, const char *name)
{
    if (strcmp(name, "invalid") == 0)
        return &counts->invalid;
    if (strcmp(name, "unreturned") == 0)
        return &counts->unreturned;
    if (strcmp(name, "unissued") == 0)
        return &counts->unissued;
    if (strcmp(name, "absent") == 0)
        return &counts->absent;
    return NULL;
}

static void
read_counts(struct rule_options *options, struct row_counts *counts,
            json_t *object)
{
    const char *name;
    json_t *value;

    *options = (struct rule_options){0};
    *counts = (struct row_counts){0};
    json_object_foreach(object, name, value)
    {
        uint32_t n = (uint32_t)json_integer_value(value);
        uint32_t *at = bucket(counts, name);

        assert_true(json_is_integer(value));
        if (at) {
            *at = n;
            continue;
        }
        assert_true(options->count < RULE_OPTIONS_MAX);
        assert_ok(
            rule_word_make(&options->id[options->count], span_text(name)));
        counts->option[options->count++] = n;
    }
    counts->present_at_open =
        (uint32_t)rule_base_size(options, counts, RULE_BASE_PRESENT);
}

void
rule_json_row(struct rule_json_row *out, json_t *counts, json_t *weighted)
{
    const char *name;
    json_t *value;
    size_t n = 0;

    *out = (struct rule_json_row){0};
    read_counts(&out->options, &out->counts, counts);
    json_object_foreach(weighted, name, value)
    {
        struct rule_options options;

        assert_true(n < RULE_JSON_TALLIES_MAX);
        assert_ok(rule_word_make(&out->weighted[n].weight, span_text(name)));
        read_counts(&options, &out->weighted[n].counts, value);
        assert_memory_equal(&options, &out->options, sizeof options);
        n++;
    }
    out->row.options = &out->options;
    out->row.counts = &out->counts;
    out->row.weighted = out->weighted;
    out->row.weighted_count = n;
}
