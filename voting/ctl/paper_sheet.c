#include "voting/ctl/paper_sheet.h"

#include <stdlib.h>
#include <string.h>

#include "ballots/record_code.h"
#include "voting/log/log_text.h"

enum { SHEET_MAX = 1024 * 1024 };

/* Everything that a count sheet points into. */
struct material {
    struct result_view view;
    struct count_sheet sheet;
    struct result_row_view *rows;
    struct rule_row *rule_rows;
    struct count_sheet_row *sheet_rows;
    char (*titles)[LANG_COUNT_][LOG_TEXT_TITLE_BYTES]; /* by row */
    char conference[LANG_COUNT_][LOG_TEXT_TITLE_BYTES];
    char session[LANG_COUNT_][LOG_TEXT_TITLE_BYTES];
    char title[LANG_COUNT_][LOG_TEXT_TITLE_BYTES];
    char names[CEREMONY_TRUSTEES_MAX][LOG_TEXT_TITLE_BYTES];
    const char *name_list[CEREMONY_TRUSTEES_MAX];
    char code[RECORD_CODE_BYTES];
};

enum err
paper_sheet_find(size_t *round, struct result_view *view,
                 const struct conference *c, const char *paper)
{
    for (size_t n = result_view_count(c); n-- > 0;) {
        result_view_read(view, c, n);
        if (strcmp(view->paper_id, paper) == 0) {
            *round = n;
            return OK;
        }
    }
    return ERR_NOTFOUND;
}

static struct count_sheet_text
both(char text[LANG_COUNT_][LOG_TEXT_TITLE_BYTES])
{
    return (struct count_sheet_text){text[LANG_ZH], text[LANG_EN]};
}

static void
read_title(char out[LANG_COUNT_][LOG_TEXT_TITLE_BYTES], struct log *log,
           const struct event_blob *blob, const char *fallback)
{
    for (int lang = 0; lang < LANG_COUNT_; lang++)
        log_text_title(out[lang], log, blob, (enum lang)lang, fallback);
}

static enum err
fill_rows(struct material *m, struct log *log, size_t round)
{
    const struct conference *c = log_conference(log);
    size_t count = m->view.row_count;

    m->rows = calloc(count, sizeof *m->rows);
    m->rule_rows = calloc(count, sizeof *m->rule_rows);
    m->sheet_rows = calloc(count, sizeof *m->sheet_rows);
    m->titles = calloc(count, sizeof *m->titles);
    if (!m->rows || !m->rule_rows || !m->sheet_rows || !m->titles)
        return ERR_NOMEM;
    for (size_t i = 0; i < count; i++) {
        struct result_row_view *row = &m->rows[i];

        result_view_read_row(row, c, round, i);
        if (!row->counts)
            return ERR_STATE;
        read_title(m->titles[i], log, row->text, row->id);
        m->rule_rows[i] = (struct rule_row){.options = m->view.options,
                                            .counts = row->counts};
        m->sheet_rows[i] = (struct count_sheet_row){.title = both(m->titles[i]),
                                                    .rule = &row->rule,
                                                    .row = &m->rule_rows[i],
                                                    .verdict = row->verdict};
    }
    return OK;
}

static void
fill_code(struct material *m, const struct conference *c)
{
    struct hash32 root;

    conference_root(c, &root);
    record_code_format(m->code, &root);
}

static void
fill_head(struct material *m, struct log *log)
{
    static const enum count_sheet_ballot ballots[] = {
        [EVENT_SECRET] = COUNT_SHEET_SECRET,
        [EVENT_NAMED] = COUNT_SHEET_NAMED,
        [EVENT_BY_HANDS] = COUNT_SHEET_HANDS,
    };
    const struct conference *c = log_conference(log);
    const struct result_view *v = &m->view;

    read_title(m->conference, log, conference_title(c), conference_origin(c));
    read_title(m->session, log, v->session_title, v->session_id);
    read_title(m->title, log, v->title, v->paper_id);
    for (uint32_t i = 0; i < v->sign_off_count; i++) {
        log_text_name(m->names[i], log, v->sign_offs[i], LANG_ZH);
        m->name_list[i] = m->names[i];
    }
    m->sheet = (struct count_sheet){
        .conference = both(m->conference),
        .session = both(m->session),
        .title = both(m->title),
        .paper_id = v->paper_id,
        .round = v->round,
        .ballot = ballots[v->ballot],
        .practice = v->practice,
        .due = v->roll,
        .present = v->present,
        .issued = v->issued,
        .returned = v->returned,
        .paper_sheets = v->sheets_issued,
        .spoiled_sheets = v->sheets_spoiled,
        .rows = m->sheet_rows,
        .row_count = v->row_count,
        .election = v->election,
        .scrutineers = v->sign_off_count ? m->name_list : NULL,
        .scrutineer_count =
            v->sign_off_count ? v->sign_off_count : v->sign_offs_needed,
        .record_code = m->code,
    };
}

static enum err
print(FILE *out, const struct count_sheet *sheet,
      enum count_sheet_language language)
{
    char *text = malloc(SHEET_MAX);
    struct text_writer w;
    struct span written;
    enum err e;

    if (!text)
        return ERR_NOMEM;
    text_writer_start(&w, text, SHEET_MAX);
    count_sheet_write(&w, sheet, language);
    e = text_writer_finish(&w, &written);
    if (!e && fwrite(written.ptr, 1, written.len, out) != written.len)
        e = ERR_IO;
    free(text);
    return e;
}

enum err
paper_sheet_print(FILE *out, struct log *log, size_t round,
                  enum count_sheet_language language)
{
    struct material *m = calloc(1, sizeof *m);
    enum err e = ERR_NOMEM;

    if (!m)
        return e;
    result_view_read(&m->view, log_conference(log), round);
    e = fill_rows(m, log, round);
    if (!e) {
        fill_code(m, log_conference(log));
        fill_head(m, log);
        e = print(out, &m->sheet, language);
    }
    free(m->rows);
    free(m->rule_rows);
    free(m->sheet_rows);
    free(m->titles);
    free(m);
    return e;
}
