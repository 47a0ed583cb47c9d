/*
 * ballotctl roll - imports the roll: a seat or observer's post for each row.
 */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "voting/ctl/invite.h"
#include "voting/ctl/roll_import.h"
#include "voting/machine/input_file.h"

static const struct option_line lines[] = {
    {"by-order", NULL, false, "按文件顺序编号；默认按编号末尾的数字",
     "number the seats in the order of the file; by default by the digits at "
     "the end of each id"},
    {"tag", "delegation|sex", false,
     "记入日志的标记，仅在规则需要部分代表表决时使用",
     "tags that go into the log, only for rules by which a part of the roll "
     "votes"},
    {"dry-run", NULL, false, "只检查，不导入", "check only, import nothing"},
    INVITE_OPTIONS,
    AUTHOR_AS_OPTION,
    {NULL, NULL, false, NULL, NULL},
};

/* Every bad row by its line; people of one name are told, too. */
static void
report_fault(void *context, const struct roll_fault *fault)
{
    struct ctl *ctl = context;
    char words[1024];
    char value[1024];
    struct text_writer w;

    text_writer_start(&w, words, sizeof words - 1);
    roll_fault_say(&w, ctl->lang, fault);
    words[w.len] = '\0';
    (void)snprintf(value, sizeof value, "%.*s",
                   (int)(fault->value.len < 64 ? fault->value.len : 64),
                   fault->value.ptr ? fault->value.ptr : "");
    message_say(ctl->err, ctl->lang, *value ? MESSAGE_FILE_FORM : MESSAGE_PLAIN,
                words, value, NULL, NULL);
}

static enum ctl_status
explain(struct ctl *ctl, const struct roll_import *roll, const char *path)
{
    char number[CTL_NUMBER_BYTES];
    const struct roll_row *row = &roll->rows[roll->numbered];

    if (roll->unreadable)
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_ROLL_UNREADABLE, NULL, NULL,
                        NULL);
    if (roll->summary.faults > 0)
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_ROLL_BAD,
                        ctl_number(number, roll->summary.faults), path, NULL);
    return ctl_fail(ctl, CTL_USAGE, MESSAGE_ROLL_NUMBER,
                    ctl_number(number, row->line), row->id, NULL);
}

/* The tag a row gets, if one was asked for. */
static enum ctl_status
set_tag(struct ctl *ctl, struct invite *invite, const struct roll_row *row)
{
    const char *kind = options_text(&ctl->options, "tag");
    char number[CTL_NUMBER_BYTES];
    const char *tag = row->delegation;

    if (!kind)
        return CTL_DONE;
    if (strcmp(kind, "sex") == 0)
        tag = row->sex == 'F' ? "women" : row->sex == 'M' ? "men" : "";
    else if (strcmp(kind, "delegation") != 0)
        return ctl_bad_value(ctl, kind);
    if (!*tag)
        return CTL_DONE;
    if (strlen(tag) >= EVENT_ID_BYTES ||
        tag[strspn(tag, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                        "0123456789-_.")] != '\0')
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_ROLL_TAG,
                        ctl_number(number, row->line), tag, NULL);
    memcpy(invite->tags[0], tag, strlen(tag) + 1);
    invite->tag_count = 1;
    return CTL_DONE;
}

static enum ctl_status
fill(struct ctl *ctl, struct invite *invites, const struct roll_import *roll)
{
    for (size_t i = 0; i < roll->summary.rows; i++) {
        const struct roll_row *row = &roll->rows[i];
        enum ctl_status status;

        invites[i].post = roll->posts[i];
        invites[i].voting = row->voting;
        invites[i].fields[NAME_ZH] = row->name_zh;
        invites[i].fields[NAME_EN] = row->name_en;
        invites[i].fields[NAME_GROUP] = row->delegation;
        invites[i].fields[NAME_TITLE_ZH] = row->title_zh;
        invites[i].fields[NAME_TITLE_EN] = row->title_en;
        status = set_tag(ctl, &invites[i], row);
        if (status)
            return status;
    }
    return CTL_DONE;
}

static enum ctl_status
import(struct ctl *ctl, const struct roll_import *roll)
{
    size_t count = roll->summary.rows;
    struct invite *invites = calloc(count, sizeof *invites);
    size_t before = 0;
    char all[CTL_NUMBER_BYTES];
    char voting[CTL_NUMBER_BYTES];
    enum ctl_status status;

    if (!invites)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_NO_MEMORY, NULL, NULL, NULL);
    status = fill(ctl, invites, roll);
    if (!status)
        status = invite_log(ctl, invites, count,
                            options_flag(&ctl->options, "dry-run"), &before);
    if (!status && before > 0)
        ctl_say(ctl, MESSAGE_ROLL_WENT_ON, ctl_number(all, before), NULL, NULL);
    if (!status)
        ctl_say(ctl, MESSAGE_ROLL_DONE, ctl_number(all, count),
                ctl_number(voting, roll->summary.voting), NULL);
    sodium_memzero(invites, count * sizeof *invites);
    free(invites);
    return status;
}

static enum ctl_status
run(struct ctl *ctl)
{
    const char *path = ctl_argument(ctl, 0);
    const struct roll_report report = {report_fault, ctl};
    struct roll_import roll;
    struct input_file file;
    enum ctl_status status;
    enum err e;

    if (input_file_read(&file, path, ROLL_CSV_BYTES_MAX + 1))
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_FILE_READ, path, NULL, NULL);
    e = roll_import_read(&roll, input_file_span(&file),
                         options_flag(&ctl->options, "by-order"), &report);
    if (!e && roll.gb18030)
        ctl_say(ctl, MESSAGE_ROLL_GB18030, NULL, NULL, NULL);
    if (e == ERR_NOMEM)
        status = ctl_fail(ctl, CTL_FAILED, MESSAGE_NO_MEMORY, NULL, NULL, NULL);
    else
        status = e ? explain(ctl, &roll, path) : import(ctl, &roll);
    roll_import_free(&roll);
    input_file_free(&file);
    return status;
}

const struct command command_roll = {
    {"roll", "ROLL.csv", 1, 1, lines,
     "导入代表名单，为每人开设席位；有一行错误则全不导入",
     "import the roll, a post for each row; all or nothing",
     "CSV，UTF-8 或 GB18030。列：id name_zh voting（必需），name_en sex "
     "birth_year delegation category title_zh title_en surname_strokes。"
     "若中途磁盘出错，用同一名单和同一 --tokens 文件再运行即可接着导入。",
     "CSV in UTF-8 or GB18030. Columns: id name_zh voting (required), name_en "
     "sex birth_year delegation category title_zh title_en surname_strokes. If "
     "the disk fails half-way, run it again with the same roll and --tokens "
     "file: it goes on from where it stopped."},
    CTL_LOG | CTL_KEYS,
    run,
};
