#include "ballots/outcomes.h"

static const char header[] = "congress-outcomes/v1\n";

static const struct {
    const char *word;
    size_t max; /* bytes */
} kinds[] = {
    [OUTCOMES_RECEIPT] = {"receipt", OUTCOMES_RECEIPT_MAX},
    [OUTCOMES_REFUSED] = {"refused", OUTCOMES_REFUSED_MAX},
};

_Static_assert(sizeof header - 1 + sizeof "end\n" - 1 == OUTCOMES_FRAME_BYTES,
               "what outcomes have beside their parts");

/* ---- Reading --------------------------------------------------------------*/

void
outcomes_reader_start(struct outcomes_reader *reader, struct span answer)
{
    *reader = (struct outcomes_reader){.rest = answer};
    reader->bad = answer.len > OUTCOMES_MAX ||
                  span_take_prefix(&reader->rest, header) != OK;
}

static enum err
take(struct outcomes_reader *reader, struct outcomes_part *part)
{
    struct span head;
    enum err e;

    if (reader->ended || span_eq(reader->rest, span_text("end\n"))) {
        reader->ended = true;
        part->kind = OUTCOMES_END;
        return OK;
    }
    if (reader->count == SUBMISSION_NOTES_MAX)
        return ERR_INPUT;
    e = part_take(&head, &part->bytes, &reader->rest);
    if (e)
        return e;
    part->kind = OUTCOMES_RECEIPT;
    while (part->kind < OUTCOMES_END &&
           !span_eq(head, span_text(kinds[part->kind].word)))
        part->kind++;
    if (part->kind == OUTCOMES_END || part->bytes.len == 0 ||
        part->bytes.len > kinds[part->kind].max)
        return ERR_INPUT;
    reader->count++;
    return OK;
}

enum err
outcomes_read(struct outcomes_reader *reader, struct outcomes_part *part)
{
    *part = (struct outcomes_part){.kind = OUTCOMES_END};
    if (!reader->bad && take(reader, part))
        reader->bad = true;
    if (reader->bad)
        *part = (struct outcomes_part){.kind = OUTCOMES_END};
    return reader->bad ? ERR_INPUT : OK;
}

/* ---- Writing --------------------------------------------------------------*/

void
outcomes_write_start(struct text_writer *w)
{
    text_writer_text(w, header);
}

void
outcomes_write(struct text_writer *w, const struct outcomes_part *part)
{
    if (part->kind == OUTCOMES_END) {
        text_writer_text(w, "end\n");
        return;
    }
    if ((unsigned)part->kind > OUTCOMES_END || part->bytes.len == 0 ||
        part->bytes.len > kinds[part->kind].max) {
        text_writer_fail(w, ERR_INPUT);
        return;
    }
    part_write(w, span_text(kinds[part->kind].word), &part->bytes, 1);
}
