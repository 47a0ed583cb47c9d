/*
 * text_writer.h - text written into a buffer of fixed size.
 *
 * The first write that does not fit, or that is refused, makes the writer
 * failed for good; everything after it is dropped, and text_writer_finish()
 * tells. So an encoder writes line after line and checks once.
 */
#ifndef CRYPTO_TEXT_WRITER_H
#define CRYPTO_TEXT_WRITER_H

#include <stddef.h>
#include <stdint.h>

#include "crypto/err.h"
#include "crypto/span.h"

struct text_writer {
    char *bytes;     /* borrowed */
    size_t capacity; /* bytes */
    size_t len;      /* bytes written so far; no NUL is written */
    enum err error;  /* the first one, or OK */
};

/* Starts an empty text in the caller's buffer. */
void text_writer_start(struct text_writer *w, char *buffer, size_t capacity);

void text_writer_span(struct text_writer *w, struct span bytes);

/* A C string, without its NUL. */
void text_writer_text(struct text_writer *w, const char *text);

/* See decimal.h. */
void text_writer_decimal(struct text_writer *w, uint64_t value);

/* Lower-case hexadecimal of public bytes. */
void text_writer_hex(struct text_writer *w, const uint8_t *bytes, size_t len);

/* See base64.h. */
void text_writer_base64(struct text_writer *w, const uint8_t *bytes,
                        size_t len);

/* Makes the writer failed, unless it already is. */
void text_writer_fail(struct text_writer *w, enum err error);

/* What has been written so far, or an empty span when the writer failed. */
struct span text_writer_written(const struct text_writer *w);

/*
 * The end of the text.
 *
 * ERR_NOMEM: the buffer was too small. Any other error: what a write refused.
 * On error the buffer is zeroed.
 */
MUST_USE enum err text_writer_finish(struct text_writer *w, struct span *out);

#endif
