/*
 * ctl_say.c - how a command speaks, to people and to programs.
 */
#include <inttypes.h>
#include <string.h>

#include "voting/ctl/ctl.h"

enum { SENTENCE_BYTES = 4096 };

void
ctl_say(struct ctl *ctl, enum message message, const char *text_1,
        const char *text_2, const char *text_3)
{
    if (!ctl->json)
        message_say(ctl->out, ctl->lang, message, text_1, text_2, text_3, NULL);
}

static void
fail_json(struct ctl *ctl, const char *code, const char *words,
          const uint32_t *cause)
{
    struct json_writer w;

    ctl_json_begin(ctl, &w);
    json_put_object(&w, NULL);
    json_put_text(&w, "error", code);
    json_put_text(&w, "words", words);
    if (cause && *cause != CONFERENCE_NO_ENTRY)
        json_put_number(&w, "cause", *cause);
    json_put_object_end(&w);
    ctl_json_end(ctl, &w);
}

enum ctl_status
ctl_fail(struct ctl *ctl, enum ctl_status status, enum message message,
         const char *text_1, const char *text_2, const char *text_3)
{
    static const char *const codes[] = {"none", "refused", "usage", "failed",
                                        "uncertain"};
    char words[SENTENCE_BYTES];

    message_format(words, sizeof words, ctl->lang, message, text_1, text_2,
                   text_3, NULL);
    if (ctl->json)
        fail_json(ctl, codes[status], words, NULL);
    else
        fprintf(ctl->err, "%s\n", words);
    return status;
}

enum ctl_status
ctl_refuse(struct ctl *ctl, enum refusal refusal, uint32_t cause)
{
    const char *words = refusal_words(refusal, ctl->lang);
    char number[CTL_NUMBER_BYTES];

    if (ctl->json) {
        fail_json(ctl, refusal_code(refusal), words, &cause);
        return CTL_REFUSED;
    }
    message_say(ctl->err, ctl->lang, MESSAGE_REFUSED, words,
                refusal_code(refusal), NULL, NULL);
    if (cause != CONFERENCE_NO_ENTRY)
        message_say(ctl->err, ctl->lang, MESSAGE_REFUSED_CAUSE,
                    ctl_number(number, cause), NULL, NULL, NULL);
    return CTL_REFUSED;
}

enum ctl_status
ctl_bad_options(struct ctl *ctl)
{
    static const enum message messages[] = {
        [OPTIONS_FINE] = MESSAGE_OPTION_VALUE,
        [OPTIONS_UNKNOWN] = MESSAGE_OPTION_UNKNOWN,
        [OPTIONS_NO_VALUE] = MESSAGE_OPTION_NO_VALUE,
        [OPTIONS_TWICE] = MESSAGE_OPTION_TWICE,
        [OPTIONS_REQUIRED] = MESSAGE_OPTION_REQUIRED,
        [OPTIONS_FEW] = MESSAGE_ARGUMENTS_FEW,
        [OPTIONS_MANY] = MESSAGE_ARGUMENTS_MANY,
        [OPTIONS_VALUE] = MESSAGE_OPTION_VALUE,
    };

    return ctl_fail(ctl, CTL_USAGE, messages[ctl->options.fault],
                    ctl->options.culprit, NULL, NULL);
}

enum ctl_status
ctl_bad_value(struct ctl *ctl, const char *value)
{
    return ctl_fail(ctl, CTL_USAGE, MESSAGE_OPTION_VALUE, value, NULL, NULL);
}

enum ctl_status
ctl_fail_err(struct ctl *ctl, enum err e, const char *what)
{
    char words[SENTENCE_BYTES];

    (void)snprintf(words, sizeof words, "%s: %s", what, err_name(e));
    return ctl_fail(ctl, CTL_FAILED, MESSAGE_FAILED, words, NULL, NULL);
}

const char *
ctl_number(char out[CTL_NUMBER_BYTES], uint64_t number)
{
    (void)snprintf(out, CTL_NUMBER_BYTES, "%" PRIu64, number);
    return out;
}

void
ctl_json_begin(struct ctl *ctl, struct json_writer *w)
{
    text_writer_start(&ctl->json_text, ctl->json_bytes, CTL_JSON_BYTES);
    json_put_start(w, &ctl->json_text);
}

void
ctl_json_end(struct ctl *ctl, struct json_writer *w)
{
    struct span written;

    json_put_end(w);
    if (text_writer_finish(&ctl->json_text, &written))
        fputs("{\"error\": \"failed\", \"words\": \"too long\"}\n", ctl->out);
    else
        fwrite(written.ptr, 1, written.len, ctl->out);
}
