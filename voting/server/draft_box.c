#include "voting/server/draft_box.h"

#include <stdlib.h>
#include <string.h>

#include "voting/server/draft_note.h"

static const char head[] = "congress-drafts/v1\n";

/* One that waits, or if it was declined, word of that. */
struct waiting {
    struct waiting *next; /* older ones first */
    struct hash32 text_hash;
    struct post author; /* the first who signed */
    uint64_t until_s;
    bool declined;
    struct post declined_by;
    size_t with_len; /* a submission without its note and end */
    size_t note_len;
    char *with;
    char *note;
};

struct draft_box {
    struct waiting *first;
    size_t count;
    size_t bytes;
    uint64_t changes;
    struct event event; /* the last that was read */
};

enum err
draft_box_new(struct draft_box **out)
{
    *out = calloc(1, sizeof **out);
    return *out ? OK : ERR_NOMEM;
}

static void
waiting_free(struct waiting *draft)
{
    if (!draft)
        return;
    free(draft->with);
    free(draft->note);
    free(draft);
}

void
draft_box_free(struct draft_box *box)
{
    if (!box)
        return;
    while (box->first) {
        struct waiting *draft = box->first;

        box->first = draft->next;
        waiting_free(draft);
    }
    free(box);
}

uint64_t
draft_box_changes(const struct draft_box *box)
{
    return box->changes;
}

/* ---- What is in the box ---------------------------------------------------*/

/* Where the pointer to it stands; to NULL if it is not there. */
static struct waiting **
find(struct draft_box *box, const struct hash32 *text_hash)
{
    struct waiting **at = &box->first;

    while (*at && !hash_eq(&(*at)->text_hash, text_hash))
        at = &(*at)->next;
    return at;
}

static void
take_out(struct draft_box *box, struct waiting **at)
{
    struct waiting *draft = *at;

    *at = draft->next;
    box->count--;
    box->bytes -= draft->with_len + draft->note_len;
    waiting_free(draft);
}

/* Drops what has waited too long, and what the log has. */
static void
tidy(struct draft_box *box, const struct conference *c, uint64_t now_s)
{
    struct waiting **at = &box->first;
    uint32_t index;

    while (*at) {
        if ((*at)->until_s <= now_s ||
            conference_find_act(c, &(*at)->text_hash, &index))
            take_out(box, at);
        else
            at = &(*at)->next;
    }
}

static size_t
count_of(const struct draft_box *box, struct post author)
{
    size_t count = 0;

    for (const struct waiting *d = box->first; d; d = d->next)
        count += post_eq(d->author, author);
    return count;
}

/* Takes out the oldest of whoever has most; where it is a draw, the author's
 * own. */
static void
make_room(struct draft_box *box, struct post author)
{
    struct post most = author;
    struct waiting **at = &box->first;

    for (const struct waiting *d = box->first; d; d = d->next)
        if (count_of(box, d->author) > count_of(box, most))
            most = d->author;
    while (*at && !post_eq((*at)->author, most))
        at = &(*at)->next;
    if (*at)
        take_out(box, at);
}

/* ---- Reading what is put in -----------------------------------------------*/

struct offer {
    char *with; /* the caller's, as draft_box has it */
    size_t with_len;
    struct span note;
};

/* Copies texts and names, and finds the note. */
static enum err
read_parts(struct offer *out, struct span body)
{
    struct submission_part part = {0};
    struct submission_reader reader;
    struct submission_writer writer;
    struct text_writer w;
    struct span with;
    enum err e = OK;

    text_writer_start(&w, out->with, body.len);
    submission_writer_start(&writer, &w);
    submission_reader_start(&reader, body);
    while (!e && part.kind != SUBMISSION_END) {
        e = submission_read(&reader, &part);
        if (!e && part.kind == SUBMISSION_NOTE)
            out->note = part.bytes;
        else if (!e && part.kind != SUBMISSION_END)
            submission_write(&writer, &part);
    }
    if (!e)
        e = text_writer_finish(&w, &with);
    out->with_len = w.len;
    return !e && w.len > DRAFT_BOX_WITH_MAX ? ERR_INPUT : e;
}

static enum err
read_body(struct offer *out, struct span body)
{
    struct submission_counts counts;

    if (body.len > DRAFT_BOX_BODY_MAX || submission_check(&counts, body) ||
        counts.of[SUBMISSION_NOTE] != 1 || counts.of[SUBMISSION_SETUP] != 0)
        return ERR_INPUT;
    out->with = malloc(body.len);
    if (!out->with)
        return ERR_NOMEM;
    return read_parts(out, body);
}

/* ---- Putting in -----------------------------------------------------------*/

static enum err
copy_note(char **out, struct span note)
{
    *out = note.len > 0 ? malloc(note.len) : NULL;
    if (!*out)
        return ERR_NOMEM;
    memcpy(*out, note.ptr, note.len);
    return OK;
}

/* The one that is there, with more lines. */
static enum err
replace(struct draft_box *box, struct waiting *draft, struct span note)
{
    struct note before;
    char *copy;
    enum err e = note_parse(&before, span_of(draft->note, draft->note_len));

    if (e)
        return e;
    if (box->event.signer_count <= before.line_count)
        return OK;
    e = copy_note(&copy, note);
    if (e)
        return e;
    free(draft->note);
    box->bytes += note.len - draft->note_len;
    draft->note = copy;
    draft->note_len = note.len;
    box->changes++;
    return OK;
}

static enum err
add(struct draft_box *box, struct offer *offer, uint64_t until_s)
{
    struct waiting *draft = calloc(1, sizeof *draft);
    struct waiting **at = &box->first;
    size_t len = offer->with_len + offer->note.len;
    enum err e = ERR_NOMEM;

    if (draft)
        e = copy_note(&draft->note, offer->note);
    if (e) {
        free(draft);
        return e;
    }
    draft->text_hash = box->event.text_hash;
    draft->author = box->event.signers[0].post;
    draft->until_s = until_s;
    draft->with = offer->with;
    draft->with_len = offer->with_len;
    draft->note_len = offer->note.len;
    offer->with = NULL;
    while (box->first && (box->count == DRAFT_BOX_MAX ||
                          box->bytes + len > DRAFT_BOX_BYTES_MAX))
        make_room(box, draft->author);
    while (*at)
        at = &(*at)->next;
    *at = draft;
    box->count++;
    box->bytes += len;
    box->changes++;
    return OK;
}

static enum err
put(struct draft_box *box, const struct conference *c, struct offer *offer,
    uint64_t now_s)
{
    enum err e = draft_note_read(&box->event, c, offer->note);
    uint64_t until_s;
    struct waiting **at;
    uint32_t index;

    if (e)
        return e;
    if (conference_find_act(c, &box->event.text_hash, &index))
        return ERR_EXISTS;
    until_s = draft_note_ends_at(&box->event, now_s);
    if (until_s == 0)
        return ERR_STATE;
    at = find(box, &box->event.text_hash);
    if (*at && (*at)->declined)
        return ERR_EXISTS;
    if (!draft_note_waits(&box->event, c))
        return ERR_AUTH;
    return *at ? replace(box, *at, offer->note) : add(box, offer, until_s);
}

enum err
draft_box_put(struct draft_box *box, const struct conference *c,
              struct span body, uint64_t now_s)
{
    struct offer offer = {0};
    enum err e = read_body(&offer, body);

    if (!e) {
        tidy(box, c, now_s);
        e = put(box, c, &offer, now_s);
    }
    free(offer.with);
    return e;
}

/* ---- Whom it concerns -----------------------------------------------------*/

/* Reads a draft that is here into box->event. */
static bool
concerns(struct draft_box *box, const struct conference *c,
         const struct waiting *draft, struct post who, bool *own)
{
    *own = false;
    if (event_decode(&box->event, span_of(draft->note, draft->note_len)) !=
        REFUSED_NOTHING)
        return false;
    *own = draft_note_has_signed(&box->event, who);
    return *own ||
           (!draft->declined && draft_note_could_sign(&box->event, c, who));
}

enum err
draft_box_decline(struct draft_box *box, const struct conference *c,
                  const struct hash32 *text_hash, struct post by,
                  uint64_t now_s)
{
    struct waiting **at;
    bool own;

    tidy(box, c, now_s);
    at = find(box, text_hash);
    if (!*at || !concerns(box, c, *at, by, &own))
        return ERR_NOTFOUND;
    box->changes++;
    if (post_eq((*at)->author, by)) {
        take_out(box, at);
        return OK;
    }
    (*at)->declined = true;
    (*at)->declined_by = by;
    return OK;
}

/* ---- Giving out -----------------------------------------------------------*/

static void
write_one(struct text_writer *w, const struct waiting *draft, uint64_t now_s)
{
    struct span note = span_of(draft->note, draft->note_len);
    char bytes[PART_HEAD_MAX + PART_FRAME_MAX];
    char name[POST_TEXT_BYTES];
    struct text_writer line;
    struct span words;
    struct span pieces[4] = {
        span_of(draft->with, draft->with_len), {0}, note, span_text("\nend\n")};

    text_writer_start(&line, bytes, sizeof bytes);
    text_writer_text(&line, "note ");
    text_writer_decimal(&line, note.len);
    text_writer_text(&line, "\n");
    pieces[1] = span_of(bytes, line.len);
    text_writer_start(&line, bytes + line.len, sizeof bytes - line.len);
    post_format(name, draft->author);
    text_writer_text(&line, draft->declined ? "declined " : "waiting ");
    text_writer_text(&line, name);
    text_writer_text(&line, " ");
    if (draft->declined) {
        post_format(name, draft->declined_by);
        text_writer_text(&line, name);
    } else {
        text_writer_decimal(&line, draft->until_s - now_s);
    }
    if (text_writer_finish(&line, &words))
        text_writer_fail(w, ERR_NOMEM);
    else
        part_write(w, words, pieces, 4);
}

void
draft_box_write(struct draft_box *box, struct text_writer *w,
                const struct conference *c, struct post who, uint64_t now_s)
{
    bool own;

    tidy(box, c, now_s);
    text_writer_text(w, head);
    for (const struct waiting *d = box->first; d; d = d->next)
        if (concerns(box, c, d, who, &own))
            write_one(w, d, now_s);
    text_writer_text(w, "end\n");
}
