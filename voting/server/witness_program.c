#include "voting/server/witness_program.h"

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "crypto/decimal.h"
#include "voting/server/config.h"
#include "voting/machine/input_file.h"
#include "voting/machine/messages.h"
#include "voting/machine/process_guard.h"
#include "voting/http/tls.h"
#include "voting/witness/witness_server.h"

enum {
    EXIT_DONE = 0,
    EXIT_USAGE = 2,
    EXIT_FAILED = 3,
    CONFIG_BYTES = CONFIG_FILE_MAX,
    ADDRESS_BYTES = CONFIG_ADDRESS_MAX,
};

struct program {
    struct witness_server_options options;
    const char *certificate;
    const char *certificate_key;
    char address[ADDRESS_BYTES];
    bool help;
    enum lang lang;
    const char *culprit;       /* what is wrong */
    char config[CONFIG_BYTES]; /* the file, each value ended by a NUL */
};

static struct witness_server *volatile running;

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
    "  --config 文件        同样的设置，每行“名称 = 值”\n",
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
    "  --config FILE        the same settings, a line `name = value` each\n",
};

/* ---- Settings -------------------------------------------------------------*/

static enum err
take_listen(struct program *p, const char *value)
{
    const char *colon = strrchr(value, ':');
    size_t len = colon ? (size_t)(colon - value) : 0;
    uint64_t port;

    if (len > 2 && value[0] == '[' && value[len - 1] == ']') {
        value++;
        len -= 2;
    }
    if (!colon || len == 0 || len >= sizeof p->address ||
        decimal_parse(&port, span_text(colon + 1), UINT16_MAX))
        return ERR_INPUT;
    memcpy(p->address, value, len);
    p->address[len] = '\0';
    p->options.address = p->address;
    p->options.port = (uint16_t)port;
    return OK;
}

static enum err
take_log(struct program *p, const char *value)
{
    if (p->options.log_count == WITNESS_SERVER_LOGS_MAX)
        return ERR_INPUT;
    p->options.logs[p->options.log_count++] = value;
    return OK;
}

static enum err
take_setting(struct program *p, const char *name, const char *value)
{
    const struct {
        const char *name;
        const char **place;
    } places[] = {
        {"name", &p->options.name},
        {"key", &p->options.key_path},
        {"state", &p->options.state_folder},
        {"certificate", &p->certificate},
        {"certificate-key", &p->certificate_key},
    };

    if (strcmp(name, "log") == 0)
        return take_log(p, value);
    if (strcmp(name, "listen") == 0)
        return take_listen(p, value);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (strcmp(name, places[i].name) == 0) {
            *places[i].place = value;
            return OK;
        }
    return ERR_INPUT;
}

/* Cuts "name = value" in two, in place; NULL: it is not so. */
static char *
cut_line(char *line)
{
    char *equals = strstr(line, " = ");

    if (!equals || equals[3] == '\0')
        return NULL;
    *equals = '\0';
    return equals + 3;
}

static enum err
read_config(struct program *p, const char *path)
{
    struct input_file file;
    struct span text;
    char *line = p->config;

    if (input_file_read(&file, path, sizeof p->config - 1))
        return ERR_IO;
    text = input_file_span(&file);
    memcpy(p->config, text.ptr, text.len);
    p->config[text.len] = '\0';
    input_file_free(&file);
    while (*line) {
        char *next = line + strcspn(line, "\n");
        char *value;

        if (*next)
            *next++ = '\0';
        value = cut_line(line);
        if (*line && *line != '#' && (!value || take_setting(p, line, value))) {
            p->culprit = line;
            return ERR_INPUT;
        }
        line = next;
    }
    return OK;
}

static enum err
take_option(struct program *p, const char *name)
{
    if (strcmp(name, "witness") == 0)
        return OK;
    if (strcmp(name, "help") == 0) {
        p->help = true;
        return OK;
    }
    if (strcmp(name, "config") == 0)
        return read_config(p, optarg);
    return take_setting(p, name, optarg);
}

static bool
is_complete(const struct program *p)
{
    return p->options.name && p->options.key_path && p->options.state_folder &&
           p->options.log_count > 0 && !p->certificate == !p->certificate_key;
}

/* Plain http is for this machine, and for a proxy on it. */
static bool
is_safe(struct program *p)
{
    struct config where;

    config_start(&where);
    memcpy(where.address, p->address, sizeof p->address);
    if (p->certificate || config_is_loopback(&where))
        return true;
    p->culprit = config_fault_code(CONFIG_PLAIN);
    return false;
}

static enum err
read_options(struct program *p, int argc, char **argv)
{
    static const struct option table[] = {
        {"witness", no_argument, NULL, 0},
        {"help", no_argument, NULL, 0},
        {"config", required_argument, NULL, 0},
        {"name", required_argument, NULL, 0},
        {"key", required_argument, NULL, 0},
        {"state", required_argument, NULL, 0},
        {"log", required_argument, NULL, 0},
        {"listen", required_argument, NULL, 0},
        {"certificate", required_argument, NULL, 0},
        {"certificate-key", required_argument, NULL, 0},
        {NULL, 0, NULL, 0},
    };
    enum err e = OK;
    int which = 0;
    int found;

    opterr = 0;
    while (!e && (found = getopt_long(argc, argv, "", table, &which)) != -1) {
        e = found == 0 ? take_option(p, table[which].name) : ERR_INPUT;
        if (e && !p->culprit)
            p->culprit = argv[optind - 1];
    }
    if (!e && optind < argc) {
        p->culprit = argv[optind];
        e = ERR_INPUT;
    }
    return !e && !p->help && !(is_complete(p) && is_safe(p)) ? ERR_INPUT : e;
}

/* ---- Running --------------------------------------------------------------*/

static void
on_signal(int number)
{
    (void)number;
    witness_server_stop(running);
}

static enum err
serve(const struct program *p, struct witness_server *server)
{
    struct sigaction action = {.sa_handler = on_signal};

    running = server;
    if (sigaction(SIGTERM, &action, NULL) || sigaction(SIGINT, &action, NULL))
        return ERR_IO;
    fprintf(stderr, "ballotd --witness: %s:%u\n%s\n", p->address,
            (unsigned)witness_server_port(server), witness_server_vkey(server));
    return witness_server_run(server);
}

static enum err
start(struct program *p)
{
    struct witness_server *server = NULL;
    enum err e = process_guard();

    if (!e && p->certificate)
        e = tls_open(&p->options.tls, p->certificate, p->certificate_key);
    if (!e)
        e = witness_server_open(&server, &p->options);
    if (!e)
        e = serve(p, server);
    signal(SIGTERM, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    witness_server_close(server);
    tls_close(p->options.tls);
    return e;
}

int
witness_program(int argc, char **argv)
{
    static struct program program;
    enum err e;

    program = (struct program){.lang = message_lang()};
    (void)take_listen(&program, "127.0.0.1:8090");
    if (read_options(&program, argc, argv)) {
        fprintf(stderr, "ballotd --witness: %s\n\n%s",
                program.culprit ? program.culprit : "",
                help[program.lang == LANG_ZH ? LANG_ZH : LANG_EN]);
        return EXIT_USAGE;
    }
    if (program.help) {
        fputs(help[program.lang], stdout);
        return EXIT_DONE;
    }
    e = sodium_init() < 0 ? ERR_IO : start(&program);
    if (e)
        fprintf(stderr, "ballotd --witness: %s\n", err_name(e));
    return e ? EXIT_FAILED : EXIT_DONE;
}
