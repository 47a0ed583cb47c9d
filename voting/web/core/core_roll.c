/*
 * core_roll.c - the roll's file, row by row, for the desk's preview.
 */
#include <string.h>

#include "ballots/json.h"
#include "ballots/roll_csv.h"
#include "voting/web/core/core_setup.h"

enum {
    FAULTS_MAX = 1000, /* shown; all are counted */
    FAULT_BYTES = 512, /* a sentence about one */
};

/* The file and what was found in it. */
struct reading {
    struct span text;
    struct roll_row *rows; /* room for ROLL_CSV_ROWS_MAX */
};

/* Where faults are written as they are found. */
struct sink {
    struct json_writer *w;
    size_t shown;
};

static void
put_sentence(struct json_writer *w, const char *key, enum lang lang,
             const struct roll_fault *fault)
{
    char sentence[FAULT_BYTES];
    struct text_writer text;

    text_writer_start(&text, sentence, sizeof sentence);
    roll_fault_say(&text, lang, fault);
    json_put_span(w, key, text_writer_written(&text));
}

static void
found(void *context, const struct roll_fault *fault)
{
    struct sink *sink = context;

    if (sink->shown++ >= FAULTS_MAX)
        return;
    json_put_object(sink->w, NULL);
    json_put_text(sink->w, "code", roll_fault_name(fault->code));
    json_put_number(sink->w, "line", fault->line);
    json_put_bool(sink->w, "notice", fault->code == ROLL_NOTICE_SAME_NAME);
    put_sentence(sink->w, "zh", LANG_ZH, fault);
    put_sentence(sink->w, "en", LANG_EN, fault);
    json_put_object_end(sink->w);
}

static void
put_row(struct json_writer *w, const struct roll_row *row)
{
    char sex[2] = {row->sex, '\0'};

    json_put_object(w, NULL);
    json_put_number(w, "line", row->line);
    json_put_text(w, "id", row->id);
    json_put_text(w, "name_zh", row->name_zh);
    json_put_text(w, "name_en", row->name_en);
    json_put_text(w, "delegation", row->delegation);
    json_put_text(w, "category", row->category);
    json_put_text(w, "title_zh", row->title_zh);
    json_put_text(w, "title_en", row->title_en);
    json_put_text(w, "sex", sex);
    json_put_number(w, "birth_year", row->birth_year);
    json_put_number(w, "surname_strokes", row->surname_strokes);
    json_put_bool(w, "voting", row->voting);
    json_put_object_end(w);
}

static void
write_roll(struct text_writer *out, const void *context)
{
    const struct reading *reading = context;
    struct roll_summary summary;
    struct json_writer w;
    struct sink sink = {&w, 0};
    const struct roll_report report = {found, &sink};
    enum err e;

    json_put_start(&w, out);
    json_put_object(&w, NULL);
    json_put_list(&w, "faults");
    e = roll_csv_read(&summary, reading->rows, ROLL_CSV_ROWS_MAX, reading->text,
                      &report);
    json_put_list_end(&w);
    json_put_list(&w, "rows");
    for (size_t i = 0; !e && i < summary.rows; i++)
        put_row(&w, &reading->rows[i]);
    json_put_list_end(&w);
    json_put_number(&w, "voting", e ? 0 : summary.voting);
    json_put_number(&w, "fault_count", summary.faults);
    json_put_bool(&w, "not_utf8", summary.not_utf8);
    json_put_object_end(&w);
}

uint32_t
web_roll(const char *csv, uint32_t len)
{
    const size_t size = ROLL_CSV_ROWS_MAX * sizeof(struct roll_row);
    struct reading reading = {.text = span_of(csv, len)};
    enum err e;

    reading.rows = core_new(size);
    if (!reading.rows)
        return core_status(ERR_NOMEM);
    e = core_answer_text(write_roll, &reading);
    core_free(&reading.rows, size);
    return core_status(e);
}
