#include "voting/web/core_view.h"

#include <string.h>

#include "ballots/blob_text.h"
#include "ballots/name_opening.h"
#include "ballots/preset.h"
#include "ballots/rule_text.h"
#include "ballots/view.h"

static void
put_both(struct json_writer *w, const char *zh, const char *en)
{
    json_put_text(w, "zh", zh ? zh : "");
    json_put_text(w, "en", en ? en : "");
}

/* ---- The state ------------------------------------------------------------*/

struct wanted {
    const struct conference *conference;
    enum core_view view;
    uint32_t number;
    struct post post;
};

static void
write_view(struct text_writer *out, const void *context)
{
    const struct wanted *wanted = context;
    struct json_writer w;
    enum err e = OK;

    json_put_start(&w, out);
    switch (wanted->view) {
    case CORE_VIEW_CONFERENCE:
        view_conference(&w, wanted->conference);
        break;
    case CORE_VIEW_ROUND:
        e = view_round(&w, wanted->conference, wanted->number);
        break;
    case CORE_VIEW_SEAT:
        e = view_seat(&w, wanted->conference, wanted->post);
        break;
    default:
        view_wall(&w, wanted->conference);
        break;
    }
    if (e)
        text_writer_fail(out, e);
}

uint32_t
web_view(uint32_t handle, uint32_t view, uint32_t number, const char *post,
         uint32_t post_len)
{
    const struct core_log *log = core_log_of(handle);
    struct wanted wanted = {.view = (enum core_view)view, .number = number};

    if (!log)
        return core_status(ERR_NOTFOUND);
    if (view >= CORE_VIEWS_ ||
        (view == CORE_VIEW_SEAT && post_parse(&wanted.post, post, post_len)))
        return core_status(ERR_INPUT);
    wanted.conference = log->conference;
    return core_status(core_answer_text(write_view, &wanted));
}

/* ---- Texts and names ------------------------------------------------------*/

static void
put_lines(struct json_writer *w, const char *key, struct span lines)
{
    struct span line;

    json_put_list(w, key);
    while (blob_text_line(&line, &lines) == OK)
        json_put_span(w, NULL, line);
    json_put_list_end(w);
}

static void
write_lines(struct text_writer *out, const void *context)
{
    const struct blob_text *text = context;
    struct json_writer w;

    json_put_start(&w, out);
    json_put_object(&w, NULL);
    put_lines(&w, "zh", text->lines[LANG_ZH]);
    put_lines(&w, "en", text->lines[LANG_EN]);
    json_put_object_end(&w);
}

uint32_t
web_text_read(const char *bytes, uint32_t len)
{
    struct blob_text text;
    enum err e = blob_text_read(&text, span_of(bytes, len));

    return core_status(e ? e : core_answer_text(write_lines, &text));
}

struct to_write {
    const uint8_t *salt;
    struct span lines[LANG_COUNT_];
};

static void
write_text(struct text_writer *w, const void *context)
{
    const struct to_write *text = context;

    blob_text_write_salt(w, text->salt);
    for (int lang = 0; lang < LANG_COUNT_; lang++) {
        struct span rest = text->lines[lang];

        while (rest.len > 0) {
            size_t len = span_find(rest, '\n');

            blob_text_write_line(w, (enum lang)lang, span_head(rest, len));
            rest = span_from(rest, len < rest.len ? len + 1 : len);
        }
    }
}

uint32_t
web_text_write(const uint8_t *salt, uint32_t salt_len, const char *zh,
               uint32_t zh_len, const char *en, uint32_t en_len)
{
    struct to_write text = {
        .salt = salt,
        .lines =
            {[LANG_ZH] = span_of(zh, zh_len), [LANG_EN] = span_of(en, en_len)},
    };
    struct blob_text check;
    enum err e = ERR_INPUT;

    if (salt_len == BLOB_TEXT_SALT_BYTES)
        e = core_answer_text(write_text, &text);
    if (!e)
        e = blob_text_read(&check,
                           span_of(core_answer(), core_answer_length()));
    return core_status(e);
}

uint32_t
web_name_commit(const char *record, uint32_t len)
{
    struct name_opening opening;
    struct hash32 hash;
    enum err e = name_opening_read(&opening, span_of(record, len));

    if (e)
        return core_status(e);
    name_opening_commit(&hash, &opening);
    return core_status(core_answer_bytes(hash.bytes, sizeof hash.bytes));
}

/* ---- Rules ----------------------------------------------------------------*/

struct sized_rule {
    const struct rule *rule;
    uint32_t roll;
};

/* Room for one sentence. */
enum { SENTENCE_MAX = 8 * 1024 };

static void
put_sentence(struct json_writer *w, const char *key, enum lang lang,
             const struct sized_rule *sized)
{
    char sentence[SENTENCE_MAX];
    struct text_writer text;

    text_writer_start(&text, sentence, sizeof sentence);
    words_rule(&text, lang, sized->rule, sized->roll);
    json_put_span(w, key, text_writer_written(&text));
}

static void
write_rule(struct text_writer *out, const void *context)
{
    const struct sized_rule *sized = context;
    struct json_writer w;

    json_put_start(&w, out);
    json_put_object(&w, NULL);
    put_sentence(&w, "zh", LANG_ZH, sized);
    put_sentence(&w, "en", LANG_EN, sized);
    json_put_text(&w, "kind", words_kind(LANG_EN, sized->rule->kind));
    json_put_object_end(&w);
}

uint32_t
web_rule_words(const char *text, uint32_t len, uint32_t roll)
{
    struct rule rule;
    struct sized_rule sized = {&rule, roll};
    enum err e = rule_decode(&rule, span_of(text, len));

    return core_status(e ? e : core_answer_text(write_rule, &sized));
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
