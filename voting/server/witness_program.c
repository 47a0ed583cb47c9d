#include "voting/server/witness_program.h"

#include <signal.h>
#include <stdio.h>

#include <sodium.h>

#include "voting/http/tls.h"
#include "voting/machine/process_guard.h"
#include "voting/server/witness_options.h"

enum { EXIT_DONE = 0, EXIT_USAGE = 2, EXIT_FAILED = 3 };

static struct witness_server *volatile running;

/* ---- Running --------------------------------------------------------------*/

static void
on_signal(int number)
{
    (void)number;
    witness_server_stop(running);
}

static enum err
serve(const struct witness_options *options, struct witness_server *server)
{
    struct sigaction action = {.sa_handler = on_signal};

    running = server;
    if (sigaction(SIGTERM, &action, NULL) || sigaction(SIGINT, &action, NULL))
        return ERR_IO;
    fprintf(stderr, "ballotd --witness: %s:%u\n%s\n", options->settings.address,
            (unsigned)witness_server_port(server), witness_server_vkey(server));
    return witness_server_run(server);
}

static enum err
start(const struct witness_options *options)
{
    const struct witness_settings *s = &options->settings;
    struct witness_server_options how = {
        .name = s->name,
        .key_path = s->key,
        .state_folder = s->state,
        .log_count = s->log_count,
        .address = s->address,
        .port = s->port,
    };
    struct witness_server *server = NULL;
    struct tls *tls = NULL;
    enum err e = process_guard();

    for (size_t i = 0; i < s->log_count; i++)
        how.logs[i] = s->logs[i];
    if (!e && *s->certificate)
        e = tls_open(&tls, s->certificate, s->certificate_key);
    how.tls = tls;
    if (!e)
        e = witness_server_open(&server, &how);
    if (!e)
        e = serve(options, server);
    signal(SIGTERM, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    witness_server_close(server);
    tls_close(tls);
    return e;
}

int
witness_program(int argc, char **argv)
{
    static struct witness_options options;
    enum err e;

    if (witness_options_read(&options, argc, argv)) {
        witness_options_say(stderr, &options);
        return EXIT_USAGE;
    }
    if (options.help) {
        witness_options_help(stdout, options.lang);
        return EXIT_DONE;
    }
    e = sodium_init() < 0 ? ERR_IO : start(&options);
    if (e)
        fprintf(stderr, "ballotd --witness: %s\n", err_name(e));
    return e ? EXIT_FAILED : EXIT_DONE;
}
