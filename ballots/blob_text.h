/*
 * blob_text.h - the texts that entries name by hash: titles, proposals,
 * reasons, statements.
 *
 *     salt <base64 of 16 bytes> LF
 *     *( "zh" [ SP line ] LF )
 *     *( "en" [ SP line ] LF )
 *
 * At least one language, each with at least one line that is not empty; the
 * first line of a language is its title, the others are what follows. A line is
 * UTF-8 without control or bidirectional characters, but TAB may part the cells
 * of a table. The salt keeps a short text from being guessed by its hash.
 *
 * docs/protocol.md asks for the salt alone; this form is what programs and
 * pages of this project write.
 */
#ifndef BALLOTS_BLOB_TEXT_H
#define BALLOTS_BLOB_TEXT_H

#include <stdint.h>

#include "ballots/words.h"
#include "crypto/span.h"
#include "crypto/text_writer.h"

enum { BLOB_TEXT_SALT_BYTES = 16 };

/* A text that was read; spans point into its bytes. */
struct blob_text {
    struct span lines[LANG_COUNT_]; /* with their "zh " and LF; or empty */
};

/* Cuts the salt line off *rest, which else stays. ERR_INPUT: there is none. */
MUST_USE enum err blob_text_take_salt(uint8_t salt[BLOB_TEXT_SALT_BYTES],
                                      struct span *rest);

/* ERR_INPUT: not of this form. */
MUST_USE enum err blob_text_read(struct blob_text *out, struct span bytes);

/*
 * The title in this language, or in the other if this one has none. Never
 * empty.
 */
struct span blob_text_title(const struct blob_text *text, enum lang lang);

/* Whether there is anything in this language. */
bool blob_text_has(const struct blob_text *text, enum lang lang);

/* Cuts the next line of a language off *rest, which starts as text->lines[].
 * ERR_INPUT: there is none. */
MUST_USE enum err blob_text_line(struct span *line, struct span *rest);

/* The salt line, first; then each line. Writers fail on what is not allowed. */
void blob_text_write_salt(struct text_writer *w,
                          const uint8_t salt[BLOB_TEXT_SALT_BYTES]);
void blob_text_write_line(struct text_writer *w, enum lang lang,
                          struct span line);

#endif
