/*
 * config.h - the settings of ballotd, from a file and from its command line.
 *
 * The file is UTF-8 with a `key = value` on each line, empty lines, and lines
 * that begin with `#`. Nothing is quoted, a comment never stands behind a
 * value, no key stands twice, and none that is unknown is passed over: a
 * setting that was misspelt would otherwise silently not apply. A byte order
 * mark and CR LF are allowed, since editors leave them.
 *
 * Every setting is also an option, `--key value`, which wins over the file.
 * Paths in the file begin with `/`; those on the command line need not.
 * voting/package/ballotd.conf is the sample that explains each setting.
 */
#ifndef VOTING_SERVER_CONFIG_H
#define VOTING_SERVER_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "ballots/words.h"
#include "crypto/err.h"
#include "crypto/span.h"

enum {
    CONFIG_FILE_MAX = 65536, /* bytes */
    CONFIG_PATH_MAX = 1024,  /* bytes of a path, with NUL */
    CONFIG_ADDRESS_MAX = 64, /* bytes of a numeric address, with NUL */
    CONFIG_FAULTS_MAX = 16,  /* remembered; more are only counted */
    CONFIG_CULPRIT_MAX = 80, /* bytes of the word at fault, with NUL */
    CONFIG_WORKERS_MAX = 64,
    CONFIG_CONNECTIONS_MAX = 100000,
};

/* What `plain-http` must say, word for word. */
#define CONFIG_PLAIN_SENTENCE                                                  \
    "i-know-that-anyone-on-this-network-can-read-and-change-pages"

struct config {
    char address[CONFIG_ADDRESS_MAX]; /* numeric, without brackets */
    uint16_t port;                    /* 0: any */
    char log[CONFIG_PATH_MAX];        /* "": not set, and so for each path */
    char log_key[CONFIG_PATH_MAX];
    char certificate[CONFIG_PATH_MAX];
    char certificate_key[CONFIG_PATH_MAX];
    bool behind_proxy;
    bool plain_open; /* the sentence was written */
    bool prove;
    bool has_lang;
    enum lang lang;
    unsigned workers; /* 0: as many as cores */
    unsigned connections;
    unsigned connections_per_address;
    unsigned set; /* a bit for each setting that was given */
};

enum config_fault {
    CONFIG_FINE,
    CONFIG_NOT_TEXT,      /* not UTF-8, or a control character */
    CONFIG_NO_EQUALS,     /* no `=` in the line */
    CONFIG_UNKNOWN,       /* no such setting */
    CONFIG_TWICE,         /* set before */
    CONFIG_NO_VALUE,      /* nothing behind `=` */
    CONFIG_COMMENT,       /* a `#` behind a value */
    CONFIG_QUOTED,        /* a quote round a value */
    CONFIG_LISTEN,        /* not ADDRESS:PORT */
    CONFIG_PATH,          /* not a path from the root on, or too long */
    CONFIG_YES_NO,        /* neither yes nor no */
    CONFIG_NUMBER,        /* not a number in the range */
    CONFIG_LANGUAGE,      /* neither zh nor en */
    CONFIG_SENTENCE,      /* not the sentence */
    CONFIG_NO_LOG,        /* `log` is missing */
    CONFIG_PAIR,          /* certificate without key, or key without it */
    CONFIG_PLAIN,         /* plain http beyond loopback */
    CONFIG_PROXY,         /* behind a proxy, and not on loopback */
    CONFIG_CONTRADICTION, /* a certificate, and the sentence for plain http */
    CONFIG_LIMITS,        /* more for an address than there are */
    CONFIG_MISSING,       /* a witness's setting that it cannot do without */
    CONFIG_NAME,          /* not the name of a key */
    CONFIG_VKEY,          /* not the vkey of a log */
    CONFIG_TOO_MANY,      /* more logs than a witness cosigns */
    CONFIG_FAULT_COUNT_
};

struct config_faults {
    size_t count; /* the first CONFIG_FAULTS_MAX of them are in list */
    struct {
        enum config_fault fault;
        unsigned line; /* from 1; 0: the command line, or the whole */
        char culprit[CONFIG_CULPRIT_MAX];
    } list[CONFIG_FAULTS_MAX];
};

/* Its place in the tables, and its bit in config.set. */
enum config_key {
    CONFIG_KEY_LISTEN,
    CONFIG_KEY_LOG,
    CONFIG_KEY_LOG_KEY,
    CONFIG_KEY_CERTIFICATE,
    CONFIG_KEY_CERTIFICATE_KEY,
    CONFIG_KEY_BEHIND_PROXY,
    CONFIG_KEY_PLAIN_HTTP,
    CONFIG_KEY_CONNECTIONS,
    CONFIG_KEY_CONNECTIONS_PER_ADDRESS,
    CONFIG_KEY_WORKERS,
    CONFIG_KEY_PROVE,
    CONFIG_KEY_LANGUAGE,
    CONFIG_KEY_COUNT_
};

/* One setting, for the help. Ends with a NULL key. */
struct config_setting {
    const char *key;
    const char *value; /* what its value is */
    const char *zh;
    const char *en;
};
extern const struct config_setting config_settings[];

/* What holds where nothing is set. */
void config_start(struct config *config);

/*
 * Takes a file's settings; those that the command line gave before stay.
 *
 * ERR_INPUT: something was added to faults; *config is then of no use.
 */
MUST_USE enum err config_read(struct config *config,
                              struct config_faults *faults, struct span bytes);

/*
 * Takes one setting from the command line. ERR_INPUT: a fault was added.
 */
MUST_USE enum err config_set(struct config *config,
                             struct config_faults *faults, const char *key,
                             const char *value);

/* Whether the settings go together. ERR_INPUT: faults were added. */
MUST_USE enum err config_check(const struct config *config,
                               struct config_faults *faults);

/* Whether the server can be reached from this machine only. */
bool config_is_loopback(const struct config *config);

/* A fault's stable code, e.g. "unknown-setting", and its sentence. */
const char *config_fault_code(enum config_fault fault);
const char *config_fault_words(enum config_fault fault, enum lang lang);

/*
 * Prints a line for each fault: `file:7: unknown-setting: sentence`. Without a
 * line number the file is left out.
 */
void config_faults_say(FILE *out, const struct config_faults *faults,
                       const char *file, enum lang lang);

#endif
