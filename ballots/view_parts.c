#include "ballots/view_parts.h"

#include <string.h>

#include "ballots/result_view.h"
#include "ballots/round.h"
#include "ballots/trail.h"
#include "ballots/words.h"

enum { SENTENCE_MAX = 4096 };

void
view_post(struct json_writer *w, const char *key, struct post post)
{
    char text[POST_TEXT_BYTES];

    post_format(text, post);
    json_put_text(w, key, text);
}

void
view_blob(struct json_writer *w, const char *key, const struct event_blob *blob)
{
    if (!blob->present) {
        json_put_null(w, key);
        return;
    }
    json_put_object(w, key);
    json_put_text(w, "class", blob->members ? "members" : "public");
    json_put_number(w, "length", blob->length);
    json_put_hash(w, "sha256", &blob->sha256);
    json_put_object_end(w);
}

void
view_number_or_null(struct json_writer *w, const char *key, uint32_t number)
{
    if (number == CONFERENCE_NO_ENTRY)
        json_put_null(w, key);
    else
        json_put_number(w, key, number);
}

/* How many days before it is opened its texts must be out. */
static uint32_t
notice_days(const struct paper *paper)
{
    uint32_t days = 0;

    for (uint32_t i = 0; i < paper->rule_count; i++)
        if (paper->rules[i].notice_days > days)
            days = paper->rules[i].notice_days;
    return days;
}

void
view_paper_head(struct json_writer *w, const struct conference *c,
                const struct paper *paper)
{
    static const char *const kinds[] = {"motion", "election", "appraisal"};
    static const char *const ballots[] = {"secret", "named", "hands"};
    static const char *const settles[] = {"nothing", "agenda", "scrutineers",
                                          "measures"};
    static const char *const follows[] = {"nothing", "void", "tie", "shortfall",
                                          "supersede"};

    json_put_text(w, "id", paper->id);
    json_put_number(w, "version", paper->version);
    json_put_number(w, "entry", paper->entry);
    json_put_text(w, "session", c->sessions[paper->session].id);
    json_put_text(w, "kind", kinds[paper->kind]);
    view_blob(w, "title", &paper->title);
    json_put_text(w, "ballot", ballots[paper->ballot]);
    json_put_bool(w, "last_counts", paper->last_counts);
    json_put_bool(w, "advise", paper->advise);
    json_put_bool(w, "practice", paper->practice);
    json_put_number(w, "cap", paper->cap);
    json_put_text(w, "settles", settles[paper->settles]);
    json_put_text(w, "follows", follows[paper->follows]);
    view_number_or_null(w, "followed", paper->followed);
    json_put_number(w, "made_at", paper->made_s);
    json_put_number(w, "notice_days", notice_days(paper));
    json_put_list(w, "options");
    for (size_t i = 0; i < paper->options.count; i++)
        json_put_text(w, NULL, paper->options.id[i].text);
    json_put_list_end(w);
}

const char *
view_paper_stage(const struct conference *c, const struct paper *paper)
{
    if (paper->opening == CONFERENCE_NO_ENTRY)
        return "ready";
    return result_stage_code(
        (enum result_stage)c->openings[paper->opening]->stage);
}

/* A sentence in both languages, as {"zh", "en"}. */
struct sentence {
    struct text_writer zh, en;
    char zh_bytes[SENTENCE_MAX], en_bytes[SENTENCE_MAX];
};

static void
sentence_start(struct sentence *s)
{
    text_writer_start(&s->zh, s->zh_bytes, sizeof s->zh_bytes);
    text_writer_start(&s->en, s->en_bytes, sizeof s->en_bytes);
}

static void
sentence_put(struct json_writer *w, const char *key, struct sentence *s)
{
    if (s->zh.error || s->en.error)
        text_writer_fail(w->out, ERR_NOMEM);
    json_put_object(w, key);
    json_put_span(w, "zh", text_writer_written(&s->zh));
    json_put_span(w, "en", text_writer_written(&s->en));
    json_put_object_end(w);
}

void
view_rule(struct json_writer *w, const char *key, const struct rule *rule,
          uint32_t roll)
{
    struct sentence s;

    sentence_start(&s);
    words_rule(&s.zh, LANG_ZH, rule, roll);
    words_rule(&s.en, LANG_EN, rule, roll);
    sentence_put(w, key, &s);
}

static void
put_verdict_words(struct json_writer *w, const struct result_view *view,
                  const struct result_row_view *row)
{
    const struct rule_row judged = {.options = view->options,
                                    .counts = row->counts};
    struct sentence s;

    sentence_start(&s);
    words_result(&s.zh, LANG_ZH, &row->rule, &judged, row->verdict);
    words_result(&s.en, LANG_EN, &row->rule, &judged, row->verdict);
    sentence_put(w, "sentence", &s);
}

static void
put_counts(struct json_writer *w, const struct result_view *view,
           const struct row_counts *counts)
{
    json_put_object(w, "counts");
    for (size_t k = 0; k < view->options->count; k++)
        json_put_number(w, view->options->id[k].text, counts->option[k]);
    json_put_number(w, "invalid", counts->invalid);
    json_put_number(w, "unreturned", counts->unreturned);
    json_put_number(w, "unissued", counts->unissued);
    json_put_number(w, "absent", counts->absent);
    json_put_object_end(w);
}

static void
put_verdict(struct json_writer *w, const struct result_view *view,
            const struct result_row_view *row)
{
    json_put_text(w, "outcome", verdict_outcome_code(row->verdict->outcome));
    if (row->verdict->label >= 0)
        json_put_text(w, "label",
                      row->rule.outcome[row->verdict->label].label.text);
    put_verdict_words(w, view, row);
}

static void
put_needed(struct json_writer *w, const struct result_view *view,
           const struct result_row_view *row)
{
    const struct rule_row judged = {.options = view->options,
                                    .counts = row->counts};
    uint64_t needed;
    bool known = row->counts
                     ? rule_needed(&needed, &row->rule, &judged)
                     : rule_needed_of_roll(&needed, &row->rule, row->roll);

    if (known)
        json_put_number(w, "needed", needed);
    else
        json_put_null(w, "needed");
}

static void
put_row(struct json_writer *w, const struct result_view *view,
        const struct result_row_view *row)
{
    json_put_object(w, NULL);
    json_put_text(w, "id", row->id);
    view_blob(w, "text", row->text);
    json_put_number(w, "roll", row->roll);
    json_put_number(w, "recused", row->recused);
    view_rule(w, "rule", &row->rule, row->roll);
    put_needed(w, view, row);
    if (row->counts)
        put_counts(w, view, row->counts);
    if (row->verdict)
        put_verdict(w, view, row);
    json_put_object_end(w);
}

static void
put_list(struct json_writer *w, const char *key, const struct paper *paper,
         const uint16_t *rows, size_t count)
{
    json_put_list(w, key);
    for (size_t i = 0; i < count; i++)
        json_put_text(w, NULL, paper->rows[rows[i]].id);
    json_put_list_end(w);
}

static void
put_election(struct json_writer *w, const struct paper *paper,
             const struct election_verdict *e)
{
    json_put_object(w, "election");
    json_put_text(w, "outcome", verdict_outcome_code(e->outcome));
    put_list(w, "elected", paper, e->elected, e->elected_count);
    put_list(w, "tied", paper, e->tied, e->tied_count);
    put_list(w, "tied_out", paper, e->tied_out, e->tied_out_count);
    put_list(w, "outvoted", paper, e->outvoted, e->outvoted_count);
    put_list(w, "below_threshold", paper, e->below_threshold,
             e->below_threshold_count);
    json_put_number(w, "open_seats", e->open_seats);
    json_put_text(w, "next", verdict_next_code(e->next));
    json_put_object_end(w);
}

static void
put_progress(struct json_writer *w, const struct result_view *view)
{
    json_put_text(w, "stage", result_stage_code(view->stage));
    json_put_number(w, "opened_at", view->opened_s);
    json_put_number(w, "closed_at", view->closed_s);
    json_put_number(w, "roll", view->roll);
    json_put_number(w, "present_at_open", view->present_at_open);
    json_put_number(w, "present", view->present);
    json_put_number(w, "issued", view->issued);
    json_put_number(w, "returned", view->returned);
    json_put_number(w, "sheets_issued", view->sheets_issued);
    json_put_number(w, "sheets_returned", view->sheets_returned);
    json_put_number(w, "sheets_spoiled", view->sheets_spoiled);
    json_put_number(w, "signed_in", view->signed_in);
    json_put_number(w, "signed_in_by_desk", view->signed_in_desk);
    json_put_number(w, "reissued", view->reissued);
    json_put_number(w, "sign_offs", view->sign_off_count);
    json_put_number(w, "sign_offs_needed", view->sign_offs_needed);
    json_put_number(w, "publish_by", view->publish_by_s);
}

void
view_round_body(struct json_writer *w, const struct conference *c,
                const struct opening *op)
{
    const struct paper *paper = state_paper_of(c, op);
    struct result_view view;

    result_view_read(&view, c, op->number);
    json_put_number(w, "round", op->number);
    put_progress(w, &view);
    json_put_number(w, "shares", op->share_count);
    json_put_number(w, "keys_left", round_keys_left(c, op));
    json_put_bool(w, "countable", round_is_countable(c, op));
    json_put_number(w, "last_call_at", op->last_call_s);
    json_put_bool(w, "extended", op->extended);
    json_put_bool(w, "hands_recorded", op->has_hands);
    json_put_bool(w, "all_voted", round_all_voted(op));
    json_put_list(w, "rows");
    for (uint32_t i = 0; i < paper->row_count; i++) {
        struct result_row_view row;

        result_view_read_row(&row, c, op->number, i);
        put_row(w, &view, &row);
    }
    json_put_list_end(w);
    if (view.election)
        put_election(w, paper, view.election);
}

static void
put_key(struct json_writer *w, const char *key, bool current,
        const uint8_t bytes[32])
{
    struct hash32 value;

    if (!current) {
        json_put_null(w, key);
        return;
    }
    memcpy(value.bytes, bytes, sizeof value.bytes);
    json_put_hash(w, key, &value);
}

void
view_holder_keys(struct json_writer *w, const struct holder *holder)
{
    put_key(w, "key", holder->enrolled && !holder->retired, holder->key);
    put_key(w, "invitation", !holder->invitation_used && !holder->retired,
            holder->invitation);
}

void
view_holder_entries(struct json_writer *w, const struct conference *c,
                    const struct holder *holder)
{
    view_number_or_null(w, "post_entry", trail_first(c, holder->trail));
    json_put_number(w, "card_entry", holder->invitation_entry);
    view_number_or_null(w, "presence_entry",
                        state_running(c) ? holder->presence_entry
                                         : CONFERENCE_NO_ENTRY);
}
