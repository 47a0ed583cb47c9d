/*
 * ballotctl cards - prints cards, from a tokens file.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "voting/ctl/cards.h"
#include "voting/ctl/invite.h"
#include "voting/log/log_text.h"
#include "voting/machine/input_file.h"

enum { TOKENS_FILE_MAX = 8 * 1024 * 1024 };

static const struct option_line lines[] = {
    {"out", "FILE", true, "要写的网页文件（新建，仅本人可读）",
     "a new HTML file, readable by you alone"},
    {"address", "URL", false, "投票网址，印在二维码里",
     "the address that the QR codes open"},
    {NULL, NULL, false, NULL, NULL},
};

/* Cards, and the records that their names point into. */
struct pack {
    struct card *cards;
    struct log_name *names;
    size_t count;
};

static size_t
count_lines(struct span text)
{
    size_t n = 0;

    for (size_t i = 0; i < text.len; i++)
        n += text.ptr[i] == '\n';
    return n;
}

/* The next card of the file, with the name that the log's members know. */
static enum err
read_card(struct card *card, struct log_name *name, struct ctl *ctl,
          struct span *text)
{
    enum name_field first = ctl->lang == LANG_EN ? NAME_EN : NAME_ZH;
    enum err e = invite_next_token(&card->post, card->token, text);

    if (e)
        return e;
    e = log_get_name(ctl->log, name, card->post);
    if (e)
        return e == ERR_NOTFOUND ? OK : e;
    card->name = name_record_field(name, first);
    if (card->name.len == 0)
        card->name = name_record_field(name, NAME_ZH);
    card->group = name_record_field(name, NAME_GROUP);
    return OK;
}

static enum err
read_pack(struct pack *pack, struct ctl *ctl, struct span text)
{
    size_t most = count_lines(text);
    enum err e = OK;

    pack->cards = calloc(most + 1, sizeof *pack->cards);
    pack->names = calloc(most + 1, sizeof *pack->names);
    if (!pack->cards || !pack->names)
        return ERR_NOMEM;
    while (text.len > 0 && !e) {
        e = read_card(&pack->cards[pack->count], &pack->names[pack->count], ctl,
                      &text);
        if (!e)
            pack->count++;
    }
    return e;
}

static enum err
print(struct ctl *ctl, const struct pack *pack, const char *path)
{
    char title[LOG_TEXT_TITLE_BYTES];
    struct cards cards = {.lang = ctl->lang,
                          .address = options_text(&ctl->options, "address"),
                          .items = pack->cards,
                          .count = pack->count};
    FILE *out;
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    enum err e;

    if (fd < 0)
        return ERR_IO;
    out = fdopen(fd, "w");
    if (!out) {
        close(fd);
        return ERR_NOMEM;
    }
    log_text_title(title, ctl->log, conference_title(ctl_conference(ctl)),
                   ctl->lang, conference_origin(ctl_conference(ctl)));
    cards.conference = span_text(title);
    e = cards_write(out, &cards);
    if (fclose(out) && !e)
        e = ERR_IO;
    if (e)
        unlink(path);
    return e;
}

static enum ctl_status
run(struct ctl *ctl)
{
    const char *path = ctl_argument(ctl, 0);
    const char *out = options_text(&ctl->options, "out");
    char number[CTL_NUMBER_BYTES];
    struct pack pack = {0};
    struct input_file file;
    bool unreadable;
    enum err e;

    if (input_file_read(&file, path, TOKENS_FILE_MAX))
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_FILE_READ, path, NULL, NULL);
    e = read_pack(&pack, ctl, input_file_span(&file));
    input_file_free(&file);
    unreadable = e == ERR_INPUT || (!e && pack.count == 0);
    if (!e && !unreadable)
        e = print(ctl, &pack, out);
    if (pack.cards)
        sodium_memzero(pack.cards, pack.count * sizeof *pack.cards);
    free(pack.cards);
    free(pack.names);
    if (unreadable)
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_TOKEN_FORM, path, NULL, NULL);
    if (e == ERR_INPUT)
        return ctl_bad_value(ctl, options_text(&ctl->options, "address"));
    if (e)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_FILE_WRITE, out, NULL, NULL);
    ctl_say(ctl, MESSAGE_CARDS_DONE, ctl_number(number, pack.count), out, NULL);
    return CTL_DONE;
}

const struct command command_cards = {
    {"cards", "TOKENS", 1, 1, lines, "打印代表证：A4，每页八张",
     "print cards: A4, eight up, as an HTML file",
     "网页文件与代表证一样要保密，打印后请删除。",
     "The file is as secret as the cards: delete it once it is printed."},
    CTL_LOG,
    run,
};
