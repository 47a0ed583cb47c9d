#include "voting/server/witness_options.h"

#include <getopt.h>
#include <string.h>

#include "crypto/note_key.h"
#include "voting/machine/input_file.h"
#include "voting/machine/messages.h"
#include "voting/server/config_form.h"

enum key {
    KEY_NAME,
    KEY_KEY,
    KEY_STATE,
    KEY_LOG,
    KEY_LISTEN,
    KEY_CERTIFICATE,
    KEY_CERTIFICATE_KEY,
    KEY_COUNT_
};

enum own { OWN_WITNESS, OWN_CONFIG, OWN_HELP, OWN_LANG, OWN_COUNT_ };

static const char *const names[KEY_COUNT_] = {
    "name", "key", "state", "log", "listen", "certificate", "certificate-key",
};

static const char *const help[LANG_COUNT_] = {
    "用法：ballotd --witness --name 名称 --key 文件 --state 文件夹\n"
    "                        --log 公钥 [--log 公钥...] [--listen 地址:端口]\n"
    "\n"
    "为别的学校的大会日志存证（C2SP "
    "tlog-witness）：只签与此前所见一致的记录。\n"
    "\n"
    "  --name 名称          存证方的名称，如 witness.example.edu\n"
    "  --key 文件           私钥；没有就新建\n"
    "  --state 文件夹       此前所见；没有就新建，不可丢失、不可回退\n"
    "  --log 公钥           要存证的日志的公钥（vkey），可多次给出\n"
    "  --listen 地址:端口   默认 127.0.0.1:8090\n"
    "  --certificate 文件   证书（PEM）；不给则为 http，只可在本机或代理之后\n"
    "  --certificate-key 文件\n"
    "  --config 文件        同样的设置，每行“名称 = 值”，命令行优先；路径从 / "
    "开始\n",
    "usage: ballotd --witness --name NAME --key FILE --state FOLDER\n"
    "                         --log VKEY [--log VKEY...] "
    "[--listen ADDRESS:PORT]\n"
    "\n"
    "A witness for other schools' logs (C2SP tlog-witness): it cosigns only "
    "what\ngoes on from what it has seen before.\n"
    "\n"
    "  --name NAME          its name, e.g. witness.example.edu\n"
    "  --key FILE           its secret key; made if there is none\n"
    "  --state FOLDER       what it has seen; made if there is none; never to "
    "be\n"
    "                       lost or put back\n"
    "  --log VKEY           a log that it is to cosign; may be given often\n"
    "  --listen ADDRESS:PORT   127.0.0.1:8090 by default\n"
    "  --certificate FILE   (PEM); without it plain http, for this machine or "
    "behind\n"
    "                       a proxy only\n"
    "  --certificate-key FILE\n"
    "  --config FILE        the same settings, a line `name = value` each; "
    "the\n"
    "                       command line wins; paths begin with /\n",
};

/* ---- Settings -------------------------------------------------------------*/

static unsigned
find(struct span name)
{
    unsigned i = 0;

    while (i < KEY_COUNT_ && !span_eq(name, span_text(names[i])))
        i++;
    return i < KEY_COUNT_ ? i : CONFIG_FORM_NONE;
}

static enum config_fault
take_path(char out[CONFIG_PATH_MAX], struct span value)
{
    return config_form_take_text(out, CONFIG_PATH_MAX, value) ? CONFIG_FINE
                                                              : CONFIG_PATH;
}

/* Whether a key can have this name. */
static enum config_fault
take_name(char out[NOTE_KEY_NAME_MAX + 1], struct span value)
{
    static const struct ed25519_public some;
    struct note_key key;

    if (note_key_make(&key, value, NOTE_KEY_COSIGNATURE, &some) ||
        !config_form_take_text(out, NOTE_KEY_NAME_MAX + 1, value))
        return CONFIG_NAME;
    return CONFIG_FINE;
}

/* One more log, of another name than those before. */
static enum config_fault
take_log(struct witness_settings *s, struct span value)
{
    struct note_key key;
    struct note_key other;

    if (s->log_count == WITNESS_SERVER_LOGS_MAX)
        return CONFIG_TOO_MANY;
    if (note_key_parse(&key, value) || key.type != NOTE_KEY_ED25519)
        return CONFIG_VKEY;
    for (size_t i = 0; i < s->log_count; i++)
        if (!note_key_parse(&other, span_text(s->logs[i])) &&
            span_eq(key.name, other.name))
            return CONFIG_TWICE;
    if (!config_form_take_text(s->logs[s->log_count], NOTE_KEY_VKEY_MAX + 1,
                               value))
        return CONFIG_VKEY;
    s->log_count++;
    return CONFIG_FINE;
}

static enum config_fault
take(void *settings, unsigned key, struct span value)
{
    struct witness_settings *s = settings;

    switch ((enum key)key) {
    case KEY_NAME:
        return take_name(s->name, value);
    case KEY_KEY:
        return take_path(s->key, value);
    case KEY_STATE:
        return take_path(s->state, value);
    case KEY_LOG:
        return take_log(s, value);
    case KEY_LISTEN:
        return config_form_take_listen(s->address, &s->port, value)
                   ? CONFIG_FINE
                   : CONFIG_LISTEN;
    case KEY_CERTIFICATE:
        return take_path(s->certificate, value);
    case KEY_CERTIFICATE_KEY:
        return take_path(s->certificate_key, value);
    case KEY_COUNT_:
        break;
    }
    return CONFIG_UNKNOWN;
}

static const struct config_form form = {
    .find = find,
    .paths = 1U << KEY_KEY | 1U << KEY_STATE | 1U << KEY_CERTIFICATE |
             1U << KEY_CERTIFICATE_KEY,
    .many = 1U << KEY_LOG,
    .take = take,
};

/* Whether nothing is missing, and the settings go together. */
static enum err
check(struct witness_options *o)
{
    const struct witness_settings *s = &o->settings;
    const bool given[] = {*s->name, *s->key, *s->state, s->log_count > 0};
    struct config where;
    enum err e = OK;

    for (size_t i = 0; i < sizeof given / sizeof *given; i++)
        if (!given[i])
            e = config_form_blame(&o->faults, CONFIG_MISSING, 0,
                                  span_text(names[i]));
    if (!*s->certificate != !*s->certificate_key)
        e = config_form_blame(&o->faults, CONFIG_PAIR, 0,
                              span_text(s->address));
    /* Plain http is for this machine, and for a proxy on it. */
    config_start(&where);
    memcpy(where.address, s->address, sizeof where.address);
    if (!*s->certificate && !config_is_loopback(&where))
        e = config_form_blame(&o->faults, CONFIG_PLAIN, 0,
                              span_text(s->address));
    return e;
}

/* ---- The command line -----------------------------------------------------*/

static enum err
take_own(struct witness_options *o, enum own which)
{
    switch (which) {
    case OWN_CONFIG:
        if (o->config_file)
            o->culprit = "--config";
        o->config_file = optarg;
        break;
    case OWN_HELP:
        o->help = true;
        break;
    case OWN_LANG:
        if (strcmp(optarg, "zh") == 0)
            o->lang = LANG_ZH;
        else if (strcmp(optarg, "en") == 0)
            o->lang = LANG_EN;
        else
            o->culprit = optarg;
        break;
    case OWN_WITNESS: /* ballotd.c has seen to it that it stands first */
    case OWN_COUNT_:
        break;
    }
    return o->culprit ? ERR_INPUT : OK;
}

static enum err
take_options(struct witness_options *o, const struct config_given *given,
             int argc, char **argv)
{
    struct option table[OWN_COUNT_ + KEY_COUNT_ + 1] = {
        [OWN_WITNESS] = {"witness", no_argument, NULL, 0},
        [OWN_CONFIG] = {"config", required_argument, NULL, 0},
        [OWN_HELP] = {"help", no_argument, NULL, 0},
        [OWN_LANG] = {"lang", required_argument, NULL, 0},
    };
    enum err e = OK;

    for (int i = 0; i < KEY_COUNT_; i++)
        table[OWN_COUNT_ + i] =
            (struct option){names[i], required_argument, NULL, 0};
    optind = 0; /* start over */
    opterr = 0;
    while (!e) {
        int which = -1;
        int found = getopt_long(argc, argv, ":", table, &which);

        if (found == -1)
            break;
        if (found == '?' || found == ':') {
            o->culprit = argv[optind - 1];
            return ERR_INPUT;
        }
        e = which < OWN_COUNT_
                ? take_own(o, (enum own)which)
                : config_form_set(given, &o->faults, table[which].name, optarg);
    }
    if (!e && optind < argc) {
        o->culprit = argv[optind];
        e = ERR_INPUT;
    }
    return e;
}

enum err
witness_options_read(struct witness_options *out, int argc, char **argv)
{
    static struct witness_settings spare;
    unsigned set = 0;
    const struct config_given given = {&form, &out->settings, &spare, &set};
    struct input_file file;
    enum err e;

    *out = (struct witness_options){.lang = message_lang(),
                                    .settings.address = "127.0.0.1",
                                    .settings.port = 8090};
    spare = (struct witness_settings){0};
    e = take_options(out, &given, argc, argv);
    if (e || out->help)
        return e;
    if (out->config_file) {
        if (input_file_read(&file, out->config_file, CONFIG_FILE_MAX)) {
            out->unreadable = true;
            return ERR_INPUT;
        }
        e = config_form_read(&given, &out->faults, input_file_span(&file));
        input_file_free(&file);
    }
    return e ? e : check(out);
}

void
witness_options_say(FILE *out, const struct witness_options *options)
{
    if (options->culprit) {
        message_say(out, options->lang, MESSAGE_OPTION_UNKNOWN,
                    options->culprit, NULL, NULL, NULL);
        fputs(options->lang == LANG_ZH
                  ? "`ballotd --witness --help` 列出全部选项。\n"
                  : "`ballotd --witness --help` lists them.\n",
              out);
    }
    if (options->unreadable)
        message_say(out, options->lang, MESSAGE_FILE_READ, options->config_file,
                    NULL, NULL, NULL);
    config_faults_say(out, &options->faults, options->config_file,
                      options->lang);
}

void
witness_options_help(FILE *out, enum lang lang)
{
    fputs(help[lang == LANG_ZH ? LANG_ZH : LANG_EN], out);
}
