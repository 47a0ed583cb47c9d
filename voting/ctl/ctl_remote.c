#include "voting/ctl/ctl_remote.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <sodium.h>

#include "voting/log/log_mirror.h"
#include "voting/machine/input_file.h"
#include "voting/machine/private_file.h"

enum {
    POSTS_LOOKED_FOR = 1000, /* as author.c does */
    PROGRESS_MS = 500,
    SENTENCE_BYTES = 2048,
    AWAIT_TIMES = 30,
    AWAIT_MS = 500,
};

bool
ctl_remote_is_one(const char *path)
{
    struct stat about;

    return fetch_is_address(path) ||
           (stat(path, &about) == 0 && S_ISDIR(about.st_mode));
}

/* ---- Called back ----------------------------------------------------------*/

static void
say_trouble(void *context, const struct served_trouble *trouble, bool again)
{
    struct ctl *ctl = context;
    char sentence[SENTENCE_BYTES];
    struct text_writer w;

    text_writer_start(&w, sentence, sizeof sentence - 1);
    served_say_trouble(&w, trouble, ctl->lang);
    sentence[w.len] = '\0';
    message_say(ctl->err, ctl->lang,
                again ? MESSAGE_TROUBLE_AGAIN : MESSAGE_TROUBLE, sentence, NULL,
                NULL, NULL);
    (void)fflush(ctl->err);
}

static void
show_progress(void *context, uint64_t done, uint64_t of)
{
    struct ctl *ctl = context;
    struct timespec now;
    int64_t ms;

    if (clock_gettime(CLOCK_MONOTONIC, &now) || !isatty(STDERR_FILENO))
        return;
    ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
    if (ctl->progress_ms == 0 || done >= of)
        ctl->progress_ms = ms; /* what takes no time needs no words */
    if (ms - ctl->progress_ms < PROGRESS_MS)
        return;
    ctl->progress_ms = ms;
    fprintf(ctl->err, "\r%" PRIu64 " / %" PRIu64 "\033[K\r", done, of);
}

static bool
is_current(const struct ctl *ctl, struct post post,
           const struct ed25519_secret *secret)
{
    struct ed25519_public current;
    struct ed25519_public ours;

    ed25519_public(&ours, secret);
    return conference_key(ctl_conference(ctl), post, false, &current) &&
           memcmp(current.bytes, ours.bytes, sizeof ours.bytes) == 0;
}

/* The first key in the folder that is a post's current one. */
static enum err
find_asker(void *context, struct log_remote_asker *out)
{
    struct ctl *ctl = context;
    const char *origin = conference_origin(ctl_conference(ctl));

    for (unsigned kind = 0; kind < POST_KINDS_ && ctl->keys; kind++)
        for (uint32_t n = 1; n <= POSTS_LOOKED_FOR; n++) {
            struct post post = {(enum post_kind)kind, n};

            if (!keyring_has(ctl->keys, post, KEYRING_SIGNING) ||
                keyring_secret(&out->secret, ctl->keys, origin, post))
                continue;
            out->signer = (struct request_signer){.post = post};
            if (is_current(ctl, post, &out->secret))
                return OK;
            ed25519_wipe(&out->secret);
        }
    return ERR_AUTH;
}

/* ---- Opening --------------------------------------------------------------*/

/* Into ctl->setup; only `init` has this option. */
static enum ctl_status
read_setup(struct ctl *ctl)
{
    const char *path = options_text(&ctl->options, "setup-code-file");
    struct input_file file;
    struct span code;

    ctl->setup_len = 0;
    if (!path)
        return CTL_DONE;
    if (input_file_read(&file, path, sizeof ctl->setup))
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_FILE_READ, path, NULL, NULL);
    code = input_file_span(&file);
    code = span_head(code, span_find(code, '\n'));
    if (code.len > 0)
        memcpy(ctl->setup, code.ptr, code.len);
    ctl->setup_len = code.len;
    input_file_free(&file);
    return CTL_DONE;
}

/* Makes the folder of keys, where the copy belongs, if there is none yet. */
static const char *
copy_path(char out[PRIVATE_FILE_PATH_MAX], const char *folder)
{
    if (!folder || private_file_beside(out, folder, "/entries") ||
        private_file_make_folder(out))
        return NULL;
    return out;
}

static struct log_remote_options
remote_options(struct ctl *ctl, const char *copy, bool prove)
{
    return (struct log_remote_options){
        .ca_file = ctl_common(ctl, "ca"),
        .copy_path = copy,
        .prove = prove,
        .setup = span_of(ctl->setup, ctl->setup_len),
        .asker = find_asker,
        .trouble = say_trouble,
        .progress = show_progress,
        .context = ctl,
    };
}

enum err
ctl_remote_follow(struct ctl *ctl, const char *address, const char *folder)
{
    char path[PRIVATE_FILE_PATH_MAX] = "";
    struct log_remote_options how = remote_options(ctl, path, false);
    enum err e = log_mirror_size(&how.mirrored, folder);

    if (!e)
        e = private_file_beside(path, folder, LOG_MIRROR_ENTRIES);
    if (!e)
        e = log_open_remote(&ctl->log, address, &how);
    return e;
}

/* How far this folder of keys has verified the log. Without a mark, or with one
 * that cannot be read, all is proved again; what is wrong with it is said when
 * the folder is opened. */
static void
read_proved(struct audit_pin *out, const char *folder)
{
    struct keyring *keys;

    if (keyring_open(&keys, folder, span_text("")))
        return;
    if (keyring_mark(out, keys, KEYRING_VERIFIED))
        *out = (struct audit_pin){.size = 0};
    keyring_close(keys);
}

static enum ctl_status
open_address(struct ctl *ctl, const char *address, const char *folder,
             const struct log_options *options)
{
    char path[PRIVATE_FILE_PATH_MAX];
    struct log_remote_options how =
        remote_options(ctl, copy_path(path, folder), options->prove);
    enum err e;

    if (options->prove && folder)
        read_proved(&how.proved, folder);

    if (fetch_address_kind(address) == FETCH_ADDRESS_PLAIN)
        message_say(ctl->err, ctl->lang, MESSAGE_ADDRESS_PLAIN, address, NULL,
                    NULL, NULL);
    e = log_open_remote(&ctl->log, address, &how);
    if (!e && options->create && log_size(ctl->log) > 0)
        e = ERR_EXISTS;
    if (e)
        return ctl_fail(ctl, e == ERR_INPUT ? CTL_USAGE : CTL_FAILED,
                        MESSAGE_LOG_OPEN, address, err_name(e), NULL);
    return CTL_DONE;
}

enum ctl_status
ctl_remote_open(struct ctl *ctl, const char *path, const char *folder,
                const struct log_options *options)
{
    enum ctl_status status;
    enum err e;

    if (options->at)
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_AT_REMOTE, NULL, NULL, NULL);
    if (fetch_is_address(path)) {
        status = read_setup(ctl);
        return status ? status : open_address(ctl, path, folder, options);
    }
    if (options->create)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_LOG_OPEN, path,
                        err_name(ERR_EXISTS), NULL);
    e = log_mirror_open(&ctl->log, path, options->prove);
    if (e)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_LOG_OPEN, path, err_name(e),
                        NULL);
    return CTL_DONE;
}

/* ---- Witnesses ------------------------------------------------------------*/

/* Whether the policy is satisfied with all that there is. */
static bool
is_witnessed(struct ctl *ctl)
{
    char *bytes = malloc(LOG_CHECKPOINT_MAX);
    struct note *note = malloc(sizeof *note);
    struct checkpoint checkpoint = {.size = 0};
    struct text_writer w;
    struct span written;
    bool is_last = false;

    if (bytes && note) {
        text_writer_start(&w, bytes, LOG_CHECKPOINT_MAX);
        is_last = log_witnessed(ctl->log, &w) == OK &&
                  text_writer_finish(&w, &written) == OK &&
                  note_parse(note, written) == OK &&
                  checkpoint_parse_body(&checkpoint, note->text) == OK &&
                  checkpoint.size == log_size(ctl->log);
    }
    free(note);
    free(bytes);
    return is_last;
}

void
ctl_remote_await_witnesses(struct ctl *ctl)
{
    const struct event_blob *policy =
        conference_policy_blob(ctl_conference(ctl));
    const struct timespec pause = {0, AWAIT_MS * 1000000L};

    if (!fetch_is_address(ctl->open_log) || !policy || !policy->present)
        return;
    for (int i = 0; i < AWAIT_TIMES && !is_witnessed(ctl); i++) {
        if (i == 0)
            message_say(ctl->err, ctl->lang, MESSAGE_AWAIT_WITNESSES, NULL,
                        NULL, NULL, NULL);
        nanosleep(&pause, NULL);
        if (log_refresh(ctl->log))
            return;
    }
    /* With the lines that came meanwhile. */
    if (log_refresh(ctl->log))
        return;
}
