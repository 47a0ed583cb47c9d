#include "voting/web/core/core_words.h"

#include "ballots/blob_text.h"
#include "ballots/json.h"
#include "ballots/name_opening.h"
#include "ballots/rule_text.h"

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
