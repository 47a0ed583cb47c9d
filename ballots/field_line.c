/*
 * field_line.c - lines that hold one value.
 */
#include "ballots/field.h"

void
field_line_bytes(struct field_io *io, const char *key, uint8_t *bytes,
                 size_t len)
{
    field_line(io, key);
    field_bytes(io, bytes, len);
    field_end(io);
}

void
field_line_hash(struct field_io *io, const char *key, struct hash32 *hash)
{
    field_line(io, key);
    field_hash(io, hash);
    field_end(io);
}

void
field_line_post(struct field_io *io, const char *key, struct post *post)
{
    field_line(io, key);
    field_post(io, post);
    field_end(io);
}

void
field_line_u32(struct field_io *io, const char *key, uint32_t *n, uint32_t max)
{
    field_line(io, key);
    field_u32(io, n, max);
    field_end(io);
}

void
field_line_u64(struct field_io *io, const char *key, uint64_t *n, uint64_t max)
{
    field_line(io, key);
    field_u64(io, n, max);
    field_end(io);
}

void
field_line_id(struct field_io *io, const char *key, char *id, size_t size)
{
    field_line(io, key);
    field_id(io, id, size);
    field_end(io);
}

void
field_line_choice(struct field_io *io, const char *key, unsigned *value,
                  const char *const *words, unsigned count)
{
    field_line(io, key);
    field_choice(io, value, words, count);
    field_end(io);
}

void
field_line_bool(struct field_io *io, const char *key, bool *value)
{
    field_line(io, key);
    field_bool(io, value);
    field_end(io);
}

void
field_line_count(struct field_io *io, const char *key, size_t *n, size_t max)
{
    field_line(io, key);
    field_count(io, n, max);
    field_end(io);
}
