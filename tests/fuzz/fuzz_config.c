/*
 * Goal: settings that are accepted mean the same when they are written anew,
 * and never let a server speak plainly to others unless that was said outright.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "voting/server/config.h"

enum { WRITTEN_MAX = 8192 };

static void
write_path(FILE *out, const char *key, const char *path)
{
    if (*path)
        fprintf(out, "%s = %s\n", key, path);
}

static void
write_all(FILE *out, const struct config *c)
{
    bool six = strchr(c->address, ':') != NULL;

    fprintf(out, "listen = %s%s%s:%u\n", six ? "[" : "", c->address,
            six ? "]" : "", (unsigned)c->port);
    write_path(out, "log", c->log);
    write_path(out, "log-key", c->log_key);
    write_path(out, "certificate", c->certificate);
    write_path(out, "certificate-key", c->certificate_key);
    fprintf(out, "behind-proxy = %s\n", c->behind_proxy ? "yes" : "no");
    fprintf(out, "prove = %s\n", c->prove ? "yes" : "no");
    fprintf(out, "workers = %u\nconnections = %u\n", c->workers,
            c->connections);
    fprintf(out, "connections-per-address = %u\n", c->connections_per_address);
    if (c->plain_open)
        fputs("plain-http = " CONFIG_PLAIN_SENTENCE "\n", out);
    if (c->has_lang)
        fprintf(out, "language = %s\n", c->lang == LANG_ZH ? "zh" : "en");
}

static void
expect_same(const struct config *config)
{
    static char written[WRITTEN_MAX];
    struct config_faults faults = {0};
    struct config again;
    FILE *out = fmemopen(written, sizeof written, "w");

    assert(out);
    write_all(out, config);
    assert(fclose(out) == 0);
    config_start(&again);
    assert(config_read(&again, &faults, span_text(written)) == OK);
    assert(strcmp(config->address, again.address) == 0);
    assert(config->port == again.port);
    assert(strcmp(config->log, again.log) == 0);
    assert(strcmp(config->log_key, again.log_key) == 0);
    assert(strcmp(config->certificate, again.certificate) == 0);
    assert(strcmp(config->certificate_key, again.certificate_key) == 0);
    assert(config->behind_proxy == again.behind_proxy);
    assert(config->prove == again.prove);
    assert(config->plain_open == again.plain_open);
    assert(config->has_lang == again.has_lang && config->lang == again.lang);
    assert(config->workers == again.workers);
    assert(config->connections == again.connections);
    assert(config->connections_per_address == again.connections_per_address);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct config_faults faults = {0};
    struct config config;
    char *copy = malloc(size > 0 ? size : 1); /* one byte too far is seen */
    enum err e;

    assert(copy);
    if (size > 0)
        memcpy(copy, data, size);
    config_start(&config);
    e = config_read(&config, &faults, span_of(copy, size));
    assert((e == OK) == (faults.count == 0));
    if (!e) {
        expect_same(&config);
        if (config_check(&config, &faults) == OK) {
            bool certificate = *config.certificate && *config.certificate_key;

            assert(*config.log);
            assert(config_is_loopback(&config) || certificate ||
                   config.plain_open);
            assert(!config.behind_proxy || config_is_loopback(&config));
        }
    }
    free(copy);
    return 0;
}
