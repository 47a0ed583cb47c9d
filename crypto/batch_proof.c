/*
 * Key proofs and shares in a batch: the equations of proof.c,
 *
 *     A + c X = s B,    D + c Z - s M = 0.
 */
#include "crypto/batch_gather.h"
#include "crypto/public_sum.h"

/* What a proof is bound to: its challenge, and s which that does not cover. */
static void
end_proof(struct batch *b, const struct scalar *c, const struct scalar *s)
{
    struct transcript t;

    batch_begin_hash(b, &t, 2);
    transcript_part(&t, c->bytes, SCALAR_BYTES);
    transcript_part(&t, s->bytes, SCALAR_BYTES);
    batch_end_statement(b, &t);
}

static enum err
put_points(struct batch *b, const struct point *const *points, size_t count)
{
    enum err e = OK;

    for (size_t i = 0; i < count && !e; i++)
        e = batch_put_point(b, points[i]->bytes, true);
    return e;
}

enum err
batch_add_log(struct batch *b, const struct proof_log *proof, const char *tag,
              const uint8_t statement[TRANSCRIPT_DIGEST_BYTES],
              const struct point *public_key)
{
    const struct batch_extent before = *batch_used(b);
    const struct point *const points[] = {&proof->a, public_key};
    struct scalar s;
    struct scalar c;
    enum err e = scalar_decode(&s, proof->s.bytes);

    if (!e)
        e = batch_reserve(b, 2, 3);
    if (!e)
        e = put_points(b, points, 2);
    if (e) {
        batch_cut(b, &before);
        return e;
    }
    proof_log_challenge(&c, proof, tag, statement, public_key);
    batch_put_equation(b);
    batch_put_own(b, 0, NULL);
    batch_put_own(b, 1, &c);
    batch_put_shared(b, BATCH_BASE, &s);
    end_proof(b, &c, &s);
    return OK;
}

enum err
batch_add_equal(struct batch *b, const struct proof_equal *proof,
                const char *tag,
                const uint8_t statement[TRANSCRIPT_DIGEST_BYTES],
                const struct point *public_key, const struct point *m,
                const struct point *z)
{
    const struct batch_extent before = *batch_used(b);
    const struct point *const points[] = {&proof->a, public_key, &proof->d, z,
                                          m};
    const struct scalar zero = {{0}};
    struct scalar minus_s;
    struct scalar s;
    struct scalar c;
    enum err e = scalar_decode(&s, proof->s.bytes);

    if (!e)
        e = batch_reserve(b, 5, 6);
    if (!e)
        e = put_points(b, points, 5);
    if (e) {
        batch_cut(b, &before);
        return e;
    }
    proof_equal_challenge(&c, proof, tag, statement, public_key, m, z);
    scalar_sub(&minus_s, &zero, &s);
    batch_put_equation(b);
    batch_put_own(b, 0, NULL);
    batch_put_own(b, 1, &c);
    batch_put_shared(b, BATCH_BASE, &s);
    batch_put_equation(b);
    batch_put_own(b, 2, NULL);
    batch_put_own(b, 3, &c);
    batch_put_own(b, 4, &minus_s);
    end_proof(b, &c, &s);
    return OK;
}

/* ---- Shares ---------------------------------------------------------------*/

/* The points of a share: R and D of each sum, and the weights that M and Z are
 * made with. */
struct weighed {
    size_t count;
    struct public_summand *r;
    struct public_summand *d;
    struct scalar *weights;
    size_t bytes;
};

static enum err
weighed_open(struct weighed *w, size_t count, const struct memory *memory)
{
    char *block;

    w->count = count;
    w->bytes = count * (2 * sizeof *w->r + sizeof *w->weights);
    block = memory->resize(memory->context, NULL, 0, w->bytes);
    if (!block)
        return ERR_NOMEM;
    w->r = (struct public_summand *)(void *)block;
    w->d = w->r + count;
    w->weights = (struct scalar *)(void *)(w->d + count);
    return OK;
}

static enum err
read_points(struct weighed *w, const struct decryption_statement *st,
            const struct point *partials)
{
    struct public_point p;
    enum err e = OK;

    for (size_t l = 0; l < w->count && !e; l++) {
        e = public_point_decode(&p, st->sums[l].c.bytes);
        if (!e)
            e = public_point_decode(&p, st->sums[l].r.bytes);
        public_summand_make(&w->r[l], &p);
        if (!e)
            e = public_point_decode(&p, partials[l].bytes);
        public_summand_make(&w->d[l], &p);
    }
    return e;
}

/* M = sum w_l R_l and Z = sum w_l D_l. */
static enum err
weigh(struct point *m, struct point *z, struct weighed *w,
      const uint8_t digest[TRANSCRIPT_DIGEST_BYTES], struct memory memory)
{
    struct public_point sum;
    enum err e;

    for (size_t l = 0; l < w->count; l++)
        decryption_weight(&w->weights[l], digest, l);
    e = public_sum(&sum, w->r, w->weights, w->count, memory);
    public_point_encode(m->bytes, &sum);
    if (!e)
        e = public_sum(&sum, w->d, w->weights, w->count, memory);
    public_point_encode(z->bytes, &sum);
    return e;
}

enum err
batch_add_share(struct batch *b, const struct point *partials,
                const struct proof_equal *proof,
                const struct decryption_statement *st)
{
    uint8_t digest[TRANSCRIPT_DIGEST_BYTES];
    struct weighed w;
    struct point m;
    struct point z;
    enum err e = decryption_check_numbers(st);

    if (!e)
        e = point_decode(&m, st->share_key.bytes);
    if (!e)
        e = weighed_open(&w, st->count, &b->memory);
    if (e)
        return e;
    e = read_points(&w, st, partials);
    if (!e) {
        decryption_digest(digest, st, partials);
        e = weigh(&m, &z, &w, digest, b->memory);
    }
    b->memory.resize(b->memory.context, w.r, w.bytes, 0);
    if (!e)
        e = batch_add_equal(b, proof, "share", digest, &st->share_key, &m, &z);
    return e;
}
