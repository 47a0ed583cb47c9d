/*
 * doctor.h - looks for what would spoil the day, before the day.
 *
 * Each check is a function in a table; it looks, changes nothing that stays,
 * and says what it found. What was said is handed out one by one, so that a
 * slow check shows while it runs.
 */
#ifndef VOTING_DOCTOR_DOCTOR_H
#define VOTING_DOCTOR_DOCTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crypto/err.h"
#include "voting/doctor/doctor_words.h"
#include "voting/server/config.h"

struct fetch;

enum {
    DOCTOR_TEXT_MAX = 512, /* bytes of a text in a sentence, with NUL */
    DOCTOR_TEXTS = 3,
    DOCTOR_DEVICES_MAX = 500,
    DOCTOR_PHONES_MAX = 100000,
    DOCTOR_SECONDS_MAX = 600,
};

struct doctor_finding {
    const char *check; /* the check's name */
    enum doctor_words words;
    char texts[DOCTOR_TEXTS][DOCTOR_TEXT_MAX];
};

/* What is looked at; borrowed. What is NULL or 0 is not. */
struct doctor_subject {
    const char *config_file;
    const char *log;     /* a database, in place of the settings' */
    const char *address; /* of a server */
    const char *ca_file; /* certificates to trust, in place of the system's */
    bool hall;
    unsigned devices; /* connections of the hall's check */
    unsigned phones;  /* that will be in the hall */
    unsigned seconds; /* for which the event stream is held */
    enum lang lang;   /* of texts in sentences */
};

struct doctor {
    const struct doctor_subject *subject;
    bool has_config; /* the settings were read and hold */
    struct config config;
    struct fetch *fetch; /* opened when first needed */
    const char *check;
    enum doctor_verdict worst;
    void (*found)(void *context, const struct doctor_finding *finding);
    void *context;
};

struct doctor_check {
    const char *name;
    void (*run)(struct doctor *d);
};

/* In the order in which they run; ends with a NULL name. */
extern const struct doctor_check doctor_checks[];

/* Runs all checks. Returns the worst of what was found. */
enum doctor_verdict
doctor_run(const struct doctor_subject *subject,
           void (*found)(void *context, const struct doctor_finding *finding),
           void *context);

/* ---- For checks -----------------------------------------------------------*/

/* Texts that are NULL are empty; too long ones are cut. */
void doctor_say(struct doctor *d, enum doctor_words words, const char *text_1,
                const char *text_2, const char *text_3);

enum { DOCTOR_NUMBER_BYTES = 21 };
const char *doctor_number(char out[DOCTOR_NUMBER_BYTES], uint64_t number);

/* The database that is looked at, or NULL. */
const char *doctor_log(const struct doctor *d);

/* A fetcher; NULL: it could not be opened, which was said. */
struct fetch *doctor_fetch(struct doctor *d);

/* doctor_settings.c */
void doctor_check_settings(struct doctor *d);
/* doctor_files.c */
void doctor_check_files(struct doctor *d);
/* doctor_disk.c */
void doctor_check_disk(struct doctor *d);
/* doctor_machine.c */
void doctor_check_clock(struct doctor *d);
void doctor_check_memory(struct doctor *d);
void doctor_check_chance(struct doctor *d);
/* doctor_certificate.c */
void doctor_check_certificate(struct doctor *d);
/* doctor_server.c */
void doctor_check_port(struct doctor *d);
void doctor_check_server(struct doctor *d);
/* doctor_hall.c */
void doctor_check_hall(struct doctor *d);

#endif
