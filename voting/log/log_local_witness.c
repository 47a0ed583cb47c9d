/*
 * log_local_witness.c - cosignatures of a log of one's own.
 */
#include <stdlib.h>
#include <string.h>

#include "crypto/cosignature.h"
#include "crypto/witness_policy.h"
#include "voting/log/log_local.h"

/*
 * The policy in force, with its text, which the caller frees.
 * ERR_NOTFOUND: there is none.
 */
static enum err
read_policy(struct log *log, struct witness_policy *policy, char **text)
{
    const struct event_blob *blob = conference_policy_blob(log_conference(log));
    enum err e;

    *text = NULL;
    if (!blob || !blob->present)
        return ERR_NOTFOUND;
    *text = malloc(blob->length);
    if (!*text)
        return ERR_NOMEM;
    e = log_get_blob(log, *text, blob);
    if (!e && witness_policy_parse(policy, span_of(*text, blob->length)))
        e = ERR_STATE;
    if (e) {
        free(*text);
        *text = NULL;
    }
    return e;
}

/* The checkpoint of this size, as it was signed, with all cosignatures. */
static enum err
write_cosigned(struct log *log, struct text_writer *w, uint64_t size)
{
    const struct conference *c = log_conference(log);
    struct checkpoint checkpoint = {
        .origin = span_text(conference_origin(c)),
        .size = size,
    };
    struct store *store;
    enum err e = log_local_reading(log, &store);

    if (!e)
        e = merkle_root_at(&checkpoint.root, conference_tree(c), size);
    if (e)
        return e;
    checkpoint_sign(w, &checkpoint, &log_local_of(log)->secret);
    e = store_cosignatures(store, w, size);
    return e ? e : w->error;
}

/* Whether the cosignatures of this tree satisfy the policy: ERR_NOTFOUND. */
static enum err
check_cosigned(struct log *log, struct span *found, char *bytes,
               const struct witness_policy *policy, uint64_t size)
{
    struct text_writer w;
    struct note note;
    enum err e;

    text_writer_start(&w, bytes, LOG_CHECKPOINT_MAX);
    e = write_cosigned(log, &w, size);
    if (!e)
        e = text_writer_finish(&w, found);
    if (e)
        return e;
    return note_parse(&note, *found) || witness_policy_check(policy, &note)
               ? ERR_NOTFOUND
               : OK;
}

/* Looks at the trees of `least` entries and more that have cosignatures, the
 * largest first. ERR_NOTFOUND: none of them satisfies the policy. */
static enum err
search(struct log *log, struct span *found, char *bytes,
       const struct witness_policy *policy, uint64_t least)
{
    uint64_t size = log_size(log) + 1;
    struct store *store;
    struct hash32 root;
    enum err e = log_local_reading(log, &store);

    while (!e) {
        e = store_cosigned_tree(store, &size, &root, size);
        if (!e && size < least)
            e = ERR_NOTFOUND;
        if (e)
            break;
        e = check_cosigned(log, found, bytes, policy, size);
        if (!e)
            log_local_of(log)->known.size = size;
        if (e != ERR_NOTFOUND)
            return e;
        e = OK;
    }
    return e;
}

/*
 * Among those that have got a cosignature since the last time, else the one
 * that was found then. Whoever asks must not make the log look at all trees
 * there ever were, as it would while a witness is away.
 */
static enum err
find_witnessed(struct log *log, struct span *found, char *bytes,
               const struct witness_policy *policy)
{
    const struct event_blob *blob = conference_policy_blob(log_conference(log));
    struct log_local_known *known = &log_local_of(log)->known;
    uint64_t least;
    enum err e;

    if (!hash_eq(&known->policy, &blob->sha256))
        *known = (struct log_local_known){.policy = blob->sha256};
    least = known->changed > known->size ? known->changed : known->size + 1;
    e = search(log, found, bytes, policy, least);
    if (!e || e == ERR_NOTFOUND)
        known->changed = UINT64_MAX;
    if (e == ERR_NOTFOUND && known->size > 0)
        e = check_cosigned(log, found, bytes, policy, known->size);
    return e;
}

enum err
log_local_witnessed(struct log *log, struct text_writer *w)
{
    struct witness_policy *policy = malloc(sizeof *policy);
    char *bytes = malloc(LOG_CHECKPOINT_MAX);
    char *text = NULL;
    struct span found;
    enum err e = policy && bytes ? log_local_may_speak(log) : ERR_NOMEM;

    if (!e)
        e = read_policy(log, policy, &text);
    if (!e)
        e = find_witnessed(log, &found, bytes, policy);
    if (!e) {
        text_writer_span(w, found);
        e = w->error;
    }
    free(text);
    free(bytes);
    free(policy);
    return e;
}

/* ---- Taking in ------------------------------------------------------------*/

/* ERR_PROOF unless it is a checkpoint of this log's own entries. */
static enum err
check_is_ours(struct checkpoint *out, const struct note *note,
              const struct conference *c)
{
    struct hash32 root;

    if (checkpoint_parse_body(out, note->text) || out->size == 0)
        return ERR_INPUT;
    if (!span_eq(out->origin, span_text(conference_origin(c))) ||
        merkle_root_at(&root, conference_tree(c), out->size) ||
        !hash_eq(&root, &out->root))
        return ERR_PROOF;
    return OK;
}

/* The n-th line, as its bytes stand in the note. */
static struct span
line_bytes(const struct note *note, size_t n)
{
    const struct note_line *line = &note->lines[n];
    const char *start = line->name.ptr - strlen("\xE2\x80\x94 ");
    const char *end = line->base64.ptr + line->base64.len + strlen("\n");

    return span_of(start, (size_t)(end - start));
}

/* The witness of the policy whose line it is, or NULL. */
static const struct note_key *
witness_of(const struct witness_policy *policy, const struct note_line *line)
{
    for (size_t i = 0; i < policy->voter_count; i++)
        if (!policy->voters[i].is_group &&
            note_line_is_by(line, &policy->voters[i].key))
            return &policy->voters[i].key;
    return NULL;
}

/* Verifies the witnesses' lines, and then stores them. */
static enum err
take_lines(struct log *log, size_t *taken, const struct note *note,
           const struct checkpoint *checkpoint,
           const struct witness_policy *policy)
{
    struct store_cosignature found[NOTE_LINES_MAX];
    struct store *store;
    size_t count = 0;
    enum err e = log_local_writing(log, &store);

    for (size_t n = 0; n < note->line_count && !e; n++) {
        const struct note_key *key = witness_of(policy, &note->lines[n]);

        if (!key)
            continue;
        found[count] = (struct store_cosignature){
            .size = checkpoint->size,
            .root = checkpoint->root,
            .witness = key->name,
            .line = line_bytes(note, n),
        };
        e = cosignature_verify_line(&found[count].time_s, note, n, key);
        count++;
    }
    if (count > 0 && checkpoint->size < log_local_of(log)->known.changed)
        log_local_of(log)->known.changed = checkpoint->size;
    for (size_t i = 0; i < count && !e; i++) {
        e = log_local_written(log, store_put_cosignature(store, &found[i]));
        *taken += !e;
    }
    return e;
}

enum err
log_local_cosign(struct log *log, size_t *taken, struct span bytes)
{
    struct witness_policy *policy = malloc(sizeof *policy);
    struct checkpoint checkpoint;
    struct note *note = malloc(sizeof *note);
    char *text = NULL;
    enum err e = policy && note ? log_local_may_speak(log) : ERR_NOMEM;

    if (!e)
        e = note_parse(note, bytes);
    if (!e)
        e = check_is_ours(&checkpoint, note, log_conference(log));
    if (!e)
        e = read_policy(log, policy, &text);
    if (!e)
        e = take_lines(log, taken, note, &checkpoint, policy);
    free(text);
    free(note);
    free(policy);
    return e;
}
