/*
 * ballotd - the ballot server. docs/operations.md; the server itself, without
 * a command line, is voting/server/server.h.
 */
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "voting/machine/file_access.h"
#include "voting/machine/notify.h"
#include "voting/machine/process_guard.h"
#include "voting/server/ballotd_options.h"
#include "voting/server/server.h"
#include "voting/server/server_log.h"
#include "voting/server/setup_notice.h"
#include "voting/server/witness_program.h"
#include "voting/version.h"

enum { EXIT_DONE = 0, EXIT_USAGE = 2, EXIT_FAILED = 3 };

struct ballotd {
    struct server *server;
    struct notify notify;
    const struct config *config;
    bool founded;       /* the log is not empty: no set-up code any more */
    bool stopping_told; /* systemd knows that we stop */
};

/* A signal handler has no argument to find these by. */
static struct server *volatile signalled_server;
static volatile sig_atomic_t stop_asked;
static volatile sig_atomic_t reload_asked;

static void
on_signal(int number)
{
    struct server *server = signalled_server;

    if (number == SIGHUP) {
        reload_asked = 1;
        server_reload(server);
    } else {
        stop_asked = 1;
        server_stop(server);
    }
}

/* Signals that come before the server stands wait until it does. */
static enum err
hold_signals(sigset_t *signals)
{
    (void)sigemptyset(signals);
    (void)sigaddset(signals, SIGHUP);
    (void)sigaddset(signals, SIGINT);
    (void)sigaddset(signals, SIGTERM);
    return sigprocmask(SIG_BLOCK, signals, NULL) ? ERR_IO : OK;
}

static enum err
catch_signals(const sigset_t *signals, struct server *server)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};

    signalled_server = server;
    action.sa_mask = *signals;
    if (sigaction(SIGHUP, &action, NULL) || sigaction(SIGINT, &action, NULL) ||
        sigaction(SIGTERM, &action, NULL) ||
        sigprocmask(SIG_UNBLOCK, signals, NULL))
        return ERR_IO;
    return OK;
}

static enum err
tell_stopping(struct ballotd *d)
{
    if (d->stopping_told)
        return OK;
    d->stopping_told = true;
    return notify_stopping(&d->notify);
}

/* What systemd does not hear it finds out by itself, and says so. */
static void
tick(void *context)
{
    struct ballotd *d = context;
    enum err e = notify_alive(&d->notify);

    if (!e && reload_asked) {
        reload_asked = 0;
        e = notify_reloading(&d->notify);
        if (!e)
            e = notify_ready(&d->notify);
    }
    if (!e && stop_asked)
        e = tell_stopping(d);
    if (e)
        server_log(SERVER_LINE_INTERNAL, "sd_notify", err_name(e), NULL);
    if (d->founded || server_setup_code(d->server))
        return;
    d->founded = true;
    e = setup_notice_withdraw(d->config->log);
    if (e)
        server_log(SERVER_LINE_INTERNAL, "set-up-code", err_name(e), NULL);
}

static const char *
or_null(const char *path)
{
    return *path ? path : NULL;
}

/* A key that everybody on the machine can read is no secret. */
static enum err
check_certificate(const struct config *config)
{
    enum err e;

    if (!*config->certificate)
        return OK;
    e = file_access_check(config->certificate_key, S_IRWXO);
    if (!e)
        e = file_access_readable(config->certificate_key);
    if (!e)
        e = file_access_readable(config->certificate);
    return e;
}

/* Why it did not start, in words that lead on. */
static const char *
reason(enum err e, enum lang lang)
{
    static const char *const reasons[ERR_COUNT_][LANG_COUNT_] = {
        [ERR_INPUT] = {"日志文件不是日志，或证书、地址不可用",
                       "the files are not those of a log, or the certificate "
                       "or the address cannot be used"},
        [ERR_AUTH] = {"日志、私钥或记录码副本可被他人读写，请改为 0600",
                      "the log, its key or its checkpoint's copy may be read "
                      "or written by others: chmod 600"},
        [ERR_STATE] = {"日志正被另一个进程使用",
                       "another process uses the log"},
        [ERR_EXISTS] = {"端口已被占用", "the port is taken"},
        [ERR_NOTFOUND] =
            {"日志的三个文件（数据库、.key、.checkpoint）缺少一部分",
             "of the log's three files (database, .key, .checkpoint) some are "
             "missing"},
        [ERR_IO] = {"磁盘或网络出错", "disk or network failed"},
        [ERR_NOMEM] = {"内存不足", "out of memory"},
    };
    const char *found = reasons[e][lang == LANG_ZH ? LANG_ZH : LANG_EN];

    return found ? found : err_name(e);
}

static int
cannot_start(enum err e, enum lang lang)
{
    server_log(SERVER_LINE_CANNOT_START, reason(e, lang), err_name(e), NULL);
    return EXIT_FAILED;
}

static enum err
say_where(const struct ballotd *d)
{
    const struct config *config = d->config;
    const char *how = *config->certificate   ? "https"
                      : config->behind_proxy ? "http, behind-proxy"
                                             : "http";
    char where[CONFIG_ADDRESS_MAX + 16];
    bool six = strchr(config->address, ':') != NULL;

    (void)snprintf(where, sizeof where, "%s%s%s:%u", six ? "[" : "",
                   config->address, six ? "]" : "",
                   (unsigned)server_port(d->server));
    server_log(SERVER_LINE_LISTENING, where, how, NULL);
    if (config->plain_open && !config_is_loopback(config))
        server_log(SERVER_LINE_PLAIN_OPEN, NULL, NULL, NULL);
    return notify_status(&d->notify, where);
}

static enum err
tell_setup_code(struct ballotd *d, enum lang lang)
{
    const char *code = server_setup_code(d->server);

    if (!code)
        return OK; /* tick() takes away what an earlier start wrote */
    return setup_notice_give(code, d->config->log,
                             isatty(STDERR_FILENO) ? stderr : NULL, lang);
}

static int
serve(struct ballotd *d, const sigset_t *signals, enum lang lang)
{
    enum err e = tell_setup_code(d, lang);

    if (!e)
        e = say_where(d);
    if (!e)
        e = catch_signals(signals, d->server);
    if (!e)
        e = notify_ready(&d->notify);
    if (e)
        return cannot_start(e, lang);
    e = server_run(d->server);
    if (e)
        server_log(SERVER_LINE_INTERNAL, "server", err_name(e), NULL);
    if (tell_stopping(d) && !e)
        e = ERR_IO;
    return e ? EXIT_FAILED : EXIT_DONE;
}

static int
run(const struct config *config, enum lang lang)
{
    struct ballotd d = {.config = config, .notify = {.descriptor = -1}};
    const struct server_options options = {
        .log_path = config->log,
        .key_path = or_null(config->log_key),
        .address = config->address,
        .port = config->port,
        .tls_certificate = or_null(config->certificate),
        .tls_key = or_null(config->certificate_key),
        .behind_proxy = config->behind_proxy,
        .plain_open = config->plain_open && !config_is_loopback(config),
        .workers = config->workers,
        .connections_max = config->connections,
        .address_connections_max = config->connections_per_address,
        .prove = config->prove,
        .tick = tick,
        .context = &d,
    };
    sigset_t signals;
    enum err e = hold_signals(&signals);
    int status;

    if (!e)
        e = notify_open(&d.notify);
    if (!e)
        e = server_open(&d.server, &options);
    status = e ? cannot_start(e, lang) : serve(&d, &signals, lang);
    (void)sigprocmask(SIG_BLOCK, &signals, NULL);
    signalled_server = NULL;
    server_close(d.server);
    notify_close(&d.notify);
    return status;
}

/* What is wrong with the certificate's files. */
static const char *
certificate_reason(enum err e, enum lang lang)
{
    bool zh = lang == LANG_ZH;

    switch (e) {
    case ERR_AUTH:
        return zh ? "证书的私钥可被任何人读取，请改为 0600"
                  : "everybody may read the certificate's key: chmod 600";
    case ERR_NOTFOUND:
        return zh ? "没有证书或它的私钥"
                  : "the certificate or its key is not there";
    default:
        return zh ? "此用户读不到证书或它的私钥"
                  : "this user cannot read the certificate or its key";
    }
}

static int
check(const struct ballotd_options *options)
{
    enum err e = check_certificate(&options->config);

    if (e) {
        fprintf(stderr, "%s: %s (%s)\n", options->config.certificate_key,
                certificate_reason(e, options->lang), err_name(e));
        return EXIT_FAILED;
    }
    puts(options->lang == LANG_ZH ? "设置无误。" : "The settings hold.");
    return fflush(stdout) ? EXIT_FAILED : EXIT_DONE;
}

static int
start(const struct ballotd_options *options)
{
    const struct config *config = &options->config;
    enum lang lang = config->has_lang ? config->lang : options->lang;
    enum err e;

    server_log_start(STDERR_FILENO, lang, server_log_is_journal(STDERR_FILENO));
    server_log(SERVER_LINE_STARTED, VERSION_TEXT, config->log, NULL);
    e = process_guard();
    if (e)
        return cannot_start(e, lang);
    e = check_certificate(config);
    if (e) {
        server_log(SERVER_LINE_CANNOT_START, certificate_reason(e, lang),
                   err_name(e), NULL);
        return EXIT_FAILED;
    }
    if (!process_guard_can_lock())
        server_log(SERVER_LINE_MEMORY_UNLOCKED, NULL, NULL, NULL);
    return run(config, lang);
}

int
main(int argc, char **argv)
{
    struct ballotd_options options;

    if (!setlocale(LC_CTYPE, ""))
        (void)setlocale(LC_CTYPE, "C");
    if (argc > 1 && strcmp(argv[1], "--witness") == 0)
        return witness_program(argc, argv);
    if (ballotd_options_read(&options, argc, argv)) {
        ballotd_options_say(stderr, &options);
        return EXIT_USAGE;
    }
    if (options.help) {
        ballotd_options_help(stdout, options.lang);
        return EXIT_DONE;
    }
    if (options.version) {
        puts("ballotd " VERSION_TEXT);
        return EXIT_DONE;
    }
    if (sodium_init() < 0)
        return EXIT_FAILED;
    return options.check ? check(&options) : start(&options);
}
