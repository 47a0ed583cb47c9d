/*
 * pack_write.c - which entries a paper pack has, and its bytes.
 */
#include "ballots/pack.h"
#include "ballots/part.h"
#include "ballots/state.h"
#include "ballots/trail.h"

/* A pack that is being written. */
struct writing {
    const struct pack_source *source;
    const struct conference *c;
    size_t bytes; /* so far */
};

static enum err
put(struct writing *pack, struct span bytes)
{
    if (bytes.len > PACK_MAX - pack->bytes)
        return ERR_INPUT;
    pack->bytes += bytes.len;
    return bytes.len > 0 ? pack->source->put(pack->source->context, bytes) : OK;
}

/* A part: `<word> [<index>] <length>` LF bytes LF. */
static enum err
put_part(struct writing *pack, const char *word, const uint32_t *index,
         struct span bytes)
{
    char line[PART_FRAME_MAX];
    struct text_writer w;
    struct span head;
    enum err e;

    text_writer_start(&w, line, sizeof line);
    text_writer_text(&w, word);
    if (index) {
        text_writer_text(&w, " ");
        text_writer_decimal(&w, *index);
    }
    text_writer_text(&w, " ");
    text_writer_decimal(&w, bytes.len);
    text_writer_text(&w, "\n");
    e = text_writer_finish(&w, &head);
    if (!e)
        e = put(pack, head);
    if (!e)
        e = put(pack, bytes);
    return e ? e : put(pack, span_text("\n"));
}

static enum err
put_entry(struct writing *pack, uint32_t index)
{
    const struct merkle_tree *tree = conference_tree(pack->c);
    struct merkle_proof proof;
    struct span bytes;
    enum err e = pack->source->entry(pack->source->context, &bytes, index);

    if (!e)
        e = put_part(pack, "entry", &index, bytes);
    if (!e)
        e = merkle_prove_inclusion(&proof, tree, index,
                                   conference_size(pack->c));
    if (e)
        return e;
    return put_part(
        pack, "proof", NULL,
        span_of(proof.hashes, proof.count * sizeof proof.hashes[0]));
}

/* ---- Entries --------------------------------------------------------------*/

/* Puts an entry in its place in an ascending list that has room for it. */
static void
insert(uint32_t *list, size_t *count, uint32_t entry)
{
    size_t at = *count;

    while (at > 0 && list[at - 1] > entry) {
        list[at] = list[at - 1];
        at--;
    }
    list[at] = entry;
    ++*count;
}

/* The entries of the two trails, the paper and the open entry. */
static enum err
put_entries(struct writing *pack, const struct opening *op,
            const struct holder *seat)
{
    const struct conference *c = pack->c;
    uint32_t seat_trail = seat ? seat->trail : 0;
    size_t count = trail_length(c, c->trail);
    size_t own_count = trail_length(c, seat_trail);
    size_t bytes = (count + own_count + 2) * sizeof(uint32_t);
    uint32_t *list = c->memory.resize(c->memory.context, NULL, 0, bytes);
    enum err e = OK;

    if (!list)
        return ERR_NOMEM;
    trail_list(list, c, c->trail);
    for (uint32_t n = seat_trail; n != 0; n = c->trail_steps[n - 1].before)
        insert(list, &count, c->trail_steps[n - 1].entry);
    insert(list, &count, state_paper_of(c, op)->entry);
    insert(list, &count, op->entry);
    for (size_t i = 0; i < count && !e; i++)
        e = put_entry(pack, list[i]);
    c->memory.resize(c->memory.context, list, bytes, 0);
    return e;
}

/* ---- Texts ----------------------------------------------------------------*/

/* The paper's texts: its title, then the rows'. */
static const struct event_blob *
text_of(const struct paper *paper, size_t i)
{
    return i == 0 ? &paper->title : &paper->rows[i - 1].text;
}

static bool
has_come(const struct paper *paper, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (!text_of(paper, k)->members &&
            hash_eq(&text_of(paper, k)->sha256, &text_of(paper, i)->sha256))
            return true;
    return false;
}

static enum err
put_texts(struct writing *pack, const struct paper *paper)
{
    enum err e = OK;

    for (size_t i = 0; i <= paper->row_count && !e; i++) {
        struct span bytes;

        if (text_of(paper, i)->members || has_come(paper, i))
            continue;
        e = pack->source->text(pack->source->context, &bytes,
                               text_of(paper, i));
        if (!e)
            e = put_part(pack, "text", NULL, bytes);
    }
    return e;
}

/* ---- All of it ------------------------------------------------------------*/

static const struct opening *
find_opening(const struct conference *c, uint32_t entry)
{
    for (size_t i = c->opening_count; i-- > 0;)
        if (c->openings[i]->entry == entry)
            return c->openings[i];
    return NULL;
}

enum err
pack_write(const struct pack_source *source, const struct conference *c,
           uint32_t open, const struct post *seat, struct span checkpoint)
{
    struct writing pack = {.source = source, .c = c};
    const struct opening *op = find_opening(c, open);
    const struct holder *holder = seat ? state_holder(c, *seat) : NULL;
    enum err e;

    if (!op || (seat && (!holder || seat->kind != POST_SEAT)))
        return ERR_NOTFOUND;
    e = put(&pack, span_text("congress-pack/v1\n"));
    if (!e)
        e = put_part(&pack, "checkpoint", NULL, checkpoint);
    if (!e)
        e = put_entries(&pack, op, holder);
    if (!e)
        e = put_texts(&pack, state_paper_of(c, op));
    return e ? e : put(&pack, span_text("end\n"));
}
