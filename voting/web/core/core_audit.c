#include "voting/web/core/core_audit.h"

#include <string.h>

#include <sodium.h>

#include "ballots/audit_view.h"

/* An audited log of this handle; else why there is none. */
static enum err
find(struct core_log **log, uint32_t handle)
{
    *log = core_log_of(handle);
    if (!*log)
        return ERR_NOTFOUND;
    return (*log)->audit ? OK : ERR_STATE;
}

/* Proves what waits together, each time with weights of its own. */
static void
prove(void *context, struct proof_item *items, size_t count)
{
    struct core_log *log = context;
    uint8_t number[4];
    struct hash32 seed;
    const struct span parts[] = {span_of(log->seed, sizeof log->seed),
                                 span_of(number, sizeof number)};
    enum err e;

    log->batches++;
    for (size_t i = 0; i < sizeof number; i++)
        number[i] = (uint8_t)(log->batches >> (8 * i));
    hash_sha256_parts(&seed, parts, sizeof parts / sizeof *parts);
    e = proof_verify_batch(items, count, seed.bytes, core_memory());
    (void)e; /* each item has its refusal */
    sodium_memzero(&seed, sizeof seed);
}

static void
end(struct core_log *log)
{
    audit_free(log->audit);
    core_free(&log->buffer, log->buffer ? BUNDLE_BUFFER_BYTES : 0);
}

uint32_t
web_audit_open(const uint8_t *seed, uint32_t seed_len)
{
    struct core_log *log;
    enum err e;

    if (seed_len != BATCH_SEED_BYTES)
        return core_status(ERR_INPUT);
    log = core_new(sizeof *log);
    if (!log)
        return core_status(ERR_NOMEM);
    memcpy(log->seed, seed, sizeof log->seed);
    e = audit_new(&log->audit, core_memory());
    if (e) {
        core_free(&log, sizeof *log);
        return core_status(e);
    }
    log->end_audit = end;
    audit_prove_by(log->audit, (struct proof_prover){prove, log});
    log->conference = audit_conference(log->audit);
    log->receipt_index = CONFERENCE_NO_ENTRY;
    return core_status(core_log_keep(log));
}

uint32_t
web_audit_pin(uint32_t handle, const char *origin, uint32_t origin_len,
              const uint8_t *genesis, uint32_t genesis_len, uint32_t size,
              const uint8_t *root, uint32_t root_len)
{
    struct core_log *log;
    enum err e = find(&log, handle);

    if (e)
        return core_status(e);
    if (audit_size(log->audit) > 0 || log->finished)
        return core_status(ERR_STATE);
    if (!post_origin_is_valid(origin, origin_len) ||
        genesis_len != HASH_BYTES || size == 0 || root_len != HASH_BYTES)
        return core_status(ERR_INPUT);
    log->pin = (struct audit_pin){.size = size};
    memcpy(log->pin.origin, origin, origin_len);
    memcpy(log->pin.genesis.bytes, genesis, HASH_BYTES);
    memcpy(log->pin.root.bytes, root, HASH_BYTES);
    audit_pin(log->audit, &log->pin);
    return core_status(OK);
}

/* A part goes to the audit; texts and names are kept for sheets besides. */
static enum err
take_part(struct core_log *log, const struct bundle_part *part)
{
    enum err e = OK;

    if (part->kind == BUNDLE_BLOB)
        e = core_texts_add(&log->texts, part->bytes);
    else if (part->kind == BUNDLE_NAME)
        e = core_texts_add_name(&log->texts, part->bytes);
    /* A record that is none is a finding of the audit, not an error. */
    if (e == ERR_NOMEM)
        return e;
    return audit_take(log->audit, part);
}

static enum err
start_reader(struct core_log *log)
{
    if (log->buffer)
        return OK;
    log->buffer = core_new(BUNDLE_BUFFER_BYTES);
    if (!log->buffer)
        return ERR_NOMEM;
    bundle_reader_start(&log->reader, log->buffer);
    return OK;
}

uint32_t
web_audit_take(uint32_t handle, const char *bytes, uint32_t len)
{
    struct span input = span_of(bytes, len);
    struct core_log *log;
    enum err e = find(&log, handle);

    if (!e)
        e = start_reader(log);
    while (!e && input.len > 0) {
        struct bundle_part part;

        e = bundle_read(&log->reader, &part, &input);
        if (!e && part.kind != BUNDLE_NONE)
            e = take_part(log, &part);
    }
    return core_status(e);
}

uint32_t
web_audit_part(uint32_t handle, uint32_t kind, const char *bytes, uint32_t len)
{
    static const uint32_t limits[BUNDLE_KINDS_] = {
        [BUNDLE_CHECKPOINT] = BUNDLE_CHECKPOINT_MAX,
        [BUNDLE_ENTRY] = BUNDLE_ENTRY_MAX,
        [BUNDLE_BLOB] = BUNDLE_BLOB_MAX,
        [BUNDLE_NAME] = BUNDLE_NAME_MAX,
    };
    struct core_log *log;
    enum err e = find(&log, handle);

    if (e)
        return core_status(e);
    if (kind >= BUNDLE_KINDS_ || len > limits[kind] || limits[kind] == 0 ||
        (len == 0 && kind != BUNDLE_BLOB))
        return core_status(ERR_INPUT);
    if (kind != BUNDLE_CHECKPOINT && audit_size(log->audit) == 0 &&
        kind != BUNDLE_ENTRY)
        return core_status(ERR_STATE);
    e = take_part(log, &(struct bundle_part){(enum bundle_kind)kind,
                                             span_of(bytes, len)});
    return core_status(e);
}

uint32_t
web_audit_prove(uint32_t handle, const uint8_t *seed, uint32_t seed_len)
{
    struct core_log *log;
    struct hash32 mixed;
    enum err e = find(&log, handle);

    if (e)
        return core_status(e);
    if (seed_len != BATCH_SEED_BYTES)
        return core_status(ERR_INPUT);
    hash_sha256_parts(
        &mixed,
        (const struct span[]){span_of(log->seed, BATCH_SEED_BYTES),
                              span_of(seed, seed_len)},
        2);
    memcpy(log->seed, mixed.bytes, sizeof log->seed);
    sodium_memzero(&mixed, sizeof mixed);
    return core_status(audit_serve(log->audit));
}

uint32_t
web_audit_progress(uint32_t handle)
{
    struct core_log *log;
    enum err e = find(&log, handle);

    if (!e)
        core_answer_number((uint32_t)audit_size(log->audit));
    return core_status(e);
}

uint32_t
web_audit_total(uint32_t handle)
{
    struct core_log *log;
    enum err e = find(&log, handle);

    if (!e)
        core_answer_number((uint32_t)audit_size_claimed(log->audit));
    return core_status(e);
}

uint32_t
web_audit_finish(uint32_t handle)
{
    struct core_log *log;
    enum err e = find(&log, handle);

    if (!e && log->buffer)
        e = bundle_reader_finish(&log->reader);
    if (!e)
        e = audit_finish(log->audit);
    if (!e)
        log->finished = true;
    return core_status(e);
}

uint32_t
web_audit_receipt(uint32_t handle, const char *receipt, uint32_t len)
{
    struct core_log *log;
    enum err e = find(&log, handle);

    if (e)
        return core_status(e);
    if (!log->finished)
        return core_status(ERR_STATE);
    log->receipt = audit_check_receipt(log->audit, &log->receipt_index,
                                       span_of(receipt, len));
    core_answer_number((uint32_t)log->receipt);
    return core_status(OK);
}

static void
put_words(struct json_writer *w, const char *key, const char *zh,
          const char *en)
{
    json_put_object(w, key);
    json_put_text(w, "zh", zh ? zh : "");
    json_put_text(w, "en", en ? en : "");
    json_put_object_end(w);
}

static void
put_check(struct json_writer *w, const struct core_log *log, unsigned n)
{
    const struct audit_check *check = audit_finding(log->audit, n);

    json_put_object(w, NULL);
    json_put_number(w, "check", n);
    json_put_text(w, "verdict", audit_verdict_code(check->verdict));
    put_words(w, "what", audit_check_words(n, LANG_ZH),
              audit_check_words(n, LANG_EN));
    if (check->verdict == AUDIT_FAILED) {
        json_put_text(w, "refusal", refusal_code(check->why));
        put_words(w, "words", refusal_words(check->why, LANG_ZH),
                  refusal_words(check->why, LANG_EN));
        audit_view_entry(w, "entry", check->entry);
        audit_view_entry(w, "cause", check->cause);
    }
    json_put_object_end(w);
}

static void
put_log(struct json_writer *w, const struct core_log *log)
{
    enum audit_history history = audit_history(log->audit);

    audit_view_log(w, log->audit);
    put_words(w, "history_words", audit_history_words(history, LANG_ZH),
              audit_history_words(history, LANG_EN));
}

static void
put_receipt(struct json_writer *w, const struct core_log *log)
{
    if (log->receipt == AUDIT_RECEIPT_NONE) {
        json_put_null(w, "receipt");
        return;
    }
    json_put_object(w, "receipt");
    json_put_text(w, "verdict", audit_receipt_code(log->receipt));
    put_words(w, "words", audit_receipt_words(log->receipt, LANG_ZH),
              audit_receipt_words(log->receipt, LANG_EN));
    audit_view_entry(w, "entry", log->receipt_index);
    json_put_object_end(w);
}

static void
write_report(struct text_writer *out, const void *context)
{
    const struct core_log *log = context;
    struct json_writer w;

    json_put_start(&w, out);
    json_put_object(&w, NULL);
    json_put_bool(&w, "holds",
                  audit_passed(log->audit) &&
                      (log->receipt == AUDIT_RECEIPT_NONE ||
                       log->receipt == AUDIT_RECEIPT_HOLDS));
    put_log(&w, log);
    audit_view_beside(&w, log->audit);
    put_receipt(&w, log);
    json_put_list(&w, "checks");
    for (unsigned n = 1; n <= REFUSAL_CHECKS; n++)
        put_check(&w, log, n);
    json_put_list_end(&w);
    json_put_object_end(&w);
}

uint32_t
web_audit_report(uint32_t handle)
{
    struct core_log *log;
    enum err e = find(&log, handle);

    if (!e && !log->finished)
        e = ERR_STATE;
    return core_status(e ? e : core_answer_text(write_report, log));
}

static void
write_pin(struct text_writer *out, const void *context)
{
    const struct audit_pin *pin = context;
    struct json_writer w;

    json_put_start(&w, out);
    json_put_object(&w, NULL);
    json_put_text(&w, "origin", pin->origin);
    json_put_hash(&w, "genesis", &pin->genesis);
    json_put_number(&w, "size", pin->size);
    json_put_hash(&w, "root", &pin->root);
    json_put_object_end(&w);
}

uint32_t
web_audit_make_pin(uint32_t handle)
{
    struct audit_pin pin;
    struct core_log *log;
    enum err e = find(&log, handle);

    if (!e)
        e = audit_make_pin(log->audit, &pin);
    return core_status(e ? e : core_answer_text(write_pin, &pin));
}
