#include "voting/server/config_form.h"

#include <arpa/inet.h>
#include <string.h>

#include "crypto/decimal.h"
#include "crypto/utf8.h"

enum err
config_form_blame(struct config_faults *faults, enum config_fault fault,
                  unsigned line, struct span culprit)
{
    size_t at = faults->count++;
    size_t len =
        culprit.len < CONFIG_CULPRIT_MAX ? culprit.len : CONFIG_CULPRIT_MAX - 1;

    if (at < CONFIG_FAULTS_MAX) {
        faults->list[at].fault = fault;
        faults->list[at].line = line;
        if (len > 0)
            memcpy(faults->list[at].culprit, culprit.ptr, len);
        faults->list[at].culprit[len] = '\0';
    }
    return ERR_INPUT;
}

/* ---- Values ---------------------------------------------------------------*/

bool
config_form_take_text(char *out, size_t room, struct span value)
{
    if (value.len == 0 || value.len >= room)
        return false;
    memcpy(out, value.ptr, value.len);
    out[value.len] = '\0';
    return true;
}

/* "127.0.0.1:8080" or "[::1]:8080". */
bool
config_form_take_listen(char address[CONFIG_ADDRESS_MAX], uint16_t *port,
                        struct span value)
{
    unsigned char bytes[sizeof(struct in6_addr)];
    char text[CONFIG_ADDRESS_MAX];
    struct span host;
    uint64_t number;
    bool six = !span_take_prefix(&value, "[");

    host = span_head(value, span_find(value, six ? ']' : ':'));
    value = span_from(value, host.len);
    if (span_take_prefix(&value, six ? "]:" : ":") ||
        decimal_parse(&number, value, UINT16_MAX) ||
        !config_form_take_text(text, sizeof text, host) ||
        inet_pton(six ? AF_INET6 : AF_INET, text, bytes) != 1)
        return false;
    memcpy(address, text, sizeof text);
    *port = (uint16_t)number;
    return true;
}

/* ---- The file -------------------------------------------------------------*/

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static struct span
trim(struct span text)
{
    while (text.len > 0 && is_blank(*text.ptr))
        text = span_from(text, 1);
    while (text.len > 0 && is_blank(text.ptr[text.len - 1]))
        text.len--;
    return text;
}

/* What is wrong with a value before its meaning is looked at. */
static enum config_fault
look_at_value(const struct config_form *form, unsigned key, struct span value)
{
    if (value.len == 0)
        return CONFIG_NO_VALUE;
    if (*value.ptr == '"' || *value.ptr == '\'')
        return CONFIG_QUOTED;
    if (span_find(value, '#') < value.len)
        return CONFIG_COMMENT;
    /* A service's folder is not its operator's: only whole paths mean one. */
    if ((form->paths & (1U << key)) && *value.ptr != '/')
        return CONFIG_PATH;
    return CONFIG_FINE;
}

/* What the file set, so that a second line of one key is seen. */
struct reading {
    const struct config_given *given;
    struct config_faults *faults;
    unsigned line;
    unsigned seen;
};

static enum err
take_setting(struct reading *r, struct span name, struct span value)
{
    const struct config_form *form = r->given->form;
    unsigned key = form->find(name);
    enum config_fault fault;
    bool given;

    if (key == CONFIG_FORM_NONE)
        return config_form_blame(r->faults, CONFIG_UNKNOWN, r->line, name);
    if (r->seen & ~form->many & (1U << key))
        return config_form_blame(r->faults, CONFIG_TWICE, r->line, name);
    r->seen |= 1U << key;
    fault = look_at_value(form, key, value);
    if (fault)
        return config_form_blame(r->faults, fault, r->line,
                                 fault == CONFIG_NO_VALUE ? name : value);
    given = (*r->given->set & (1U << key)) != 0;
    fault =
        form->take(given ? r->given->spare : r->given->settings, key, value);
    return fault ? config_form_blame(r->faults, fault, r->line, value) : OK;
}

static enum err
take_line(struct reading *r, struct span line)
{
    size_t equals;

    if (line.len > 0 && line.ptr[line.len - 1] == '\r')
        line.len--;
    line = trim(line);
    if (line.len == 0 || *line.ptr == '#')
        return OK;
    equals = span_find(line, '=');
    if (equals == line.len)
        return config_form_blame(r->faults, CONFIG_NO_EQUALS, r->line, line);
    return take_setting(r, trim(span_head(line, equals)),
                        trim(span_from(line, equals + 1)));
}

/* Tabs and a carriage return at the end are the only control characters. */
static bool
is_text(struct span line)
{
    while (line.len > 0) {
        struct span before = line;
        uint32_t point;

        if (utf8_next(&point, &line))
            return false;
        before = span_head(before, before.len - line.len);
        if (point != '\t' && !(point == '\r' && line.len == 0) &&
            utf8_check_plain(before))
            return false;
    }
    return true;
}

enum err
config_form_read(const struct config_given *given, struct config_faults *faults,
                 struct span bytes)
{
    struct reading r = {.given = given, .faults = faults};
    enum err e = OK;

    if (span_starts_with(bytes, "\xEF\xBB\xBF"))
        bytes = span_from(bytes, 3);
    while (bytes.len > 0) {
        struct span line = span_head(bytes, span_find(bytes, '\n'));
        enum err taken;

        bytes = span_from(bytes, line.len + (line.len < bytes.len ? 1 : 0));
        r.line++;
        taken = is_text(line) ? take_line(&r, line)
                              : config_form_blame(faults, CONFIG_NOT_TEXT,
                                                  r.line, (struct span){0});
        if (taken)
            e = taken;
    }
    return e;
}

enum err
config_form_set(const struct config_given *given, struct config_faults *faults,
                const char *name, const char *value)
{
    const struct config_form *form = given->form;
    unsigned key = form->find(span_text(name));
    enum config_fault fault;

    if (key == CONFIG_FORM_NONE)
        return config_form_blame(faults, CONFIG_UNKNOWN, 0, span_text(name));
    if (*given->set & ~form->many & (1U << key))
        return config_form_blame(faults, CONFIG_TWICE, 0, span_text(name));
    *given->set |= 1U << key;
    fault = form->take(given->settings, key, span_text(value));
    return fault ? config_form_blame(faults, fault, 0, span_text(value)) : OK;
}
