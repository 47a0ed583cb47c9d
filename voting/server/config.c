#include "voting/server/config.h"

#include <arpa/inet.h>
#include <string.h>

#include "crypto/decimal.h"
#include "crypto/utf8.h"

enum kind {
    KIND_PATH, /* 0: what most are */
    KIND_LISTEN,
    KIND_YES_NO,
    KIND_NUMBER,
    KIND_SENTENCE,
    KIND_LANGUAGE,
};

/* What each setting's value is, and where it goes. */
static const struct {
    enum kind kind;
    size_t offset; /* in struct config, of a path, number or bool */
    unsigned least;
    unsigned most;
} forms[CONFIG_KEY_COUNT_] = {
    [CONFIG_KEY_LISTEN] = {KIND_LISTEN, 0, 0, 0},
    [CONFIG_KEY_LOG] = {KIND_PATH, offsetof(struct config, log), 0, 0},
    [CONFIG_KEY_LOG_KEY] = {KIND_PATH, offsetof(struct config, log_key), 0, 0},
    [CONFIG_KEY_CERTIFICATE] = {KIND_PATH, offsetof(struct config, certificate),
                                0, 0},
    [CONFIG_KEY_CERTIFICATE_KEY] = {KIND_PATH,
                                    offsetof(struct config, certificate_key), 0,
                                    0},
    [CONFIG_KEY_BEHIND_PROXY] = {KIND_YES_NO,
                                 offsetof(struct config, behind_proxy), 0, 0},
    [CONFIG_KEY_PLAIN_HTTP] = {KIND_SENTENCE, 0, 0, 0},
    [CONFIG_KEY_CONNECTIONS] = {KIND_NUMBER,
                                offsetof(struct config, connections), 1,
                                CONFIG_CONNECTIONS_MAX},
    [CONFIG_KEY_CONNECTIONS_PER_ADDRESS] = {KIND_NUMBER,
                                            offsetof(struct config,
                                                     connections_per_address),
                                            1, CONFIG_CONNECTIONS_MAX},
    [CONFIG_KEY_WORKERS] = {KIND_NUMBER, offsetof(struct config, workers), 0,
                            CONFIG_WORKERS_MAX},
    [CONFIG_KEY_PROVE] = {KIND_YES_NO, offsetof(struct config, prove), 0, 0},
    [CONFIG_KEY_LANGUAGE] = {KIND_LANGUAGE, 0, 0, 0},
};

void
config_start(struct config *config)
{
    *config = (struct config){.address = "127.0.0.1",
                              .port = 8080,
                              .connections = 10000,
                              .connections_per_address = 5000};
}

static enum err
blame(struct config_faults *faults, enum config_fault fault, unsigned line,
      struct span culprit)
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

static bool
copy_text(char *out, size_t room, struct span text)
{
    if (text.len == 0 || text.len >= room)
        return false;
    memcpy(out, text.ptr, text.len);
    out[text.len] = '\0';
    return true;
}

/* "127.0.0.1:8080" or "[::1]:8080". */
static bool
take_listen(struct config *config, struct span value)
{
    unsigned char bytes[sizeof(struct in6_addr)];
    char address[CONFIG_ADDRESS_MAX];
    struct span host;
    uint64_t port;
    bool six = !span_take_prefix(&value, "[");

    host = span_head(value, span_find(value, six ? ']' : ':'));
    value = span_from(value, host.len);
    if (span_take_prefix(&value, six ? "]:" : ":") ||
        decimal_parse(&port, value, UINT16_MAX) ||
        !copy_text(address, sizeof address, host) ||
        inet_pton(six ? AF_INET6 : AF_INET, address, bytes) != 1)
        return false;
    memcpy(config->address, address, sizeof address);
    config->port = (uint16_t)port;
    return true;
}

static bool
take_yes_no(bool *out, struct span value)
{
    *out = span_eq(value, span_text("yes"));
    return *out || span_eq(value, span_text("no"));
}

static bool
take_number(unsigned *out, struct span value, unsigned least, unsigned most)
{
    uint64_t number;

    if (decimal_parse(&number, value, most) || number < least)
        return false;
    *out = (unsigned)number;
    return true;
}

static bool
take_language(struct config *config, struct span value)
{
    config->lang = span_eq(value, span_text("zh")) ? LANG_ZH : LANG_EN;
    config->has_lang = true;
    return config->lang == LANG_ZH || span_eq(value, span_text("en"));
}

static enum config_fault
take_value(struct config *config, enum config_key key, struct span value)
{
    void *place = (char *)config + forms[key].offset;

    switch (forms[key].kind) {
    case KIND_LISTEN:
        return take_listen(config, value) ? CONFIG_FINE : CONFIG_LISTEN;
    case KIND_YES_NO:
        return take_yes_no(place, value) ? CONFIG_FINE : CONFIG_YES_NO;
    case KIND_NUMBER:
        return take_number(place, value, forms[key].least, forms[key].most)
                   ? CONFIG_FINE
                   : CONFIG_NUMBER;
    case KIND_SENTENCE:
        config->plain_open = span_eq(value, span_text(CONFIG_PLAIN_SENTENCE));
        return config->plain_open ? CONFIG_FINE : CONFIG_SENTENCE;
    case KIND_LANGUAGE:
        return take_language(config, value) ? CONFIG_FINE : CONFIG_LANGUAGE;
    case KIND_PATH:
        break;
    }
    return copy_text(place, CONFIG_PATH_MAX, value) ? CONFIG_FINE : CONFIG_PATH;
}

/* CONFIG_KEY_COUNT_: no such setting. */
static enum config_key
find_key(struct span name)
{
    size_t i = 0;

    while (i < CONFIG_KEY_COUNT_ &&
           !span_eq(name, span_text(config_settings[i].key)))
        i++;
    return (enum config_key)i;
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
look_at_value(enum config_key key, struct span value)
{
    if (value.len == 0)
        return CONFIG_NO_VALUE;
    if (*value.ptr == '"' || *value.ptr == '\'')
        return CONFIG_QUOTED;
    if (span_find(value, '#') < value.len)
        return CONFIG_COMMENT;
    /* A service's folder is not its operator's: only whole paths mean one. */
    if (forms[key].kind == KIND_PATH && *value.ptr != '/')
        return CONFIG_PATH;
    return CONFIG_FINE;
}

/* What the file set, so that a second line of one key is seen. */
struct reading {
    struct config *config;
    struct config_faults *faults;
    unsigned line;
    unsigned seen;
};

static enum err
take_setting(struct reading *r, struct span name, struct span value)
{
    enum config_key key = find_key(name);
    enum config_fault fault;
    struct config spare;
    bool given;

    if (key == CONFIG_KEY_COUNT_)
        return blame(r->faults, CONFIG_UNKNOWN, r->line, name);
    if (r->seen & (1U << key))
        return blame(r->faults, CONFIG_TWICE, r->line, name);
    r->seen |= 1U << key;
    fault = look_at_value(key, value);
    if (fault)
        return blame(r->faults, fault, r->line,
                     fault == CONFIG_NO_VALUE ? name : value);
    /* What the command line gave stays, and a wrong line is wrong anyway. */
    given = (r->config->set & (1U << key)) != 0;
    fault = take_value(given ? &spare : r->config, key, value);
    return fault ? blame(r->faults, fault, r->line, value) : OK;
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
        return blame(r->faults, CONFIG_NO_EQUALS, r->line, line);
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
config_read(struct config *config, struct config_faults *faults,
            struct span bytes)
{
    struct reading r = {.config = config, .faults = faults};
    enum err e = OK;

    if (span_starts_with(bytes, "\xEF\xBB\xBF"))
        bytes = span_from(bytes, 3);
    while (bytes.len > 0) {
        struct span line = span_head(bytes, span_find(bytes, '\n'));
        enum err taken;

        bytes = span_from(bytes, line.len + (line.len < bytes.len ? 1 : 0));
        r.line++;
        taken = is_text(line)
                    ? take_line(&r, line)
                    : blame(faults, CONFIG_NOT_TEXT, r.line, (struct span){0});
        if (taken)
            e = taken;
    }
    return e;
}

enum err
config_set(struct config *config, struct config_faults *faults,
           const char *key_name, const char *value)
{
    enum config_key key = find_key(span_text(key_name));
    enum config_fault fault;

    if (key == CONFIG_KEY_COUNT_)
        return blame(faults, CONFIG_UNKNOWN, 0, span_text(key_name));
    if (config->set & (1U << key))
        return blame(faults, CONFIG_TWICE, 0, span_text(key_name));
    config->set |= 1U << key;
    fault = take_value(config, key, span_text(value));
    return fault ? blame(faults, fault, 0, span_text(value)) : OK;
}

/* ---- The whole ------------------------------------------------------------*/

bool
config_is_loopback(const struct config *config)
{
    struct in_addr four;
    struct in6_addr six;

    if (inet_pton(AF_INET, config->address, &four) == 1)
        return ntohl(four.s_addr) >> 24 == 127;
    if (inet_pton(AF_INET6, config->address, &six) != 1)
        return false;
    return IN6_IS_ADDR_LOOPBACK(&six) ||
           (IN6_IS_ADDR_V4MAPPED(&six) && six.s6_addr[12] == 127);
}

enum err
config_check(const struct config *config, struct config_faults *faults)
{
    bool certificate = *config->certificate && *config->certificate_key;
    bool open = !config_is_loopback(config);
    struct span address = span_text(config->address);
    enum err e = OK;

    if (!*config->log)
        e = blame(faults, CONFIG_NO_LOG, 0, address);
    if (!*config->certificate != !*config->certificate_key)
        e = blame(faults, CONFIG_PAIR, 0, address);
    if (certificate && config->plain_open)
        e = blame(faults, CONFIG_CONTRADICTION, 0, address);
    if (config->behind_proxy && open)
        e = blame(faults, CONFIG_PROXY, 0, address);
    else if (open && !certificate && !config->plain_open)
        e = blame(faults, CONFIG_PLAIN, 0, address);
    if (config->connections_per_address > config->connections)
        e = blame(faults, CONFIG_LIMITS, 0, address);
    return e;
}
