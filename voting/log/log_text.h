/*
 * log_text.h - titles and names, as a person is shown them.
 */
#ifndef VOTING_LOG_LOG_TEXT_H
#define VOTING_LOG_LOG_TEXT_H

#include "ballots/words.h"
#include "voting/log/log.h"

enum { LOG_TEXT_TITLE_BYTES = 512 };

/*
 * The title of a text, in this language or else the other, cut to fit; where
 * the text is not there or is not of blob_text.h's form, the fallback.
 */
void log_text_title(char out[LOG_TEXT_TITLE_BYTES], struct log *log,
                    const struct event_blob *blob, enum lang lang,
                    const char *fallback);

/* The name of who holds a post, or the post itself. */
void log_text_name(char out[LOG_TEXT_TITLE_BYTES], struct log *log,
                   struct post post, enum lang lang);

#endif
