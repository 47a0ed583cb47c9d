#include "voting/web/core/core_setup.h"

#include "ballots/json.h"
#include "ballots/preset.h"
#include "ballots/rule_text.h"

static void
put_both(struct json_writer *w, const char *zh, const char *en)
{
    json_put_text(w, "zh", zh ? zh : "");
    json_put_text(w, "en", en ? en : "");
}

static void
write_fault(struct text_writer *out, const void *context)
{
    enum rule_fault fault = *(const enum rule_fault *)context;
    struct json_writer w;

    json_put_start(&w, out);
    if (fault == RULE_FAULT_NONE) {
        json_put_null(&w, NULL);
        return;
    }
    json_put_object(&w, NULL);
    json_put_text(&w, "code", rule_fault_code(fault));
    put_both(&w, words_rule_fault(LANG_ZH, fault),
             words_rule_fault(LANG_EN, fault));
    json_put_object_end(&w);
}

static enum err
read_options(struct rule_options *options, struct span text)
{
    *options = (struct rule_options){0};
    while (text.len > 0) {
        size_t len = span_find(text, ' ');

        if (options->count == RULE_OPTIONS_MAX ||
            rule_word_make(&options->id[options->count], span_head(text, len)))
            return ERR_INPUT;
        options->count++;
        text = span_from(text, len < text.len ? len + 1 : len);
    }
    return OK;
}

uint32_t
web_rule_fault(const char *text, uint32_t len, const char *options_text,
               uint32_t options_len, uint32_t rows)
{
    struct rule_options options;
    enum rule_fault fault;
    struct rule rule;
    enum err e = rule_decode(&rule, span_of(text, len));

    if (!e)
        e = read_options(&options, span_of(options_text, options_len));
    if (e)
        return core_status(e);
    fault = rule_find_fault(&rule, &options, rows);
    return core_status(core_answer_text(write_fault, &fault));
}

static void
put_preset(struct json_writer *w, const struct preset *preset, uint32_t seats)
{
    char text[RULE_TEXT_MAX + 1];
    struct text_writer line;
    struct rule rule;

    if (preset_rule(&rule, preset, (uint16_t)seats) &&
        preset_rule(&rule, preset, 0))
        return;
    text_writer_start(&line, text, sizeof text);
    rule_encode(&line, &rule);
    json_put_object(w, NULL);
    json_put_text(w, "id", preset->id);
    put_both(w, preset->name_zh, preset->name_en);
    json_put_text(w, "source", preset->source);
    json_put_text(w, "secrecy", preset_secrecy_code(preset->secrecy));
    json_put_text(w, "kind", words_kind(LANG_EN, rule.kind));
    json_put_span(w, "rule", text_writer_written(&line));
    json_put_object_end(w);
}

static void
write_presets(struct text_writer *out, const void *context)
{
    uint32_t seats = *(const uint32_t *)context;
    size_t count;
    const struct preset *presets = preset_all(&count);
    struct json_writer w;

    json_put_start(&w, out);
    json_put_list(&w, NULL);
    for (size_t i = 0; i < count; i++)
        put_preset(&w, &presets[i], seats);
    json_put_list_end(&w);
}

uint32_t
web_presets(uint32_t seats)
{
    if (seats == 0 || seats > RULE_CANDIDATES_MAX)
        return core_status(ERR_INPUT);
    return core_status(core_answer_text(write_presets, &seats));
}
