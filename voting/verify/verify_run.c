#include "voting/verify/verify_run.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ballots/record_code.h"
#include "crypto/base64.h"
#include "crypto/tlog_proof.h"
#include "voting/fetch/fetch.h"
#include "voting/machine/process_memory.h"
#include "voting/verify/verify_progress.h"
#include "voting/verify/verify_served.h"
#include "voting/verify/verify_state.h"

enum { PIECE_BYTES = 64 * 1024 };

enum verify_status
verify_run_complain(const struct verify_run *run, enum verify_status status,
                    const char *file, const char *zh, const char *en)
{
    fprintf(stderr, "ballotverify: %s: %s\n", file,
            run->options->lang == LANG_ZH ? zh : en);
    return status;
}

static enum verify_status
no_memory(const struct verify_run *run)
{
    return verify_run_complain(run, VERIFY_TROUBLE, run->options->bundle,
                               "内存不足。", "out of memory.");
}

static enum verify_status
read_state(struct verify_run *run)
{
    const char *path = run->options->state;
    enum err e;

    if (!path)
        return VERIFY_HOLDS;
    e = verify_state_read(&run->pin, path);
    if (!e)
        audit_pin(run->audit, &run->pin);
    switch (e) {
    case OK:
    case ERR_NOTFOUND: /* the first run */
        return VERIFY_HOLDS;
    case ERR_AUTH:
        return verify_run_complain(
            run, VERIFY_UNREADABLE, path, "别人可以读写此文件，不予采信。",
            "others may read or write it, so it is not trusted.");
    case ERR_INPUT:
        return verify_run_complain(run, VERIFY_UNREADABLE, path,
                                   "不是核验状态文件。", "not a state file.");
    default:
        return verify_run_complain(run, VERIFY_UNREADABLE, path, "无法读取。",
                                   "cannot be read.");
    }
}

static enum verify_status
read_receipt(struct verify_run *run)
{
    const char *path = run->options->receipt;
    struct tlog_proof proof;

    run->receipt.index = CONFERENCE_NO_ENTRY;
    if (!path)
        return VERIFY_HOLDS;
    if (input_file_read(&run->receipt_file, path, NOTE_MAX))
        return verify_run_complain(run, VERIFY_UNREADABLE, path, "无法读取。",
                                   "cannot be read.");
    if (!tlog_proof_parse(&proof, input_file_span(&run->receipt_file)) &&
        proof.index < CONFERENCE_NO_ENTRY)
        run->receipt.index = (uint32_t)proof.index;
    return VERIFY_HOLDS;
}

/* event: NULL if the entry could not be read. */
static void
note_entry(struct verify_entry *out, const struct event *event)
{
    if (!event || event->signer_count == 0)
        return;
    out->known = true;
    out->type = event->type;
    out->signer = event->signers[0].post;
}

static void
look_at(struct verify_run *run, struct verify_entry *out, struct span bytes)
{
    struct span note;
    uint64_t time_s;

    if (!event_split_entry(&time_s, &note, bytes) &&
        !event_decode(run->event, note))
        note_entry(out, run->event);
}

/* Whether it continues another log; it may still be refused. */
static void
look_at_genesis(struct verify_run *run, struct span bytes)
{
    const struct event_genesis *g = &run->event->genesis;
    struct span note;
    uint64_t time_s;

    if (event_split_entry(&time_s, &note, bytes) ||
        event_decode(run->event, note) || run->event->type != EVENT_GENESIS ||
        !g->continues)
        return;
    run->predecessor = (struct verify_predecessor){
        .present = true, .size = g->old_size, .root = g->old_root};
    memcpy(run->predecessor.origin, g->old_origin,
           sizeof run->predecessor.origin);
}

static enum err
take_entry(struct verify_run *run, const struct bundle_part *part)
{
    if (audit_size(run->audit) == run->receipt.index)
        look_at(run, &run->receipt.entry, part->bytes);
    if (audit_size(run->audit) == 0)
        look_at_genesis(run, part->bytes);
    return audit_take(run->audit, part);
}

enum err
verify_run_take(struct verify_run *run, const struct bundle_part *part)
{
    enum err e = OK;

    if (part->kind == BUNDLE_ENTRY)
        return take_entry(run, part);
    if (part->kind == BUNDLE_BLOB)
        e = verify_titles_add(&run->titles, part->bytes);
    return e ? e : audit_take(run->audit, part);
}

/* Hands in what one piece of input holds. */
static enum err
take_piece(struct verify_run *run, struct bundle_reader *reader,
           struct span input, struct verify_progress *progress)
{
    enum err e = OK;

    while (!e && input.len > 0) {
        struct bundle_part part;

        e = bundle_read(reader, &part, &input);
        if (!e && part.kind != BUNDLE_NONE)
            e = verify_run_take(run, &part);
        verify_progress_show(progress, audit_size(run->audit),
                             audit_size_claimed(run->audit));
    }
    return e;
}

static enum err
read_pieces(struct verify_run *run, struct bundle_reader *reader, int fd)
{
    struct verify_progress progress;
    char piece[PIECE_BYTES];
    enum err e = OK;

    verify_progress_start(&progress, run->options);
    while (!e) {
        ssize_t n = read(fd, piece, sizeof piece);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            e = ERR_IO;
        if (n <= 0)
            break;
        e = take_piece(run, reader, span_of(piece, (size_t)n), &progress);
    }
    verify_progress_end(&progress);
    return e ? e : bundle_reader_finish(reader);
}

static enum verify_status
read_bundle(struct verify_run *run)
{
    const char *path = run->options->bundle;
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    char *buffer;
    struct bundle_reader reader;
    enum err e = ERR_IO;

    if (fd < 0)
        return verify_run_complain(run, VERIFY_UNREADABLE, path, "无法打开。",
                                   "cannot be opened.");
    buffer = malloc(BUNDLE_BUFFER_BYTES);
    if (buffer) {
        bundle_reader_start(&reader, buffer);
        e = read_pieces(run, &reader, fd);
    }
    if (!standard)
        close(fd);
    free(buffer);
    if (!buffer || e == ERR_NOMEM)
        return no_memory(run);
    if (e == ERR_IO)
        return verify_run_complain(run, VERIFY_UNREADABLE, path, "无法读取。",
                                   "cannot be read.");
    if (e)
        return verify_run_complain(
            run, VERIFY_UNREADABLE, path,
            "不是完整的日志文件：格式不对，或被截短。",
            "not a whole bundle: malformed, or cut short.");
    return VERIFY_HOLDS;
}

static bool
is_genesis(const struct hash32 *leaf, const char *typed)
{
    struct hash32 hash;

    if (record_code_matches(leaf, span_text(typed)))
        return true;
    return !base64_decode_exact(hash.bytes, sizeof hash.bytes,
                                span_text(typed)) &&
           hash_eq(&hash, leaf);
}

bool
verify_run_names_genesis(const struct verify_run *run,
                         const struct hash32 *leaf)
{
    if (run->options->genesis)
        return is_genesis(leaf, run->options->genesis);
    return run->pin.size > 0 && hash_eq(leaf, &run->pin.genesis);
}

static bool
is_log_key(const struct conference *c, const char *vkey)
{
    const uint8_t *bytes = conference_log_key(c);
    struct note_key key;

    return bytes && !note_key_parse(&key, span_text(vkey)) &&
           span_eq(key.name, span_text(conference_origin(c))) &&
           key.type == NOTE_KEY_ED25519 &&
           memcmp(key.key.bytes, bytes, sizeof key.key.bytes) == 0;
}

/* What the audit itself does not look at. */
static void
compare_with_options(struct verify_run *run)
{
    const struct verify_options *options = run->options;
    const struct hash32 *genesis = audit_leaf(run->audit, 0);

    if (options->genesis)
        run->another_genesis =
            !genesis || !is_genesis(genesis, options->genesis);
    if (options->vkey)
        run->another_key =
            !is_log_key(audit_conference(run->audit), options->vkey);
    if (options->receipt)
        run->receipt.verdict =
            audit_check_receipt(run->audit, &run->receipt.index,
                                input_file_span(&run->receipt_file));
}

const struct verify_entry *
verify_run_culprit(const struct verify_run *run, unsigned number)
{
    static const struct verify_entry unknown = {.known = false};

    /* Texts belong to an entry that was not refused. */
    if (number == REFUSAL_CHECKS - 1)
        return &unknown;
    return number == REFUSAL_CHECKS ? &run->receipt.entry : &run->refused;
}

bool
verify_run_continues(const struct verify_run *run)
{
    return run->predecessor.present &&
           *conference_origin(audit_conference(run->audit));
}

bool
verify_run_holds(const struct verify_run *run)
{
    return audit_passed(run->audit) && !run->another_genesis &&
           !run->another_key &&
           (!run->options->receipt ||
            run->receipt.verdict == AUDIT_RECEIPT_HOLDS);
}

enum verify_status
verify_run_all(struct verify_run *run, const struct verify_options *options)
{
    enum verify_status status;

    *run = (struct verify_run){.options = options};
    run->event = malloc(sizeof *run->event);
    if (!run->event || audit_new(&run->audit, process_memory()) ||
        proof_pool_open(&run->pool, proof_pool_threads_here()))
        return no_memory(run);
    audit_prove_by(run->audit,
                   (struct proof_prover){proof_pool_prove, run->pool});
    audit_divide_by(run->audit,
                    (struct audit_divider){proof_pool_each, run->pool});
    status = read_state(run);
    if (!status)
        status = read_receipt(run);
    if (!status)
        status = fetch_is_address(options->bundle) ? verify_served_read(run)
                                                   : read_bundle(run);
    if (status)
        return status;
    /* A whole bundle has a checkpoint, so that only memory can be missing. */
    if (audit_finish(run->audit))
        return no_memory(run);
    note_entry(&run->refused, audit_refused(run->audit));
    compare_with_options(run);
    return verify_run_holds(run) ? VERIFY_HOLDS : VERIFY_FAILS;
}

void
verify_run_free(struct verify_run *run)
{
    audit_free(run->audit);
    proof_pool_close(run->pool);
    verify_titles_free(&run->titles);
    input_file_free(&run->receipt_file);
    free(run->event);
}
