/*
 * setup_notice.h - hands the set-up code to whoever started the server.
 *
 * Whoever has the code may found the conference, once, so it is shown on the
 * terminal that started the server; a service's output goes to a journal that
 * others can read and that keeps it, so there it is written to a private file
 * beside the log, `<log>.set-up-code`, and the journal names the file.
 */
#ifndef VOTING_SERVER_SETUP_NOTICE_H
#define VOTING_SERVER_SETUP_NOTICE_H

#include <stdbool.h>
#include <stdio.h>

#include "ballots/words.h"
#include "crypto/err.h"

/*
 * terminal  in: where to show it; NULL: the file
 * code      in: secret
 *
 * ERR_INPUT: the log's path is too long. ERR_IO: it cannot be written.
 */
MUST_USE enum err setup_notice_give(const char *code, const char *log_path,
                                    FILE *terminal, enum lang lang);

/* Deletes the file, if there is one: the conference is founded. ERR_IO. */
MUST_USE enum err setup_notice_withdraw(const char *log_path);

#endif
