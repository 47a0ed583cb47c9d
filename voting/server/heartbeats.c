#include "voting/server/heartbeats.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct beats {
    size_t count;
    uint64_t *last_s; /* by number; 0: never, else the time plus one */
};

struct heartbeats {
    struct beats kinds[POST_KINDS_];
};

enum err
heartbeats_new(struct heartbeats **out)
{
    *out = calloc(1, sizeof **out);
    return *out ? OK : ERR_NOMEM;
}

void
heartbeats_free(struct heartbeats *heartbeats)
{
    if (!heartbeats)
        return;
    for (size_t kind = 0; kind < POST_KINDS_; kind++)
        free(heartbeats->kinds[kind].last_s);
    free(heartbeats);
}

static enum err
grow(struct beats *beats, size_t number)
{
    size_t count = number + number / 2 + 64;
    uint64_t *last_s;

    if (number < beats->count)
        return OK;
    last_s = realloc(beats->last_s, count * sizeof *last_s);
    if (!last_s)
        return ERR_NOMEM;
    memset(last_s + beats->count, 0, (count - beats->count) * sizeof *last_s);
    beats->last_s = last_s;
    beats->count = count;
    return OK;
}

enum err
heartbeats_note(struct heartbeats *heartbeats, struct post post, uint64_t now_s)
{
    struct beats *beats = &heartbeats->kinds[post.kind];
    enum err e = grow(beats, post.number);

    if (!e)
        beats->last_s[post.number] = now_s + 1;
    return e;
}

static bool
is_late(const struct beats *beats, size_t number, uint64_t now_s)
{
    return beats->last_s[number] != 0 &&
           beats->last_s[number] + HEARTBEATS_LATELY_S > now_s;
}

size_t
heartbeats_count(const struct heartbeats *heartbeats, uint64_t now_s)
{
    size_t count = 0;

    for (size_t kind = 0; kind < POST_KINDS_; kind++)
        for (size_t n = 0; n < heartbeats->kinds[kind].count; n++)
            count += is_late(&heartbeats->kinds[kind], n, now_s);
    return count;
}

void
heartbeats_write(const struct heartbeats *heartbeats, struct text_writer *w,
                 uint64_t now_s)
{
    for (unsigned kind = 0; kind < POST_KINDS_; kind++) {
        const struct beats *beats = &heartbeats->kinds[kind];

        for (size_t n = 0; n < beats->count; n++) {
            char text[POST_TEXT_BYTES];

            if (!is_late(beats, n, now_s))
                continue;
            post_format(text, (struct post){(enum post_kind)kind, (uint32_t)n});
            text_writer_text(w, text);
            text_writer_text(w, "\n");
        }
    }
}
