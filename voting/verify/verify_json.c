#include "voting/verify/verify_json.h"

#include <stdlib.h>

#include "ballots/audit_view.h"
#include "ballots/result_view.h"
#include "ballots/view.h"

/* More than a round of BALLOT_ROWS_MAX rows takes with its sentences. */
enum { PIECE_BYTES = 4 * 1024 * 1024 };

/* JSON is written into a buffer and from there, piece by piece, to a file. */
struct pieces {
    FILE *out;
    char *buffer;
    struct text_writer text;
    struct json_writer json;
};

static enum err
flush(struct pieces *p)
{
    struct span written;
    enum err e = text_writer_finish(&p->text, &written);

    if (e)
        return e;
    if (fwrite(written.ptr, 1, written.len, p->out) != written.len)
        return ERR_IO;
    text_writer_start(&p->text, p->buffer, PIECE_BYTES);
    return OK;
}

static void
put_log(struct json_writer *w, const struct verify_run *run)
{
    audit_view_log(w, run->audit);
    if (verify_run_continues(run)) {
        json_put_object(w, "continues");
        json_put_text(w, "log", run->predecessor.origin);
        json_put_number(w, "size", run->predecessor.size);
        json_put_hash(w, "root", &run->predecessor.root);
        audit_view_code(w, "record_code", &run->predecessor.root);
        json_put_object_end(w);
    }
    json_put_bool(w, "another_genesis", run->another_genesis);
    json_put_bool(w, "another_key", run->another_key);
}

/* An entry's index, and what it is where that is known. */
static void
put_entry_members(struct json_writer *w, uint32_t index,
                  const struct verify_entry *entry)
{
    char post[POST_TEXT_BYTES];

    audit_view_entry(w, "entry", index);
    if (!entry->known)
        return;
    post_format(post, entry->signer);
    json_put_text(w, "type", event_type_name(entry->type));
    json_put_text(w, "signer", post);
}

static void
put_receipt(struct json_writer *w, const struct verify_receipt *receipt)
{
    if (receipt->verdict == AUDIT_RECEIPT_NONE) {
        json_put_null(w, "receipt");
        return;
    }
    json_put_object(w, "receipt");
    json_put_text(w, "verdict", audit_receipt_code(receipt->verdict));
    put_entry_members(w, receipt->index, &receipt->entry);
    json_put_object_end(w);
}

static void
put_check(struct json_writer *w, const struct verify_run *run, unsigned n)
{
    const struct audit_check *check = audit_finding(run->audit, n);
    enum lang lang = run->options->lang;

    json_put_object(w, NULL);
    json_put_number(w, "check", n);
    json_put_text(w, "verdict", audit_verdict_code(check->verdict));
    json_put_text(w, "what", audit_check_words(n, lang));
    if (check->verdict == AUDIT_FAILED) {
        json_put_text(w, "refusal", refusal_code(check->why));
        json_put_text(w, "words", refusal_words(check->why, lang));
        put_entry_members(w, check->entry, verify_run_culprit(run, n));
        audit_view_entry(w, "cause", check->cause);
    }
    json_put_object_end(w);
}

static enum err
put_results(struct pieces *p, const struct verify_run *run)
{
    const struct conference *c = audit_conference(run->audit);
    enum err e = OK;

    json_put_list(&p->json, "results");
    for (size_t n = 0; !e && n < result_view_count(c); n++) {
        e = view_round(&p->json, c, n);
        if (!e)
            e = flush(p);
    }
    json_put_list_end(&p->json);
    return e;
}

static enum err
put_titles(struct pieces *p, const struct verify_run *run)
{
    static const char *const languages[LANG_COUNT_] = {"zh", "en"};
    const struct verify_titles *titles = &run->titles;
    enum err e = OK;

    json_put_list(&p->json, "titles");
    for (size_t i = 0; !e && i < titles->count; i++) {
        json_put_object(&p->json, NULL);
        json_put_hash(&p->json, "sha256", &titles->items[i].sha256);
        for (int lang = 0; lang < LANG_COUNT_; lang++) {
            if (titles->items[i].words[lang])
                json_put_text(&p->json, languages[lang],
                              titles->items[i].words[lang]);
        }
        json_put_object_end(&p->json);
        e = flush(p);
    }
    json_put_list_end(&p->json);
    return e;
}

static enum err
put_all(struct pieces *p, const struct verify_run *run)
{
    struct json_writer *w = &p->json;
    enum err e;

    json_put_object(w, NULL);
    json_put_text(w, "format", "ballotverify/v1");
    json_put_bool(w, "holds", verify_run_holds(run));
    put_log(w, run);
    audit_view_beside(w, run->audit);
    put_receipt(w, &run->receipt);
    json_put_list(w, "checks");
    for (unsigned n = 1; n <= REFUSAL_CHECKS; n++)
        put_check(w, run, n);
    json_put_list_end(w);
    e = put_results(p, run);
    if (!e)
        e = put_titles(p, run);
    json_put_object_end(w);
    json_put_end(w);
    return e ? e : flush(p);
}

enum err
verify_json_write(FILE *out, const struct verify_run *run)
{
    struct pieces p = {.out = out, .buffer = malloc(PIECE_BYTES)};
    enum err e;

    if (!p.buffer)
        return ERR_NOMEM;
    text_writer_start(&p.text, p.buffer, PIECE_BYTES);
    json_put_start(&p.json, &p.text);
    e = put_all(&p, run);
    free(p.buffer);
    return e;
}
