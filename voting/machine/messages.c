#include "voting/machine/messages.h"

#include <stdlib.h>
#include <string.h>

#include "crypto/text_writer.h"
#include "crypto/utf8.h"

static const char *const sentences[MESSAGE_COUNT_][LANG_COUNT_] = {
#define MESSAGE_LINE(name, zh, en) {zh, en},
    MESSAGES(MESSAGE_LINE)
#undef MESSAGE_LINE
};

enum { LINE_MAX_BYTES = 4096 };

const char *
message_text(enum message message, enum lang lang)
{
    return sentences[message][lang == LANG_ZH ? LANG_ZH : LANG_EN];
}

/* Writes a text so that it cannot move the cursor or reorder the line. */
static void
write_harmless(struct text_writer *w, const char *text)
{
    struct span rest = span_text(text);

    while (rest.len > 0) {
        struct span before = rest;
        uint32_t point;

        if (utf8_next(&point, &rest))
            rest = span_from(rest, 1);
        before = span_head(before, before.len - rest.len);
        if (utf8_check_plain(before))
            text_writer_text(w, "?");
        else
            text_writer_span(w, before);
    }
}

static void
fill(struct text_writer *w, const char *sentence, const char *const texts[4])
{
    struct span rest = span_text(sentence);

    while (rest.len > 0) {
        size_t open = span_find(rest, '{');

        text_writer_span(w, span_head(rest, open));
        rest = span_from(rest, open);
        if (rest.len < 3)
            continue;
        if (texts[rest.ptr[1] - '1'])
            write_harmless(w, texts[rest.ptr[1] - '1']);
        rest = span_from(rest, 3);
    }
}

void
message_fill(char *out, size_t room, const char *sentence, const char *text_1,
             const char *text_2, const char *text_3, const char *text_4)
{
    const char *const texts[4] = {text_1, text_2, text_3, text_4};
    struct text_writer w;

    text_writer_start(&w, out, room - 1);
    fill(&w, sentence, texts);
    out[w.len] = '\0';
}

void
message_format(char *out, size_t room, enum lang lang, enum message message,
               const char *text_1, const char *text_2, const char *text_3,
               const char *text_4)
{
    message_fill(out, room, message_text(message, lang), text_1, text_2, text_3,
                 text_4);
}

void
message_say(FILE *out, enum lang lang, enum message message, const char *text_1,
            const char *text_2, const char *text_3, const char *text_4)
{
    char line[LINE_MAX_BYTES];

    message_format(line, sizeof line, lang, message, text_1, text_2, text_3,
                   text_4);
    fprintf(out, "%s\n", line);
}

enum lang
message_lang(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);

        if (value && *value)
            return strncmp(value, "zh", 2) == 0 ? LANG_ZH : LANG_EN;
    }
    return LANG_EN;
}
