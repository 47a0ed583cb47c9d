#include "voting/verify/verify_served.h"

#include <inttypes.h>
#include <stdlib.h>

#include "ballots/event_blobs.h"
#include "ballots/seen_set.h"
#include "crypto/checkpoint.h"
#include "voting/fetch/served.h"
#include "voting/machine/private_file.h"
#include "voting/machine/process_memory.h"
#include "voting/verify/verify_progress.h"
#include "voting/verify/verify_vouched.h"

enum { SENTENCE_BYTES = 2048 };

struct served_run {
    struct verify_run *run;
    struct served *served;
    struct log_copy *copy;
    struct verify_progress progress;
    struct checkpoint checkpoint; /* as it says; nobody has verified it yet */
    uint64_t newer;               /* entries that no witness has cosigned yet */
    char *bytes;                  /* of the checkpoint */
    size_t len;
    char *text; /* one text at a time */
    struct seen_set texts;
};

static void
show_fetched(void *context, uint64_t done, uint64_t of)
{
    verify_progress_fetched(context, done, of);
}

/* ---- Saying ---------------------------------------------------------------*/

static enum verify_status
say_trouble(struct served_run *s, enum err e)
{
    enum lang lang = s->run->options->lang;
    char sentence[SENTENCE_BYTES];
    struct text_writer w;

    verify_progress_end(&s->progress);
    if (e == ERR_NOMEM)
        return verify_run_complain(s->run, VERIFY_TROUBLE,
                                   served_address(s->served), "内存不足。",
                                   "out of memory.");
    if (e == ERR_STATE)
        return verify_run_complain(
            s->run, VERIFY_UNREADABLE, served_address(s->served),
            "日志太长，且只有服务器自己这么说（无人担保时最多 100 万条、2 "
            "GiB）。请用 --vkey 或 --genesis 指明是哪本日志。",
            "too long a log, on the server's own word alone (without more it "
            "may have 1,000,000 entries and 2 GiB). Say which log it is by "
            "--vkey or --genesis.");
    if (e == ERR_PROOF)
        return verify_run_complain(
            s->run, VERIFY_UNREADABLE, served_address(s->served),
            "服务器给出的不是日志：格式不对。",
            "what the server gives is not a log: malformed.");
    if (e == ERR_NOTFOUND)
        return verify_run_complain(s->run, VERIFY_UNREADABLE,
                                   served_address(s->served),
                                   "那里没有日志，或日志还是空的。",
                                   "there is no log there, or it is empty.");
    text_writer_start(&w, sentence, sizeof sentence - 1);
    served_say_trouble(&w, served_trouble(s->served), lang);
    sentence[w.len] = '\0';
    fprintf(stderr, "ballotverify: %s\n", sentence);
    return VERIFY_UNREADABLE;
}

/* Over plain http to elsewhere somebody in between may answer instead. */
static void
warn_plain(const struct verify_run *run)
{
    const struct verify_options *options = run->options;

    if (fetch_address_kind(options->bundle) != FETCH_ADDRESS_PLAIN ||
        options->genesis || options->vkey || run->pin.size > 0)
        return;
    (void)verify_run_complain(
        run, VERIFY_HOLDS, options->bundle,
        "未加密的连接：中间人可以给出另一份日志。请用 --genesis 或 --vkey "
        "核对。",
        "not encrypted: somebody in between could show another log. Compare by "
        "--genesis or --vkey.");
}

static void
say_newer(const struct served_run *s)
{
    fprintf(stderr,
            s->run->options->lang == LANG_ZH
                ? "ballotverify: 最新的 %" PRIu64
                  " 条记录存证方还没有签，本次核验到此之前。\n"
                : "ballotverify: the last %" PRIu64
                  " entries are not cosigned yet; this run ends before them.\n",
            s->newer);
}

/* ---- Fetching -------------------------------------------------------------*/

/* Beside the state file; without one, or while another run has it, nameless. */
static enum verify_status
open_copy(struct served_run *s)
{
    const char *state = s->run->options->state;
    char path[PRIVATE_FILE_PATH_MAX];
    enum err e = ERR_STATE;

    if (state) {
        if (private_file_beside(path, state, ".copy"))
            return verify_run_complain(s->run, VERIFY_UNREADABLE, state,
                                       "路径太长。", "the path is too long.");
        e = log_copy_open(&s->copy, path);
        if (e == ERR_AUTH || e == ERR_INPUT)
            return verify_run_complain(
                s->run, VERIFY_UNREADABLE, path,
                "别人可以读写此文件，或不是日志副本，不予采信。",
                "others may read or write it, or it is no copy of a log, so it "
                "is not used.");
    }
    if (e == ERR_STATE)
        e = log_copy_open(&s->copy, NULL);
    if (e)
        return verify_run_complain(s->run, VERIFY_TROUBLE,
                                   state ? path : "copy", "无法写出。",
                                   "cannot be written.");
    return VERIFY_HOLDS;
}

/* Takes the checkpoint that was fetched into s->bytes. */
static enum err
read_checkpoint(struct served_run *s, struct note *note)
{
    return note_parse(note, span_of(s->bytes, s->len)) ||
                   checkpoint_parse_body(&s->checkpoint, note->text) ||
                   s->checkpoint.size == 0 ||
                   s->checkpoint.size > (uint64_t)EVENT_INDEX_MAX + 1
               ? ERR_PROOF
               : OK;
}

/* Whether a run that ends there still says all that was asked for. */
static bool
reaches_far_enough(const struct served_run *s)
{
    const struct verify_run *run = s->run;

    return s->checkpoint.size >= run->pin.size &&
           (run->receipt.index == CONFERENCE_NO_ENTRY ||
            s->checkpoint.size > run->receipt.index);
}

/*
 * What the witnesses have cosigned is always a little behind while a log grows.
 * Such a run ends where they have come to, and says so; V2 would fail on the
 * last entries of every log that is in use.
 */
static enum err
fetch_checkpoint(struct served_run *s)
{
    struct note *note = malloc(sizeof *note);
    enum err e = ERR_NOMEM;
    uint64_t last;

    s->bytes = malloc(SERVED_CHECKPOINT_MAX);
    if (note && s->bytes)
        e = served_checkpoint(s->served, s->bytes, &s->len);
    if (!e)
        e = read_checkpoint(s, note);
    last = e ? 0 : s->checkpoint.size;
    if (!e)
        e = served_witnessed(s->served, s->bytes, &s->len);
    if (!e)
        e = read_checkpoint(s, note);
    if (!e && reaches_far_enough(s)) {
        s->newer = last > s->checkpoint.size ? last - s->checkpoint.size : 0;
    } else if (last > 0) {
        e = served_checkpoint(s->served, s->bytes, &s->len);
        if (!e)
            e = read_checkpoint(s, note);
    }
    free(note);
    return e;
}

static enum err
add_leaf(struct merkle_tree *tree, struct span entry)
{
    struct hash32 leaf;
    enum err e = merkle_reserve(tree, 1);

    hash_leaf(&leaf, entry.ptr, entry.len);
    if (!e)
        merkle_append(tree, &leaf);
    return e;
}

/* Whether the entries of the copy are those of the checkpoint. */
static enum err
compare_root(struct served_run *s, bool *same)
{
    struct merkle_tree tree;
    struct hash32 root;
    struct span entry;
    enum err e = OK;

    *same = false;
    merkle_init(&tree, process_memory());
    for (uint64_t i = 0; i < s->checkpoint.size && !e; i++) {
        e = log_copy_entry(s->copy, &entry, i);
        if (!e)
            e = add_leaf(&tree, entry);
    }
    if (!e)
        e = merkle_root_at(&root, &tree, s->checkpoint.size);
    if (!e)
        *same = hash_eq(&root, &s->checkpoint.root);
    merkle_free(&tree);
    return e;
}

/*
 * Bounds what is fetched on the server's own word (verify_vouched.h). The first
 * entry may be fetched for it. ERR_STATE: it claims too much.
 */
static enum err
bound(struct served_run *s)
{
    struct span first = {0};
    enum err e = OK;

    if (verify_vouched_asks(s->run)) {
        if (log_copy_size(s->copy) == 0)
            e = served_entries(s->served, s->copy, 1);
        if (!e)
            e = log_copy_entry(s->copy, &first, 0);
        if (e)
            return e;
    }
    if (verify_vouched(s->run, span_of(s->bytes, s->len), first))
        return OK;
    log_copy_limit(s->copy, VERIFY_UNVOUCHED_BYTES);
    return s->checkpoint.size > VERIFY_UNVOUCHED_ENTRIES ? ERR_STATE : OK;
}

/*
 * A copy that is not of this checkpoint is fetched anew: it may be of another
 * log, or damaged. If the server's own entries are not either, the audit says
 * so.
 */
static enum err
fetch_entries(struct served_run *s)
{
    bool had_some = log_copy_size(s->copy) > 0;
    bool same = true;
    enum err e = served_entries(s->served, s->copy, s->checkpoint.size);

    if (!e && had_some)
        e = compare_root(s, &same);
    if (!e && !same)
        e = log_copy_clear(s->copy);
    if (!e && !same)
        e = served_entries(s->served, s->copy, s->checkpoint.size);
    return e;
}

/* ---- Handing in -----------------------------------------------------------*/

static enum err
give_text(struct served_run *s, const struct event_blob *blob)
{
    const bool policy = event_blob_is_policy(s->run->event, blob);
    enum err e;

    if (!policy && seen_set_find(&s->texts, blob->sha256.bytes, NULL))
        return OK;
    e = log_copy_text(s->copy, s->text, blob);
    if (e)
        return e == ERR_NOTFOUND ? OK : e;
    e = seen_set_reserve(&s->texts, 1);
    if (e)
        return e;
    seen_set_add(&s->texts, blob->sha256.bytes, 0);
    return verify_run_take(
        s->run,
        &(struct bundle_part){BUNDLE_BLOB, span_of(s->text, blob->length)});
}

/* The texts of an entry, in its order. */
static enum err
give_texts(struct served_run *s, struct span entry)
{
    const struct event_blob *blobs[EVENT_BLOBS_MAX];
    struct span note;
    uint64_t time_s;
    size_t count;
    enum err e = OK;

    if (event_split_entry(&time_s, &note, entry) ||
        event_decode(s->run->event, note))
        return OK;
    count = event_blobs(blobs, s->run->event);
    for (size_t i = 0; i < count && !e; i++)
        e = give_text(s, blobs[i]);
    return e;
}

static enum err
give_all(struct served_run *s)
{
    struct bundle_part part = {BUNDLE_CHECKPOINT, span_of(s->bytes, s->len)};
    enum err e = verify_run_take(s->run, &part);

    part.kind = BUNDLE_ENTRY;
    for (uint64_t i = 0; i < s->checkpoint.size && !e; i++) {
        e = log_copy_entry(s->copy, &part.bytes, i);
        if (!e)
            e = verify_run_take(s->run, &part);
        if (!e)
            e = give_texts(s, part.bytes);
        verify_progress_show(&s->progress, i + 1, s->checkpoint.size);
    }
    return e;
}

static enum verify_status
read_all(struct served_run *s)
{
    enum verify_status status = open_copy(s);
    enum err e;

    if (status)
        return status;
    verify_progress_start(&s->progress, s->run->options);
    e = fetch_checkpoint(s);
    if (!e)
        e = bound(s);
    if (!e)
        e = fetch_entries(s);
    if (!e)
        e = served_texts(s->served, s->copy, 0);
    if (e)
        return say_trouble(s, e);
    e = give_all(s);
    verify_progress_end(&s->progress);
    if (s->newer > 0)
        say_newer(s);
    if (e)
        return verify_run_complain(s->run, VERIFY_TROUBLE, "copy", "出错。",
                                   "it failed.");
    return VERIFY_HOLDS;
}

enum verify_status
verify_served_read(struct verify_run *run)
{
    struct served_run s = {.run = run, .text = malloc(EVENT_BLOB_MAX)};
    const struct served_options options = {
        .ca_file = run->options->ca,
        .progress = show_fetched,
        .context = &s.progress,
    };
    enum verify_status status = VERIFY_HOLDS;
    enum err e = served_open(&s.served, run->options->bundle, &options);

    seen_set_init(&s.texts, process_memory());
    if (e == ERR_INPUT)
        status = verify_run_complain(run, VERIFY_UNREADABLE,
                                     run->options->bundle, "不是服务器的地址。",
                                     "not an address of a server.");
    else if (e == ERR_NOTFOUND)
        status = verify_run_complain(run, VERIFY_UNREADABLE, run->options->ca,
                                     "无法读取。", "cannot be read.");
    else if (e || !s.text)
        status = verify_run_complain(run, VERIFY_TROUBLE, run->options->bundle,
                                     "内存不足。", "out of memory.");
    warn_plain(run);
    if (!status)
        status = read_all(&s);
    seen_set_free(&s.texts);
    log_copy_close(s.copy);
    served_close(s.served);
    free(s.bytes);
    free(s.text);
    return status;
}
