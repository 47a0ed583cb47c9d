/*
 * core_sheet.c - the count sheet of a round, out of the state and the texts.
 */
#include <string.h>

#include "ballots/record_code.h"
#include "ballots/round_sheet.h"
#include "voting/web/core/core_view.h"

enum { TITLE_MAX = 256 };

/* A title in both languages, cut at the end of the array. */
struct title {
    char words[LANG_COUNT_][TITLE_MAX];
};

struct sheet_row {
    struct round_sheet_row row;
    struct title title;
};

/* Everything that the sheet points into. */
struct material {
    const struct core_log *log;
    struct result_view view;
    struct count_sheet sheet;
    struct title conference;
    struct title session;
    struct title paper;
    char code[RECORD_CODE_BYTES];
    char signed_by[CEREMONY_TRUSTEES_MAX][POST_TEXT_BYTES];
    const char *signers[CEREMONY_TRUSTEES_MAX];
    struct sheet_row *rows;
    struct count_sheet_row *lines;
    enum count_sheet_language language;
};

/* Bytes of whole characters among the first `room - 1` of a text. */
static size_t
cut(const char *text, size_t len, size_t room)
{
    if (len < room)
        return len;
    len = room - 1;
    while (len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80)
        len--;
    return len;
}

static enum err
read_title(struct title *out, const struct core_log *log,
           const struct event_blob *blob, const char *fallback)
{
    for (int lang = 0; lang < LANG_COUNT_; lang++) {
        size_t size;
        size_t len;
        char *title;
        enum err e = core_texts_title(&title, &size, &log->texts, &blob->sha256,
                                      (enum lang)lang, fallback);

        if (e)
            return e;
        len = cut(title, size - 1, TITLE_MAX);
        memcpy(out->words[lang], title, len);
        out->words[lang][len] = '\0';
        core_free(&title, size);
    }
    return OK;
}

static struct count_sheet_text
both(const struct title *title)
{
    return (struct count_sheet_text){title->words[LANG_ZH],
                                     title->words[LANG_EN]};
}

static enum err
fill_rows(struct material *m, size_t round)
{
    for (size_t i = 0; i < m->view.row_count; i++) {
        struct sheet_row *row = &m->rows[i];
        enum err e = round_sheet_read_row(&row->row, m->log->conference,
                                          &m->view, round, i);

        if (!e)
            e = read_title(&row->title, m->log, row->row.view.text,
                           row->row.view.id);
        if (e)
            return e;
        m->lines[i] = round_sheet_line(&row->row, both(&row->title));
    }
    return OK;
}

static enum err
fill_titles(struct material *m)
{
    const struct conference *c = m->log->conference;
    const struct result_view *v = &m->view;
    struct hash32 root;
    enum err e = read_title(&m->conference, m->log, conference_title(c),
                            conference_origin(c));

    if (!e)
        e = read_title(&m->session, m->log, v->session_title, v->session_id);
    if (!e)
        e = read_title(&m->paper, m->log, v->title, v->paper_id);
    if (e)
        return e;
    conference_root(c, &root);
    record_code_format(m->code, &root);
    for (uint32_t i = 0; i < v->sign_off_count; i++) {
        post_format(m->signed_by[i], v->sign_offs[i]);
        m->signers[i] = m->signed_by[i];
    }
    return OK;
}

static void
fill_sheet(struct material *m)
{
    m->sheet = round_sheet(
        &m->view,
        &(struct round_sheet_words){.conference = both(&m->conference),
                                    .session = both(&m->session),
                                    .title = both(&m->paper),
                                    .signers = m->signers,
                                    .record_code = m->code},
        m->lines);
}

static void
write_sheet(struct text_writer *w, const void *context)
{
    const struct material *m = context;

    count_sheet_write(w, &m->sheet, m->language);
}

static enum err
answer(struct material *m, size_t round)
{
    enum err e;

    result_view_read(&m->view, m->log->conference, round);
    m->rows = core_new(m->view.row_count * sizeof *m->rows);
    m->lines = core_new(m->view.row_count * sizeof *m->lines);
    if (!m->rows || !m->lines)
        return ERR_NOMEM;
    e = fill_rows(m, round);
    if (!e)
        e = fill_titles(m);
    if (e)
        return e;
    fill_sheet(m);
    return core_answer_text(write_sheet, m);
}

uint32_t
web_count_sheet(uint32_t handle, uint32_t round, uint32_t language)
{
    const struct core_log *log = core_log_of(handle);
    struct material *m;
    enum err e;

    if (!log || round >= result_view_count(log->conference))
        return core_status(ERR_NOTFOUND);
    if (language > COUNT_SHEET_BOTH)
        return core_status(ERR_INPUT);
    m = core_new(sizeof *m);
    if (!m)
        return core_status(ERR_NOMEM);
    m->log = log;
    m->language = (enum count_sheet_language)language;
    e = answer(m, round);
    core_free(&m->rows, m->rows ? m->view.row_count * sizeof *m->rows : 0);
    core_free(&m->lines, m->lines ? m->view.row_count * sizeof *m->lines : 0);
    core_free(&m, sizeof *m);
    return core_status(e);
}
