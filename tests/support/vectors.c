#include "tests/support/vectors.h"

#include <stdio.h>

#include <sodium.h>

#include "crypto/base64.h"
#include "tests/test.h"

json_t *
vectors_load(const char *file)
{
    char path[256];
    json_error_t error;
    json_t *root;

    snprintf(path, sizeof path, "tests/vectors/%s", file);
    root =
        json_load_file(path, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    if (!root)
        fail_msg("%s: %s", path, error.text);
    return root;
}

json_t *
vectors_get(const json_t *object, const char *key)
{
    json_t *value = json_object_get(object, key);

    if (!value)
        fail_msg("the vector has no %s", key);
    return value;
}

struct span
vectors_value_span(const json_t *string)
{
    assert_true(json_is_string(string));
    return span_of(json_string_value(string), json_string_length(string));
}

struct span
vectors_span(const json_t *object, const char *key)
{
    return vectors_value_span(vectors_get(object, key));
}

uint64_t
vectors_number(const json_t *object, const char *key)
{
    json_t *value = vectors_get(object, key);

    assert_true(json_is_integer(value));
    assert_true(json_integer_value(value) >= 0);
    return (uint64_t)json_integer_value(value);
}

size_t
vectors_hex(uint8_t *out, size_t cap, struct span text)
{
    size_t len;

    assert_int_equal(
        sodium_hex2bin(out, cap, text.ptr, text.len, NULL, &len, NULL), 0);
    return len;
}

void
vectors_hex_exact(uint8_t *out, size_t len, const json_t *object,
                  const char *key)
{
    assert_int_equal(vectors_hex(out, len, vectors_span(object, key)), len);
}

size_t
vectors_base64(uint8_t *out, size_t cap, const json_t *object, const char *key)
{
    size_t len;

    assert_ok(base64_decode(out, cap, &len, vectors_span(object, key)));
    return len;
}
