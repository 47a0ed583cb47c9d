/*
 * ballotctl follow - a second machine keeps what the server publishes.
 */
#include <stdlib.h>
#include <time.h>

#include "ballots/event_blobs.h"
#include "voting/ctl/ctl_open.h"
#include "voting/ctl/ctl_remote.h"
#include "voting/log/log_mirror.h"

enum { INTERVAL_S = 2, INTERVAL_MAX_S = 3600 };

static const struct option_line lines[] = {
    {"once", NULL, false, "取一次就结束", "fetch once, and end"},
    {"interval", "SECONDS", false, "每隔多少秒看一次，默认 2",
     "how often to look; 2 by default"},
    {NULL, NULL, false, NULL, NULL},
};

struct following {
    struct ctl *ctl;
    const char *address;
    const char *folder;
    uint64_t done;    /* entries whose texts and names have been asked for */
    size_t missing;   /* texts and names that could not be had */
    bool names_asked; /* in this round */
    char *text;
};

/* ---- What belongs to the entries ------------------------------------------*/

/* Reading a text or a name leaves it in the copy. What may not be had, since
 * nobody's key is at hand, is counted; only the network may fail. */
static enum err
fetch_text(struct following *f, const struct event_blob *blob)
{
    enum err e = log_get_blob(f->ctl->log, f->text, blob);

    if (e == ERR_IO || e == ERR_NOMEM)
        return e;
    f->missing += e != OK;
    return OK;
}

static enum err
fetch_name(struct following *f, struct post post)
{
    struct log_name name;
    enum err e = log_get_name(f->ctl->log, &name, post);

    /* It may be newer than the names that were asked for; once a round. */
    if (e == ERR_NOTFOUND && !f->names_asked) {
        f->names_asked = true;
        e = log_remote_names(f->ctl->log);
        if (!e)
            e = log_get_name(f->ctl->log, &name, post);
    }
    if (e == ERR_IO || e == ERR_NOMEM)
        return e;
    f->missing += e != OK;
    return OK;
}

static enum err
visit(void *context, uint64_t index, struct span entry)
{
    const struct event_blob *blobs[EVENT_BLOBS_MAX];
    struct following *f = context;
    struct event *event = f->ctl->event;
    struct span note;
    uint64_t time_s;
    size_t count;
    enum err e = OK;

    if (event_split_entry(&time_s, &note, entry) || event_decode(event, note))
        return ERR_PROOF;
    count = event_blobs(blobs, event);
    for (size_t i = 0; i < count && !e; i++)
        e = fetch_text(f, blobs[i]);
    if (!e && event->type == EVENT_POST && f->ctl->keys)
        e = fetch_name(f, event->post.post);
    if (!e)
        f->done = index + 1;
    return e;
}

/* ---- Rounds ---------------------------------------------------------------*/

static enum ctl_status
alarm(struct following *f)
{
    struct ctl *ctl = f->ctl;

    return ctl_fail(ctl, CTL_REFUSED, MESSAGE_FOLLOW_ALARM, f->address,
                    log_fault_words(log_fault(ctl->log), ctl->lang), f->folder);
}

/* ERR_IO: the network, and it is tried again. */
static enum err
take_in(struct following *f)
{
    const struct log_visitor visitor = {visit, f};
    struct log *log = f->ctl->log;
    char number[CTL_NUMBER_BYTES];
    uint64_t before = f->done;
    enum err e;

    if (log_size(log) == 0)
        return OK;
    f->names_asked = false;
    e = log_each(log, before, log_size(log), &visitor);
    if (!e)
        e = log_mirror_save(log, f->folder);
    if (!e && before < f->done) {
        ctl_say(f->ctl, MESSAGE_FOLLOWED, ctl_number(number, f->done),
                f->folder, NULL);
        (void)fflush(f->ctl->out);
    }
    return e;
}

/* Opens, or goes on with what is open. */
static enum err
look(struct following *f)
{
    struct ctl *ctl = f->ctl;
    enum err e;

    if (ctl->log)
        return log_refresh(ctl->log);
    e = ctl_remote_follow(ctl, f->address, f->folder);
    if (!e && log_fault(ctl->log))
        e = ERR_PROOF;
    return e;
}

static enum ctl_status
go_round(struct following *f, bool *again)
{
    struct ctl *ctl = f->ctl;
    bool was_open = ctl->log != NULL;
    enum err e = look(f);

    *again = true;
    if (!e && !was_open && ctl->keys && log_size(ctl->log) > 0 &&
        ctl_open_check_history(ctl)) {
        *again = false;
        return CTL_REFUSED;
    }
    if (!e)
        e = take_in(f);
    if (!e)
        return CTL_DONE;
    *again = e == ERR_IO;
    if (e == ERR_PROOF && ctl->log && log_fault(ctl->log))
        return alarm(f);
    if (e == ERR_IO) /* its words have been said */
        return CTL_FAILED;
    return ctl_fail_err(ctl, e, f->folder);
}

static enum ctl_status
follow(struct following *f, uint64_t interval_s, bool once)
{
    const struct timespec pause = {(time_t)interval_s, 0};
    enum ctl_status status;
    bool again;

    for (;;) {
        status = go_round(f, &again);
        if (once || !again)
            return status;
        nanosleep(&pause, NULL);
    }
}

static enum ctl_status
run(struct ctl *ctl)
{
    struct following f = {
        .ctl = ctl,
        .address = ctl_argument(ctl, 0),
        .folder = ctl_argument(ctl, 1),
    };
    uint64_t interval_s = INTERVAL_S;
    enum ctl_status status = CTL_DONE;

    if (fetch_address_kind(f.address) == FETCH_ADDRESS_NONE)
        return ctl_bad_value(ctl, f.address);
    if (options_text(&ctl->options, "interval") &&
        (options_number(&ctl->options, "interval", &interval_s,
                        INTERVAL_MAX_S) ||
         interval_s == 0))
        return ctl_bad_options(ctl);
    if (ctl_common(ctl, "keys"))
        status = ctl_open_needs(ctl, CTL_KEYS);
    f.text = malloc(EVENT_BLOB_MAX);
    if (!f.text)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_NO_MEMORY, NULL, NULL, NULL);
    if (!status)
        status = follow(&f, interval_s, options_flag(&ctl->options, "once"));
    free(f.text);
    return status;
}

const struct command command_follow = {
    {"follow", "ADDRESS FOLDER", 2, 2, lines,
     "在另一台机器上随时保存服务器的日志，并证明它只增不改",
     "keep a server's log on a second machine, proving that it only grows",
     "文件夹可用作 --log（只读）、导出和 "
     "restore。给出一名成员的密钥（--keys）\n"
     "才能保存仅成员可见的正文和姓名。",
     "The folder serves as --log (for reading), for export and for restore.\n"
     "Members' texts and names are kept if a member's key is at hand "
     "(--keys)."},
    CTL_NOTHING,
    run,
};
