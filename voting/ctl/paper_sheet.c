#include "voting/ctl/paper_sheet.h"

#include <stdlib.h>
#include <string.h>

#include "ballots/record_code.h"
#include "ballots/round_sheet.h"
#include "voting/log/log_text.h"

enum { SHEET_MAX = 1024 * 1024 };

/* Everything that a count sheet points into. */
struct material {
    struct result_view view;
    struct count_sheet sheet;
    struct round_sheet_row *rows;
    struct count_sheet_row *lines;
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
    m->lines = calloc(count, sizeof *m->lines);
    m->titles = calloc(count, sizeof *m->titles);
    if (!m->rows || !m->lines || !m->titles)
        return ERR_NOMEM;
    for (size_t i = 0; i < count; i++) {
        struct round_sheet_row *row = &m->rows[i];
        enum err e = round_sheet_read_row(row, c, &m->view, round, i);

        if (e)
            return e;
        read_title(m->titles[i], log, row->view.text, row->view.id);
        m->lines[i] = round_sheet_line(row, both(m->titles[i]));
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
fill_sheet(struct material *m, struct log *log)
{
    const struct conference *c = log_conference(log);
    const struct result_view *v = &m->view;

    read_title(m->conference, log, conference_title(c), conference_origin(c));
    read_title(m->session, log, v->session_title, v->session_id);
    read_title(m->title, log, v->title, v->paper_id);
    for (uint32_t i = 0; i < v->sign_off_count; i++) {
        log_text_name(m->names[i], log, v->sign_offs[i], LANG_ZH);
        m->name_list[i] = m->names[i];
    }
    m->sheet = round_sheet(
        v,
        &(struct round_sheet_words){.conference = both(m->conference),
                                    .session = both(m->session),
                                    .title = both(m->title),
                                    .signers = m->name_list,
                                    .record_code = m->code},
        m->lines);
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
        fill_sheet(m, log);
        e = print(out, &m->sheet, language);
    }
    free(m->rows);
    free(m->lines);
    free(m->titles);
    free(m);
    return e;
}
