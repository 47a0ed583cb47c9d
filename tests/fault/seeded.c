/*
 * seeded.c - ballotd with a fault of one's choice, for the checker to find.
 *
 * Linked in front of the server's own functions (--wrap); the environment's
 * SEEDED_FAULT says which fault it has. Without one it is a good server.
 *
 *     early-answer      a step's transaction is committed with the next one,
 *                       and its entries are acknowledged before
 *     early-checkpoint  the checkpoint is published before its commit
 *     no-dedup          the same bytes are not known again
 *     late-cast         what was read before the close is taken in behind it
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ballots/state.h"
#include "crypto/checkpoint.h"
#include "voting/log/db.h"
#include "voting/log/sequencer_state.h"
#include "voting/log/store.h"
#include "voting/machine/private_file.h"
#include "voting/server/committer.h"

/* Long enough that most kills fall into it, on a busy machine too. */
enum { COMMIT_DELAY_US = 25000 };

static bool
has(const char *fault)
{
    const char *chosen = getenv("SEEDED_FAULT");

    return chosen && strcmp(chosen, fault) == 0;
}

/* ---- early-answer ---------------------------------------------------------*/

enum err __real_db_begin(struct db *db);
enum store_verdict __real_db_end(struct db *db, enum err e);
enum err __real_sequencer_write_copy(struct sequencer *s);
enum err __wrap_db_begin(struct db *db);
enum store_verdict __wrap_db_end(struct db *db, enum err e);
enum err __wrap_sequencer_write_copy(struct sequencer *s);

static bool uncommitted;
static struct {
    size_t len;
    char bytes[CHECKPOINT_SIGNED_MAX];
} committed; /* the checkpoint of what is */
static struct {
    size_t len;
    char bytes[CHECKPOINT_SIGNED_MAX];
} waiting;

enum err
__wrap_db_begin(struct db *db)
{
    if (uncommitted) {
        uncommitted = false;
        if (__real_db_end(db, OK) != STORE_DONE)
            return ERR_IO;
        memcpy(committed.bytes, waiting.bytes, waiting.len);
        committed.len = waiting.len;
    }
    return __real_db_begin(db);
}

enum store_verdict
__wrap_db_end(struct db *db, enum err e)
{
    if (e || !has("early-answer"))
        return __real_db_end(db, e);
    uncommitted = true;
    return STORE_DONE;
}

/* The copy goes with the commit, or the next start would notice. */
enum err
__wrap_sequencer_write_copy(struct sequencer *s)
{
    struct span now = sequencer_checkpoint(s);

    if (!uncommitted)
        return __real_sequencer_write_copy(s);
    memcpy(waiting.bytes, now.ptr, now.len);
    waiting.len = now.len;
    if (committed.len == 0)
        return OK;
    return private_file_replace(s->copy_path,
                                span_of(committed.bytes, committed.len));
}

/* ---- early-checkpoint -----------------------------------------------------*/

enum store_verdict __real_store_append(struct store *store, uint64_t size,
                                       const struct span *entries, size_t count,
                                       struct span checkpoint,
                                       const struct store_extras *extras);
enum store_verdict __wrap_store_append(struct store *store, uint64_t size,
                                       const struct span *entries, size_t count,
                                       struct span checkpoint,
                                       const struct store_extras *extras);
bool __real_committer_published(struct committer *c, struct published *out);
bool __wrap_committer_published(struct committer *c, struct published *out);

static pthread_mutex_t early_lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
    uint64_t size;
    size_t len; /* 0: none is early */
    char bytes[CHECKPOINT_SIGNED_MAX];
} early;

enum store_verdict
__wrap_store_append(struct store *store, uint64_t size,
                    const struct span *entries, size_t count,
                    struct span checkpoint, const struct store_extras *extras)
{
    enum store_verdict verdict;

    if (!has("early-checkpoint"))
        return __real_store_append(store, size, entries, count, checkpoint,
                                   extras);
    (void)pthread_mutex_lock(&early_lock);
    memcpy(early.bytes, checkpoint.ptr, checkpoint.len);
    early.len = checkpoint.len;
    early.size = size + count;
    (void)pthread_mutex_unlock(&early_lock);
    usleep(COMMIT_DELAY_US);
    verdict =
        __real_store_append(store, size, entries, count, checkpoint, extras);
    (void)pthread_mutex_lock(&early_lock);
    early.len = 0;
    (void)pthread_mutex_unlock(&early_lock);
    return verdict;
}

bool
__wrap_committer_published(struct committer *c, struct published *out)
{
    bool other = __real_committer_published(c, out);

    (void)pthread_mutex_lock(&early_lock);
    if (early.len > 0 && early.size > out->size) {
        memcpy(out->checkpoint, early.bytes, early.len);
        out->checkpoint_len = early.len;
        other = true;
    }
    (void)pthread_mutex_unlock(&early_lock);
    return other;
}

/* ---- no-dedup -------------------------------------------------------------*/

bool __real_conference_find_act(const struct conference *c,
                                const struct hash32 *act_hash, uint32_t *index);
bool __wrap_conference_find_act(const struct conference *c,
                                const struct hash32 *act_hash, uint32_t *index);

bool
__wrap_conference_find_act(const struct conference *c,
                           const struct hash32 *act_hash, uint32_t *index)
{
    return !has("no-dedup") && __real_conference_find_act(c, act_hash, index);
}

/* ---- late-cast ------------------------------------------------------------*/

enum refusal __real_event_check(const struct conference *c,
                                const struct event *event, uint64_t time_s,
                                struct admission *adm);
enum refusal __wrap_event_check(const struct conference *c,
                                const struct event *event, uint64_t time_s,
                                struct admission *adm);

enum refusal
__wrap_event_check(const struct conference *c, const struct event *event,
                   uint64_t time_s, struct admission *adm)
{
    struct opening *round;
    enum refusal r = __real_event_check(c, event, time_s, adm);

    if (r != REFUSED_NOT_OPEN || event->type != EVENT_CAST || !has("late-cast"))
        return r;
    round = state_opening(c, &event->cast.open);
    if (!round || round->stage != OPENING_CLOSED)
        return r;
    round->stage = OPENING_OPEN;
    r = __real_event_check(c, event, time_s, adm);
    round->stage = OPENING_CLOSED;
    return r;
}
