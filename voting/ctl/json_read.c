#include "voting/ctl/json_read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "ballots/blob_text.h"
#include "ballots/field.h"

static const char *const languages[LANG_COUNT_] = {"zh", "en"};

enum err
json_fault_set(struct json_fault *fault, const char *where, const char *what)
{
    (void)snprintf(fault->why, sizeof fault->why, "%s%s%s", where,
                   what ? ": " : "", what ? what : "");
    return ERR_INPUT;
}

/* Brackets that stand inside strings do not count. */
static size_t
depth_of(struct span bytes)
{
    size_t depth = 0;
    size_t deepest = 0;
    bool in_string = false;

    for (size_t i = 0; i < bytes.len; i++) {
        char c = bytes.ptr[i];

        if (in_string && c == '\\')
            i++;
        else if (c == '"')
            in_string = !in_string;
        else if (!in_string && (c == '{' || c == '['))
            depth++;
        else if (!in_string && (c == '}' || c == ']') && depth > 0)
            depth--;
        if (depth > deepest)
            deepest = depth;
    }
    return deepest;
}

enum err
json_read(struct json_t **out, struct json_fault *fault, struct span bytes)
{
    json_error_t error;

    *out = NULL;
    if (depth_of(bytes) > JSON_READ_DEPTH_MAX)
        return json_fault_set(fault, "nested too deeply", NULL);
    *out = json_loadb(bytes.ptr, bytes.len, JSON_REJECT_DUPLICATES, &error);
    if (!*out) {
        char where[32];

        (void)snprintf(where, sizeof where, "line %d", error.line);
        return json_fault_set(fault, where, error.text);
    }
    if (json_is_object(*out))
        return OK;
    json_read_free(*out);
    *out = NULL;
    return json_fault_set(fault, "not an object", NULL);
}

void
json_read_free(struct json_t *object)
{
    json_decref(object);
}

/* The n-th string of a string or a list; NULL after the last. */
static const json_t *
piece_at(const json_t *value, size_t n)
{
    if (json_is_array(value))
        return json_array_get(value, n);
    return n == 0 ? value : NULL;
}

/* Room for the lines of one language, or 0 if it is not made of strings. */
static size_t
room_for(const json_t *value)
{
    const json_t *piece;
    size_t room = 0;

    for (size_t i = 0; (piece = piece_at(value, i)); i++) {
        if (!json_is_string(piece))
            return 0;
        /* Every byte may be a line of its own, with "zh " and LF. */
        room += 5 * (json_string_length(piece) + 1);
    }
    return room;
}

static void
write_piece(struct text_writer *w, enum lang lang, const json_t *piece)
{
    struct span rest =
        span_of(json_string_value(piece), json_string_length(piece));

    for (;;) {
        size_t len = span_find(rest, '\n');

        blob_text_write_line(w, lang, span_head(rest, len));
        if (len == rest.len)
            return;
        rest = span_from(rest, len + 1);
    }
}

static void
write_language(struct text_writer *w, enum lang lang, const json_t *text)
{
    const json_t *value = json_object_get(text, languages[lang]);
    const json_t *piece;

    for (size_t i = 0; value && (piece = piece_at(value, i)); i++)
        write_piece(w, lang, piece);
}

/* What was written must read back: a title that is empty, for one, does not. */
static enum err
check_lines(const char *lines)
{
    static const uint8_t salt[BLOB_TEXT_SALT_BYTES];
    struct blob_text read;
    struct text_writer w;
    struct span whole;
    size_t room = strlen(lines) + 64;
    char *copy = malloc(room);
    enum err e;

    if (!copy)
        return ERR_NOMEM;
    text_writer_start(&w, copy, room);
    blob_text_write_salt(&w, salt);
    text_writer_text(&w, lines);
    e = text_writer_finish(&w, &whole);
    if (!e)
        e = blob_text_read(&read, whole);
    free(copy);
    return e;
}

static enum err
write_lines(char **lines, const json_t *text, size_t room)
{
    struct text_writer w;
    struct span written = {0};
    enum err e;

    *lines = malloc(room);
    if (!*lines)
        return ERR_NOMEM;
    text_writer_start(&w, *lines, room - 1);
    write_language(&w, LANG_ZH, text);
    write_language(&w, LANG_EN, text);
    e = text_writer_finish(&w, &written);
    (*lines)[written.len] = '\0';
    if (!e)
        e = check_lines(*lines);
    if (e) {
        free(*lines);
        *lines = NULL;
    }
    return e;
}

enum err
json_read_text(char **lines, struct json_fault *fault, const char *where,
               const struct json_t *text)
{
    size_t room = 1;
    const char *key;
    json_t *value;
    enum err e;

    *lines = NULL;
    if (!json_is_object(text))
        return json_fault_set(fault, where, "not an object of zh and en");
    json_object_foreach((json_t *)text, key, value)
    {
        size_t more = room_for(value);

        if (more == 0 || (strcmp(key, "zh") != 0 && strcmp(key, "en") != 0))
            return json_fault_set(fault, where,
                                  "only zh and en, strings or lists of them");
        room += more;
    }
    e = write_lines(lines, text, room);
    if (e == ERR_INPUT || e == ERR_PROOF)
        return json_fault_set(fault, where,
                              "a text without a title, or with a control or "
                              "bidirectional character");
    return e;
}

enum err
json_read_id(char *id, size_t size, struct json_fault *fault, const char *where,
             const char *text)
{
    char line[64];
    struct field_io io;
    int len = snprintf(line, sizeof line, "id %s\n", text);

    if (len < 0 || len >= (int)sizeof line)
        return json_fault_set(fault, where, "too long for an id");
    field_reader(&io, line, (size_t)len);
    field_line_id(&io, "id", id, size);
    if (!field_is_done(&io))
        return json_fault_set(fault, where, "not an id");
    return OK;
}
