/*
 * field.h - the lines of an event's text, read and written by one description.
 *
 * An event type describes its fields once, in order, and the same description
 * reads them from bytes or writes them: so what decodes encodes back to the
 * same bytes by construction, and the two can never disagree.
 *
 *     field_line(io, "post");
 *     field_post(io, &post);
 *     field_end(io);
 *
 * reads or writes `post seat/017` LF. Values on one line are separated by one
 * space. Every reader is strict: one canonical form each, nothing ignored.
 * Errors are sticky: after the first, reading yields zeros and the flag `bad`
 * stays set; a writer that runs out of room sets it too. So a description has
 * no error paths of its own; its caller looks at `bad` once.
 */
#ifndef BALLOTS_FIELD_H
#define BALLOTS_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ballots/post.h"
#include "crypto/hash.h"

struct field_io {
    bool writing;
    bool bad;       /* malformed input, or no room for output */
    bool full;      /* writing: bad for want of room */
    bool in_line;   /* between field_line and field_end */
    char *out;      /* writing: the buffer */
    const char *in; /* reading: the text */
    size_t at;      /* bytes read or written */
    size_t size;    /* of in, or room in out */
};

void field_reader(struct field_io *io, const char *text, size_t len);
void field_writer(struct field_io *io, char *out, size_t room);

/* True when reading ended exactly at the end of the text without an error. */
bool field_is_done(const struct field_io *io);

/* The key that starts a line, and the LF that ends it. */
void field_line(struct field_io *io, const char *key);
void field_end(struct field_io *io);

/* Decimal without sign or leading zero, at most max. */
void field_u64(struct field_io *io, uint64_t *n, uint64_t max);
void field_u32(struct field_io *io, uint32_t *n, uint32_t max);

/* A count of things that follow: at most max, which the array has room for. */
void field_count(struct field_io *io, size_t *n, size_t max);

/* Base64 of exactly len bytes. */
void field_bytes(struct field_io *io, uint8_t *bytes, size_t len);

/* Base64 of 1..max bytes; *len says how many. */
void field_blob(struct field_io *io, uint8_t *bytes, size_t *len, size_t max);
void field_hash(struct field_io *io, struct hash32 *hash);
void field_post(struct field_io *io, struct post *post);

/* One of count fixed words, by number. */
void field_choice(struct field_io *io, unsigned *value,
                  const char *const *words, unsigned count);

/* The fixed words "yes" and "no". */
void field_bool(struct field_io *io, bool *value);

/* a-z first, then a-z 0-9 - _ . ; size includes the NUL. Ids, tags. */
void field_word(struct field_io *io, char *out, size_t size);

/* As field_word with capitals and digits allowed first: "P2.1", "7-1". */
void field_id(struct field_io *io, char *out, size_t size);

/* YYYY-MM-DD, a day that exists. */
enum { FIELD_DATE_BYTES = 11 };
void field_date(struct field_io *io, char date[FIELD_DATE_BYTES]);

/* The rest of the line: 1..size-1 printable ASCII bytes. */
void field_text(struct field_io *io, char *text, size_t size);

/*
 * "none" or something: writing, `present` decides; reading, it is set. When
 * present, the caller goes on with the value's own fields.
 */
void field_optional(struct field_io *io, bool *present);

/* One line with one value, the commonest case. */
void field_line_bytes(struct field_io *io, const char *key, uint8_t *bytes,
                      size_t len);
void field_line_hash(struct field_io *io, const char *key, struct hash32 *hash);
void field_line_post(struct field_io *io, const char *key, struct post *post);
void field_line_u32(struct field_io *io, const char *key, uint32_t *n,
                    uint32_t max);
void field_line_u64(struct field_io *io, const char *key, uint64_t *n,
                    uint64_t max);
void field_line_id(struct field_io *io, const char *key, char *id, size_t size);
void field_line_choice(struct field_io *io, const char *key, unsigned *value,
                       const char *const *words, unsigned count);
void field_line_bool(struct field_io *io, const char *key, bool *value);
void field_line_count(struct field_io *io, const char *key, size_t *n,
                      size_t max);

#endif
