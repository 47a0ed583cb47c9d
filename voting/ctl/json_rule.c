#include "voting/ctl/json_rule.h"

#include <string.h>

#include <jansson.h>

#include "ballots/preset.h"
#include "ballots/rule_text.h"

static enum err
from_preset(struct rule *rule, struct json_fault *fault, const char *id,
            int seats)
{
    const struct preset *preset = preset_find(id);

    if (!preset)
        return json_fault_set(fault, "no such preset, nor a rule's text", id);
    if (seats < 0 || seats > RULE_CANDIDATES_MAX ||
        preset_rule(rule, preset, (uint16_t)seats))
        return json_fault_set(fault, id,
                              "an election needs its number of seats, another "
                              "rule has none");
    return OK;
}

static enum err
set_days(uint16_t *days, struct json_fault *fault, int value)
{
    if (value == -1)
        return OK;
    if (value < 0 || value > RULE_DAYS_MAX)
        return json_fault_set(fault, "rule", "days out of range");
    *days = (uint16_t)value;
    return OK;
}

static enum err
from_object(struct rule *rule, struct json_fault *fault, const json_t *object)
{
    const char *preset;
    const char *write_in = NULL;
    int seats = 0;
    int notice = -1;
    int publish = -1;
    int post = -1;
    json_error_t error;
    enum err e;

    if (json_unpack_ex((json_t *)object, &error, 0,
                       "{s:s s?i s?s s?i s?i s?i !}", "preset", &preset,
                       "seats", &seats, "write_in", &write_in, "notice_days",
                       &notice, "publish_days", &publish, "post_days", &post))
        return json_fault_set(fault, "rule", error.text);
    if (write_in && strcmp(write_in, "none") != 0)
        return json_fault_set(fault, "write_in", "only none is possible");
    e = from_preset(rule, fault, preset, seats);
    if (!e && write_in)
        rule->write_in = RULE_WRITE_IN_NONE;
    if (!e)
        e = set_days(&rule->notice_days, fault, notice);
    if (!e)
        e = set_days(&rule->publish_days, fault, publish);
    if (!e)
        e = set_days(&rule->post_days, fault, post);
    return e;
}

/* A preset's id has no space, a rule's text always has. */
static enum err
from_text(struct rule *rule, struct json_fault *fault, const char *text)
{
    if (!strchr(text, ' '))
        return from_preset(rule, fault, text, 0);
    if (rule_decode(rule, span_text(text)))
        return json_fault_set(fault, "not a rule's canonical text", text);
    return OK;
}

enum err
json_rule_add(struct event_paper *paper, uint32_t *number,
              struct json_fault *fault, const struct json_t *value)
{
    char text[EVENT_RULE_BYTES] = "";
    struct text_writer w;
    struct span line;
    struct rule rule;
    enum err e = json_is_string(value)
                     ? from_text(&rule, fault, json_string_value(value))
                     : from_object(&rule, fault, value);

    if (e)
        return e;
    text_writer_start(&w, text, sizeof text - 1);
    rule_encode(&w, &rule);
    if (text_writer_finish(&w, &line))
        return json_fault_set(fault, "rule", "cannot be written");
    text[line.len] = '\0';
    for (size_t i = 0; i < paper->rule_count; i++) {
        if (strcmp(paper->rules[i], text) == 0) {
            *number = (uint32_t)i + 1;
            return OK;
        }
    }
    if (paper->rule_count == EVENT_RULES_MAX)
        return json_fault_set(fault, "rule", "too many different rules");
    memcpy(paper->rules[paper->rule_count++], text, sizeof text);
    *number = (uint32_t)paper->rule_count;
    return OK;
}
