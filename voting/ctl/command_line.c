#include "voting/ctl/command_line.h"

#include <stdbool.h>
#include <string.h>

struct splitter {
    struct command_line *out;
    struct span rest;
    size_t used;
    char quote; /* that is open, or 0 */
};

static bool
is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static void
put(struct splitter *s, char c)
{
    s->out->bytes[s->used++] = c;
}

/* Takes one character of a word; false: the word ends before it. */
static bool
take_character(struct splitter *s)
{
    char c = *s->rest.ptr;

    if (!s->quote && is_space(c))
        return false;
    s->rest = span_from(s->rest, 1);
    if (s->quote == c || (!s->quote && (c == '\'' || c == '"'))) {
        s->quote = s->quote ? 0 : c;
        return true;
    }
    if (s->quote == '"' && c == '\\' && s->rest.len > 0 &&
        (*s->rest.ptr == '"' || *s->rest.ptr == '\\')) {
        c = *s->rest.ptr;
        s->rest = span_from(s->rest, 1);
    }
    put(s, c);
    return true;
}

static enum err
take_word(struct splitter *s)
{
    if (s->out->count == COMMAND_LINE_WORDS_MAX)
        return ERR_INPUT;
    s->out->words[s->out->count++] = s->out->bytes + s->used;
    while (s->rest.len > 0 && take_character(s))
        continue;
    if (s->quote)
        return ERR_INPUT;
    put(s, '\0');
    return OK;
}

enum err
command_line_split(struct command_line *out, struct span line)
{
    struct splitter s = {.out = out, .rest = line};

    out->count = 0;
    /* Words never take more room than the line and one NUL each. */
    if (line.len >= COMMAND_LINE_BYTES / 2 ||
        (line.len > 0 && memchr(line.ptr, '\0', line.len)))
        return ERR_INPUT;
    for (;;) {
        enum err e;

        while (s.rest.len > 0 && is_space(*s.rest.ptr))
            s.rest = span_from(s.rest, 1);
        if (s.rest.len == 0 || *s.rest.ptr == '#')
            break;
        e = take_word(&s);
        if (e)
            return e;
    }
    out->words[out->count] = NULL;
    return OK;
}
