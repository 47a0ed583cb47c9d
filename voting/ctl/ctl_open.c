#include "voting/ctl/ctl_open.h"

#include <string.h>

#include <sodium.h>

#include "voting/ctl/ctl_remote.h"
#include "voting/machine/input_file.h"

/* Whether the log goes on from what this folder has seen of it. */
static bool
continues(const struct conference *c, const struct audit_pin *pin)
{
    const struct merkle_tree *tree = conference_tree(c);
    struct hash32 root;

    return strcmp(pin->origin, conference_origin(c)) == 0 &&
           merkle_root_at(&root, tree, pin->size) == OK &&
           hash_eq(&root, &pin->root);
}

/* Notes how far this folder has seen the log, then closes the folder. */
static enum ctl_status
leave_keys(struct ctl *ctl)
{
    enum err e = OK;

    if (ctl->log && ctl->keys && log_fault(ctl->log) == LOG_SOUND &&
        log_size(ctl->log) > 0) {
        const struct merkle_tree *tree = conference_tree(ctl_conference(ctl));
        struct audit_pin pin = {.size = tree->size,
                                .genesis = *merkle_leaf(tree, 0)};

        memcpy(pin.origin, conference_origin(ctl_conference(ctl)),
               sizeof pin.origin);
        e = merkle_root_at(&pin.root, tree, pin.size);
        if (!e)
            e = keyring_set_mark(ctl->keys, KEYRING_SEEN, &pin);
    }
    keyring_close(ctl->keys);
    ctl->keys = NULL;
    return e ? ctl_fail_err(ctl, e, ctl->open_keys) : CTL_DONE;
}

static void
leave_log(struct ctl *ctl)
{
    log_close(ctl->log);
    ctl->log = NULL;
}

static enum ctl_status
check_history(struct ctl *ctl)
{
    static const enum keyring_mark marks[] = {KEYRING_SEEN, KEYRING_VERIFIED};
    struct audit_pin pin;

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        enum err e = keyring_mark(&pin, ctl->keys, marks[i]);

        if (e == ERR_NOTFOUND)
            continue;
        if (e)
            return ctl_fail_err(ctl, e, ctl->open_keys);
        if (!continues(ctl_conference(ctl), &pin))
            return ctl_fail(ctl, CTL_REFUSED, MESSAGE_SPLIT, NULL, NULL, NULL);
    }
    return CTL_DONE;
}

enum ctl_status
ctl_open_check_history(struct ctl *ctl)
{
    enum ctl_status status = check_history(ctl);

    /* Whoever leaves with a log marks it as seen. */
    if (status)
        leave_log(ctl);
    return status;
}

enum ctl_status
ctl_leave(struct ctl *ctl)
{
    enum ctl_status status = leave_keys(ctl);

    leave_log(ctl);
    return status;
}

static enum ctl_status
open_keys(struct ctl *ctl, const char *folder)
{
    const char *file = ctl_common(ctl, "passphrase-file");
    struct input_file passphrase = {0};
    struct span text = {0};
    enum err e = OK;

    if (file && input_file_read(&passphrase, file, KEYRING_PASSPHRASE_MAX))
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_FILE_READ, file, NULL, NULL);
    if (file) {
        text = input_file_span(&passphrase);
        text = span_head(text, span_find(text, '\n'));
    }
    e = file && text.len == 0 ? ERR_INPUT
                              : keyring_open(&ctl->keys, folder, text);
    input_file_free(&passphrase);
    if (e)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_KEYS_OPEN, folder, NULL, NULL);
    return CTL_DONE;
}

static enum ctl_status
open_log(struct ctl *ctl, const char *path, const char *folder,
         const struct log_options *options)
{
    enum err e;

    if (ctl_remote_is_one(path))
        return ctl_remote_open(ctl, path, folder, options);
    e = log_open_local(&ctl->log, path, NULL, options);
    if (e == ERR_INPUT && options->at)
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_AT_EARLIER, NULL, NULL, NULL);
    if (e)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_LOG_OPEN, path, err_name(e),
                        NULL);
    return CTL_DONE;
}

static enum ctl_status
check_log(struct ctl *ctl, const char *path, const struct log_options *options)
{
    enum log_fault fault = log_fault(ctl->log);

    if (fault != LOG_SOUND)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_LOG_OPEN, path,
                        log_fault_words(fault, ctl->lang), NULL);
    if (log_size(ctl->log) == 0)
        return options->create ? CTL_DONE
                               : ctl_fail(ctl, CTL_USAGE, MESSAGE_LOG_EMPTY,
                                          NULL, NULL, NULL);
    if (options->at && options->at_s < conference_time_s(ctl_conference(ctl)))
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_AT_EARLIER, NULL, NULL, NULL);
    return CTL_DONE;
}

static bool
has_open(const struct ctl *ctl, const char *path,
         const struct log_options *options)
{
    return ctl->log && strcmp(path, ctl->open_log) == 0 && !options->create &&
           (ctl->log_proved || !options->prove) && options->at == ctl->log_at &&
           options->at_s == ctl->log_at_s;
}

/* What is open may have grown meanwhile, if it is not our own. */
static enum ctl_status
go_on(struct ctl *ctl, const char *path)
{
    enum err e = log_refresh(ctl->log);

    if (!e)
        return CTL_DONE;
    return ctl_fail(ctl, CTL_FAILED, MESSAGE_LOG_OPEN, path,
                    e == ERR_PROOF
                        ? log_fault_words(log_fault(ctl->log), ctl->lang)
                        : err_name(e),
                    NULL);
}

static enum ctl_status
turn_to_log(struct ctl *ctl, const char *path, const char *folder,
            const struct log_options *options)
{
    enum ctl_status status = CTL_DONE;

    if (has_open(ctl, path, options))
        return go_on(ctl, path);
    leave_log(ctl);
    (void)snprintf(ctl->open_log, sizeof ctl->open_log, "%s", path);
    ctl->log_proved = options->prove;
    ctl->log_at = options->at;
    ctl->log_at_s = options->at_s;
    status = open_log(ctl, path, folder, options);
    if (!status)
        status = check_log(ctl, path, options);
    if (status)
        leave_log(ctl);
    return status;
}

/* The folder notes what it saw before either it or the log is changed. */
static enum ctl_status
turn_to(struct ctl *ctl, const char *path, const char *folder,
        const struct log_options *options)
{
    bool same_log = !path || has_open(ctl, path, options);
    bool same_keys = folder && ctl->keys && strcmp(folder, ctl->open_keys) == 0;
    enum ctl_status status = CTL_DONE;

    if (same_log && same_keys)
        return path ? go_on(ctl, path) : CTL_DONE;
    status = leave_keys(ctl);
    if (!status && path)
        status = turn_to_log(ctl, path, folder, options);
    if (!status && folder) {
        (void)snprintf(ctl->open_keys, sizeof ctl->open_keys, "%s", folder);
        status = open_keys(ctl, folder);
    }
    if (!status && path && folder && !options->create)
        status = ctl_open_check_history(ctl);
    if (status) {
        leave_log(ctl); /* first, so that no mark is moved */
        (void)leave_keys(ctl);
    }
    return status;
}

/* The line's own --at, else the batch's. */
static enum err
read_at(struct ctl *ctl, struct log_options *options)
{
    options->at = ctl_common(ctl, "at") != NULL;
    if (options_flag(&ctl->options, "at"))
        return options_time(&ctl->options, "at", &options->at_s);
    return ctl->defaults ? options_time(ctl->defaults, "at", &options->at_s)
                         : OK;
}

enum ctl_status
ctl_open_needs(struct ctl *ctl, unsigned needs)
{
    const char *path =
        needs & (CTL_LOG | CTL_EMPTY) ? ctl_common(ctl, "log") : NULL;
    const char *folder = ctl_common(ctl, "keys");
    struct log_options options = {.create = (needs & CTL_EMPTY) != 0,
                                  .prove = (needs & CTL_PROVED) != 0};

    if (needs == CTL_NOTHING)
        return CTL_DONE;
    if ((needs & (CTL_LOG | CTL_EMPTY)) && !path)
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_NO_LOG, NULL, NULL, NULL);
    if ((needs & CTL_KEYS) && !folder)
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_NO_KEYS, NULL, NULL, NULL);
    if (read_at(ctl, &options))
        return ctl_bad_options(ctl);
    return turn_to(ctl, path, folder, &options);
}
