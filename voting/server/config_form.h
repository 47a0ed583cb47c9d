/*
 * config_form.h - how settings are read, whichever they are: from a file as
 * config.h describes it, and from the command line, which wins.
 *
 * Both of ballotd's programs read theirs by it, the server (config.c) and the
 * witness (witness_options.c), so that neither passes over what the other
 * refuses.
 */
#ifndef VOTING_SERVER_CONFIG_FORM_H
#define VOTING_SERVER_CONFIG_FORM_H

#include "voting/server/config.h"

enum { CONFIG_FORM_NONE = 32 };

/* Which settings there are. Each has a number below 32, its bit in the sets. */
struct config_form {
    unsigned (*find)(struct span name); /* CONFIG_FORM_NONE: no such setting */
    unsigned paths;                     /* those whose values are paths */
    unsigned many;                      /* those that may be given again */
    /* Keeps a value, or says what is wrong with it. */
    enum config_fault (*take)(void *settings, unsigned key, struct span value);
};

/* Where the settings are kept. */
struct config_given {
    const struct config_form *form;
    void *settings;
    /* For a file's values that the command line wins over: they are looked at,
     * since wrong is wrong anyway, and not used. */
    void *spare;
    unsigned *set; /* a bit for each that the command line gave */
};

/* As config_read(): ERR_INPUT: something was added to faults. */
MUST_USE enum err config_form_read(const struct config_given *given,
                                   struct config_faults *faults,
                                   struct span bytes);

/* As config_set(). */
MUST_USE enum err config_form_set(const struct config_given *given,
                                  struct config_faults *faults,
                                  const char *name, const char *value);

/* Adds a fault; line 0: of the whole. Returns ERR_INPUT. */
MUST_USE enum err config_form_blame(struct config_faults *faults,
                                    enum config_fault fault, unsigned line,
                                    struct span culprit);

/* ---- Values ---------------------------------------------------------------*/

/* "127.0.0.1:8080" or "[::1]:8080". False, and nothing kept: it is neither. */
MUST_USE bool config_form_take_listen(char address[CONFIG_ADDRESS_MAX],
                                      uint16_t *port, struct span value);

/* With a NUL. False, and nothing kept: it is empty, or longer than room. */
MUST_USE bool config_form_take_text(char *out, size_t room, struct span value);

#endif
