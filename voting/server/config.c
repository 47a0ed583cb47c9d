#include "voting/server/config.h"

#include <arpa/inet.h>
#include <string.h>

#include "crypto/decimal.h"
#include "voting/server/config_form.h"

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

/* ---- Values ---------------------------------------------------------------*/

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
        return config_form_take_listen(config->address, &config->port, value)
                   ? CONFIG_FINE
                   : CONFIG_LISTEN;
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
    return config_form_take_text(place, CONFIG_PATH_MAX, value) ? CONFIG_FINE
                                                                : CONFIG_PATH;
}

/* ---- The form -------------------------------------------------------------*/

static unsigned
find(struct span name)
{
    unsigned i = 0;

    while (i < CONFIG_KEY_COUNT_ &&
           !span_eq(name, span_text(config_settings[i].key)))
        i++;
    return i < CONFIG_KEY_COUNT_ ? i : CONFIG_FORM_NONE;
}

static enum config_fault
take(void *settings, unsigned key, struct span value)
{
    return take_value(settings, (enum config_key)key, value);
}

static const struct config_form form = {
    .find = find,
    .paths = 1U << CONFIG_KEY_LOG | 1U << CONFIG_KEY_LOG_KEY |
             1U << CONFIG_KEY_CERTIFICATE | 1U << CONFIG_KEY_CERTIFICATE_KEY,
    .take = take,
};

enum err
config_read(struct config *config, struct config_faults *faults,
            struct span bytes)
{
    struct config spare;
    const struct config_given given = {&form, config, &spare, &config->set};

    return config_form_read(&given, faults, bytes);
}

enum err
config_set(struct config *config, struct config_faults *faults,
           const char *key_name, const char *value)
{
    const struct config_given given = {&form, config, NULL, &config->set};

    return config_form_set(&given, faults, key_name, value);
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
        e = config_form_blame(faults, CONFIG_NO_LOG, 0, address);
    if (!*config->certificate != !*config->certificate_key)
        e = config_form_blame(faults, CONFIG_PAIR, 0, address);
    if (certificate && config->plain_open)
        e = config_form_blame(faults, CONFIG_CONTRADICTION, 0, address);
    if (config->behind_proxy && open)
        e = config_form_blame(faults, CONFIG_PROXY, 0, address);
    else if (open && !certificate && !config->plain_open)
        e = config_form_blame(faults, CONFIG_PLAIN, 0, address);
    if (config->connections_per_address > config->connections)
        e = config_form_blame(faults, CONFIG_LIMITS, 0, address);
    return e;
}
