#include "ballots/submission.h"

static const char header[] = "congress-submission/v1\n";

static const struct {
    const char *word;
    size_t max;    /* bytes */
    unsigned step; /* parts stand in the order of their steps */
} kinds[SUBMISSION_KINDS_] = {
    [SUBMISSION_NONE] = {"", 0, 0},
    [SUBMISSION_SETUP] = {"setup", SUBMISSION_SETUP_MAX, 1},
    [SUBMISSION_PUBLIC] = {"public", SUBMISSION_TEXT_MAX, 2},
    [SUBMISSION_MEMBERS] = {"members", SUBMISSION_TEXT_MAX, 2},
    [SUBMISSION_NAME] = {"name", SUBMISSION_NAME_MAX, 3},
    [SUBMISSION_NOTE] = {"note", SUBMISSION_NOTE_MAX, 4},
    [SUBMISSION_END] = {"end", 0, 5},
};

_Static_assert(sizeof header - 1 + sizeof "end\n" - 1 == SUBMISSION_FRAME_BYTES,
               "what a submission has beside its parts");

/* Whether a part of this kind and length may come now. */
static bool
may_stand(enum submission_kind last, size_t notes, enum submission_kind kind,
          size_t length)
{
    if (kind <= SUBMISSION_NONE || kind > SUBMISSION_NOTE || length == 0 ||
        length > kinds[kind].max || kinds[kind].step < kinds[last].step)
        return false;
    if (kind == SUBMISSION_SETUP)
        return last == SUBMISSION_NONE;
    return kind != SUBMISSION_NOTE || notes < SUBMISSION_NOTES_MAX;
}

bool
submission_is_one(struct span body)
{
    return span_starts_with(body, header);
}

/* ---- Reading --------------------------------------------------------------*/

void
submission_reader_start(struct submission_reader *reader, struct span body)
{
    *reader = (struct submission_reader){.rest = body};
    reader->bad = body.len > SUBMISSION_MAX ||
                  span_take_prefix(&reader->rest, header) != OK;
}

/* What a head announces; SUBMISSION_NONE if it is none. */
static enum submission_kind
kind_of(struct post *post, struct span head)
{
    if (span_take_prefix(&head, "name ") == OK)
        return post_parse(post, head.ptr, head.len) ? SUBMISSION_NONE
                                                    : SUBMISSION_NAME;
    for (enum submission_kind k = SUBMISSION_SETUP; k < SUBMISSION_END; k++)
        if (k != SUBMISSION_NAME && span_eq(head, span_text(kinds[k].word)))
            return k;
    return SUBMISSION_NONE;
}

/* ERR_INPUT: neither a part that may come now nor the end. */
static enum err
take(struct submission_reader *reader, struct submission_part *part)
{
    struct span head;
    enum err e;

    if (reader->last == SUBMISSION_END ||
        span_eq(reader->rest, span_text("end\n"))) {
        part->kind = SUBMISSION_END;
        return OK;
    }
    e = part_take(&head, &part->bytes, &reader->rest);
    if (e)
        return e;
    part->kind = kind_of(&part->post, head);
    return may_stand(reader->last, reader->notes, part->kind, part->bytes.len)
               ? OK
               : ERR_INPUT;
}

enum err
submission_read(struct submission_reader *reader, struct submission_part *part)
{
    *part = (struct submission_part){.kind = SUBMISSION_NONE};
    if (!reader->bad && take(reader, part))
        reader->bad = true;
    if (reader->bad) {
        *part = (struct submission_part){.kind = SUBMISSION_NONE};
        return ERR_INPUT;
    }
    reader->last = part->kind;
    if (part->kind == SUBMISSION_NOTE)
        reader->notes++;
    return OK;
}

enum err
submission_check(struct submission_counts *counts, struct span body)
{
    struct submission_counts found = {{0}};
    struct submission_reader reader;
    struct submission_part part;
    enum err e;

    submission_reader_start(&reader, body);
    do {
        e = submission_read(&reader, &part);
        found.of[part.kind]++;
    } while (!e && part.kind != SUBMISSION_END);
    if (e)
        found = (struct submission_counts){{0}};
    if (counts)
        *counts = found;
    return e;
}

/* ---- Writing --------------------------------------------------------------*/

void
submission_writer_start(struct submission_writer *writer, struct text_writer *w)
{
    *writer = (struct submission_writer){.w = w};
    text_writer_text(w, header);
}

static void
write_part(struct text_writer *w, const struct submission_part *part)
{
    char buffer[PART_HEAD_MAX];
    char post[POST_TEXT_BYTES];
    struct text_writer head;

    text_writer_start(&head, buffer, sizeof buffer);
    text_writer_text(&head, kinds[part->kind].word);
    if (part->kind == SUBMISSION_NAME) {
        post_format(post, part->post);
        text_writer_text(&head, " ");
        text_writer_text(&head, post);
    }
    part_write(w, text_writer_written(&head), &part->bytes, 1);
}

void
submission_write(struct submission_writer *writer,
                 const struct submission_part *part)
{
    if (part->kind == SUBMISSION_END && writer->last != SUBMISSION_END)
        text_writer_text(writer->w, "end\n");
    else if (may_stand(writer->last, writer->notes, part->kind,
                       part->bytes.len))
        write_part(writer->w, part);
    else
        text_writer_fail(writer->w, ERR_INPUT);
    writer->last = part->kind;
    if (part->kind == SUBMISSION_NOTE)
        writer->notes++;
}
