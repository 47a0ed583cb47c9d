/*
 * ballotctl drafts - what waits in the server's box for one's signature.
 */
#include "voting/ctl/waiting.h"

static const struct option_line lines[] = {
    {"as", "POST", false, "以此职务询问；默认为手头有密钥的第一个",
     "ask for this post; by default the first whose key is at hand"},
    {"decline", "HASH", false, "不签这一份；自己放入的则撤回",
     "not to sign this one; or withdraw what one has put in"},
    {NULL, NULL, false, NULL, NULL},
};

static void
write_signers(const struct ctl *ctl, char *out, size_t room)
{
    struct text_writer w;

    text_writer_start(&w, out, room - 1);
    for (size_t i = 0; i < ctl->event->signer_count; i++) {
        char name[POST_TEXT_BYTES];

        post_format(name, ctl->event->signers[i].post);
        text_writer_text(&w, i ? ", " : "");
        text_writer_text(&w, name);
    }
    out[w.len] = '\0';
}

static void
list_one(struct ctl *ctl, const struct waiting *one)
{
    char by[POST_TEXT_BYTES] = "";
    char signers[EVENT_SIGNERS_MAX * (POST_TEXT_BYTES + 2)];
    const char *type = event_type_name(ctl->event->type);

    write_signers(ctl, signers, sizeof signers);
    if (one->declined)
        post_format(by, one->by);
    if (!ctl->json) {
        fprintf(ctl->out, "%s  %s  ", one->digits, type);
        ctl_say(ctl, one->declined ? MESSAGE_BOX_LINE_OVER : MESSAGE_BOX_LINE,
                signers, by, NULL);
    }
}

static void
list_one_json(const struct ctl *ctl, struct json_writer *w,
              const struct waiting *one)
{
    char by[POST_TEXT_BYTES];
    char signers[EVENT_SIGNERS_MAX * (POST_TEXT_BYTES + 2)];

    write_signers(ctl, signers, sizeof signers);
    json_put_object(w, NULL);
    json_put_hash(w, "text", &ctl->event->text_hash);
    json_put_text(w, "type", event_type_name(ctl->event->type));
    json_put_text(w, "signed_by", signers);
    if (one->declined) {
        post_format(by, one->by);
        json_put_text(w, "declined_by", by);
    } else {
        json_put_number(w, "left_s", one->left_s);
    }
    json_put_object_end(w);
}

static enum ctl_status
list_all(struct ctl *ctl, struct waiting_list *list)
{
    struct waiting one;
    struct json_writer w;
    size_t count = 0;
    enum err e;

    if (ctl->json) {
        ctl_json_begin(ctl, &w);
        json_put_list(&w, NULL);
    }
    for (; !(e = waiting_next(ctl, list, &one)); count++) {
        if (ctl->json)
            list_one_json(ctl, &w, &one);
        else
            list_one(ctl, &one);
    }
    if (e != ERR_NOTFOUND)
        return ctl_fail_err(ctl, e, ctl->open_log);
    if (ctl->json) {
        json_put_list_end(&w);
        ctl_json_end(ctl, &w);
    } else if (count == 0) {
        ctl_say(ctl, MESSAGE_BOX_EMPTY, NULL, NULL, NULL);
    }
    return CTL_DONE;
}

static enum ctl_status
run(struct ctl *ctl)
{
    const char *decline = options_text(&ctl->options, "decline");
    struct waiting_list list = {0};
    struct waiting found;
    enum ctl_status status;

    if (decline && !waiting_is_digits(decline))
        return ctl_bad_value(ctl, decline);
    status = waiting_open(ctl, &list);
    if (!status && decline)
        status = waiting_find(ctl, &list, &found, decline);
    if (!status)
        status = decline ? waiting_decline(ctl, &found) : list_all(ctl, &list);
    waiting_close(&list);
    offers_forget(&ctl->offers);
    return status;
}

const struct command command_drafts = {
    {"drafts", "", 0, 0, lines, "服务器上等待会签的文件，或不签其中一份",
     "what waits on the server for one's signature; or decline it",
     "别人用网页或 --ask 放入的都在这里；用 countersign HASH 看清后再签。",
     "What colleagues put there from a page, or by --ask, is here; look at it "
     "and sign it by countersign HASH."},
    CTL_LOG | CTL_KEYS,
    run,
};
