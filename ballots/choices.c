#include "ballots/choices.h"

/* The row that "ID=" names, or the next; cuts the name off. */
static enum err
find_row(size_t *row, const struct draft_ballot *ballot, struct span *word)
{
    size_t equals = span_find(*word, '=');

    if (equals == word->len)
        return OK;
    for (*row = 0; *row < ballot->form.rows; ++*row) {
        if (span_eq(span_text(ballot->rows[*row]), span_head(*word, equals))) {
            *word = span_from(*word, equals + 1);
            return OK;
        }
    }
    return ERR_INPUT;
}

static enum err
find_option(uint8_t *choice, const struct draft_ballot *ballot,
            struct span word)
{
    for (size_t k = 0; k < ballot->option_count; k++) {
        if (span_eq(span_text(ballot->options[k]), word)) {
            *choice = (uint8_t)k;
            return OK;
        }
    }
    return ERR_INPUT;
}

enum err
choices_parse(uint8_t *choices, const struct draft_ballot *ballot,
              struct span text)
{
    bool given[BALLOT_ROWS_MAX] = {false};
    size_t count = 0;

    while (text.len > 0 &&
           (text.ptr[text.len - 1] == '\n' || text.ptr[text.len - 1] == '\r'))
        text.len--;
    for (;;) {
        size_t len = span_find(text, ',');
        struct span word = span_head(text, len);
        size_t row = count;

        if (count == ballot->form.rows || find_row(&row, ballot, &word) ||
            given[row] || find_option(&choices[row], ballot, word))
            return ERR_INPUT;
        given[row] = true;
        count++;
        if (len == text.len)
            return count == ballot->form.rows ? OK : ERR_INPUT;
        text = span_from(text, len + 1);
    }
}

void
choices_write(struct text_writer *w, const struct draft_ballot *ballot,
              const uint8_t *choices)
{
    for (unsigned i = 0; i < ballot->form.rows; i++) {
        text_writer_text(w, i ? "," : "");
        text_writer_text(w, ballot->options[choices[i]]);
    }
}
