#include "tests/support/vector_writer.h"

#include <stdlib.h>

#include <sodium.h>

#include "crypto/transcript.h"
#include "tests/support/vectors.h"
#include "tests/test.h"

enum { DIGEST_BYTES = 64, HASH_BYTES_ = 32 };

json_t *
vector_hex(const void *bytes, size_t len)
{
    char *hex = malloc(2 * len + 1);
    json_t *string;

    assert_non_null(hex);
    sodium_bin2hex(hex, 2 * len + 1, bytes, len);
    string = json_string(hex);
    assert_non_null(string);
    free(hex);
    return string;
}

static void
set(json_t *object, const char *key, json_t *value)
{
    assert_non_null(value);
    assert_null(json_object_get(object, key));
    assert_int_equal(json_object_set_new(object, key, value), 0);
}

static json_t *
start(json_t *array, const char *name)
{
    json_t *vector = json_object();

    set(vector, "name", json_string(name));
    assert_int_equal(json_array_append_new(array, vector), 0);
    return vector;
}

json_t *
vector_transcript(json_t *array, const char *name, const char *tag)
{
    json_t *vector = start(array, name);

    set(vector, "tag", json_string(tag));
    set(vector, "parts", json_array());
    return vector;
}

void
vector_part(json_t *vector, const char *name, const void *bytes, size_t len)
{
    json_t *part = json_object();

    set(part, "name", json_string(name));
    set(part, "hex", vector_hex(bytes, len));
    assert_int_equal(
        json_array_append_new(json_object_get(vector, "parts"), part), 0);
}

void
vector_part_u32(json_t *vector, const char *name, uint32_t n)
{
    const uint8_t bytes[4] = {(uint8_t)(n >> 24), (uint8_t)(n >> 16),
                              (uint8_t)(n >> 8), (uint8_t)n};

    vector_part(vector, name, bytes, sizeof bytes);
}

void
vector_output(json_t *vector, const char *as, const void *output)
{
    size_t len = strcmp(as, "digest") == 0 ? DIGEST_BYTES : HASH_BYTES_;

    set(vector, "as", json_string(as));
    set(vector, "output", vector_hex(output, len));
}

void
vector_output_of_parts(json_t *vector, const char *as, uint8_t out[64])
{
    const json_t *parts = vectors_get(vector, "parts");
    const json_t *part;
    struct transcript t;
    struct scalar scalar;
    size_t i;

    transcript_begin(&t, json_string_value(vectors_get(vector, "tag")),
                     (uint32_t)json_array_size(parts));
    json_array_foreach(parts, i, part)
    {
        struct span hex = vectors_span(part, "hex");
        uint8_t *bytes = malloc(hex.len / 2 + 1);

        assert_non_null(bytes);
        transcript_part(&t, bytes, vectors_hex(bytes, hex.len / 2, hex));
        free(bytes);
    }
    if (strcmp(as, "scalar") == 0) {
        transcript_scalar(&t, &scalar);
        memcpy(out, scalar.bytes, SCALAR_BYTES);
    } else {
        transcript_digest(&t, out);
    }
    vector_output(vector, as, out);
}

void
vector_sha256(json_t *array, const char *name, const void *bytes, size_t len,
              enum vector_shown shown, const uint8_t output[32])
{
    json_t *vector = start(array, name);

    if (shown == VECTOR_TEXT)
        set(vector, "text", json_stringn(bytes, len));
    set(vector, "sha256", vector_hex(bytes, len));
    set(vector, "output", vector_hex(output, HASH_BYTES_));
}

json_t *
vector_other(json_t *array, const char *name, const char *about)
{
    json_t *vector = start(array, name);

    set(vector, "about", json_string(about));
    set(vector, "inputs", json_object());
    set(vector, "outputs", json_object());
    return vector;
}

void
vector_in(json_t *vector, const char *name, const void *bytes, size_t len)
{
    set(json_object_get(vector, "inputs"), name, vector_hex(bytes, len));
}

void
vector_in_number(json_t *vector, const char *name, uint64_t n)
{
    set(json_object_get(vector, "inputs"), name, json_integer((json_int_t)n));
}

void
vector_in_text(json_t *vector, const char *name, const char *text)
{
    set(json_object_get(vector, "inputs"), name, json_string(text));
}

void
vector_out(json_t *vector, const char *name, const void *bytes, size_t len)
{
    set(json_object_get(vector, "outputs"), name, vector_hex(bytes, len));
}

void
vector_out_text(json_t *vector, const char *name, const char *text)
{
    set(json_object_get(vector, "outputs"), name, json_string(text));
}
