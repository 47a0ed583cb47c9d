/*
 * ballotctl doctor - what would spoil the day?
 */
#include <unistd.h>

#include "voting/ctl/ctl.h"
#include "voting/doctor/doctor.h"
#include "voting/fetch/fetch.h"

static const char default_config[] = "/etc/ballotd/ballotd.conf";

enum {
    DEVICES = 50,
    PHONES = 300,
    SECONDS = 10,
    SENTENCE_BYTES = 2048,
};

struct listing {
    struct ctl *ctl;
    struct json_writer json;
};

static void
fill(char out[SENTENCE_BYTES], const char *sentence,
     const struct doctor_finding *finding)
{
    message_fill(out, SENTENCE_BYTES, sentence, finding->texts[0],
                 finding->texts[1], finding->texts[2], NULL);
}

static void
print_finding(struct ctl *ctl, const struct doctor_finding *finding,
              const char *sentence, const char *way_out)
{
    static const char *const marks[DOCTOR_VERDICTS_][LANG_COUNT_] = {
        [DOCTOR_OK] = {"[正常]", "[ ok ]"},
        [DOCTOR_WARN] = {"[注意]", "[warn]"},
        [DOCTOR_FAIL] = {"[有误]", "[FAIL]"},
    };
    bool zh = ctl->lang == LANG_ZH;

    fprintf(ctl->out, "%s %s\n",
            marks[doctor_words_verdict(finding->words)][zh ? LANG_ZH : LANG_EN],
            sentence);
    if (*way_out)
        fprintf(ctl->out, "       %s%s\n", zh ? "→ " : "-> ", way_out);
    (void)fflush(ctl->out); /* a slow check shows while it runs */
}

static void
found(void *context, const struct doctor_finding *finding)
{
    struct listing *listing = context;
    struct ctl *ctl = listing->ctl;
    struct json_writer *w = &listing->json;
    char sentence[SENTENCE_BYTES];
    char way_out[SENTENCE_BYTES];

    fill(sentence, doctor_words_sentence(finding->words, ctl->lang), finding);
    fill(way_out, doctor_words_way_out(finding->words, ctl->lang), finding);
    if (!ctl->json) {
        print_finding(ctl, finding, sentence, way_out);
        return;
    }
    json_put_object(w, NULL);
    json_put_text(w, "check", finding->check);
    json_put_text(w, "verdict",
                  doctor_verdict_code(doctor_words_verdict(finding->words)));
    json_put_text(w, "code", doctor_words_code(finding->words));
    json_put_text(w, "words", sentence);
    json_put_text(w, "way_out", way_out);
    json_put_object_end(w);
}

static enum ctl_status
examine(struct ctl *ctl, const struct doctor_subject *subject)
{
    struct listing listing = {.ctl = ctl};
    enum doctor_verdict worst;

    if (ctl->json) {
        ctl_json_begin(ctl, &listing.json);
        json_put_object(&listing.json, NULL);
        json_put_list(&listing.json, "findings");
    }
    worst = doctor_run(subject, found, &listing);
    if (ctl->json) {
        json_put_list_end(&listing.json);
        json_put_text(&listing.json, "verdict", doctor_verdict_code(worst));
        json_put_object_end(&listing.json);
        ctl_json_end(ctl, &listing.json);
    }
    return worst == DOCTOR_FAIL ? CTL_REFUSED : CTL_DONE;
}

static enum err
read_number(struct ctl *ctl, const char *name, unsigned *number, unsigned most)
{
    uint64_t wide = *number;
    enum err e = options_number(&ctl->options, name, &wide, most);

    *number = (unsigned)wide;
    if (!e && wide == 0) {
        ctl->options.fault = OPTIONS_VALUE;
        ctl->options.culprit = options_text(&ctl->options, name);
        e = ERR_INPUT;
    }
    return e;
}

static enum ctl_status
run(struct ctl *ctl)
{
    const char *log = ctl_common(ctl, "log");
    bool remote = log && fetch_is_address(log);
    struct doctor_subject subject = {
        .config_file = options_text(&ctl->options, "config"),
        .log = remote ? NULL : log,
        .address = remote ? log : NULL,
        .ca_file = ctl_common(ctl, "ca"),
        .hall = options_flag(&ctl->options, "hall"),
        .devices = DEVICES,
        .phones = PHONES,
        .seconds = SECONDS,
        .lang = ctl->lang,
    };

    if (read_number(ctl, "devices", &subject.devices, DOCTOR_DEVICES_MAX) ||
        read_number(ctl, "phones", &subject.phones, DOCTOR_PHONES_MAX) ||
        read_number(ctl, "seconds", &subject.seconds, DOCTOR_SECONDS_MAX))
        return ctl_bad_options(ctl);
    if (subject.hall && !remote)
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_DOCTOR_HALL, NULL, NULL, NULL);
    if (remote && fetch_address_kind(log) == FETCH_ADDRESS_NONE)
        return ctl_bad_value(ctl, log);
    if (!log && !subject.config_file && access(default_config, F_OK) == 0)
        subject.config_file = default_config;
    return examine(ctl, &subject);
}

static const struct option_line lines[] = {
    {"config", "FILE", false,
     "ballotd 的设置文件；没有 --log 时默认 /etc/ballotd/ballotd.conf",
     "ballotd's settings; without --log by default /etc/ballotd/ballotd.conf"},
    {"hall", NULL, false, "检查会场网络：在会场的电脑上对 --log 网址运行",
     "measure the hall's network: run it on a laptop there, with --log "
     "ADDRESS"},
    {"devices", "NUMBER", false, "同时的连接数，默认 50",
     "connections at one time; by default 50"},
    {"phones", "NUMBER", false, "会场里将有多少部手机，默认 300",
     "how many phones there will be; by default 300"},
    {"seconds", "NUMBER", false, "事件流保持多少秒，默认 10",
     "how long to hold the event stream; by default 10 s"},
    {NULL, NULL, false, NULL, NULL},
};

const struct command command_doctor = {
    {"doctor", "", 0, 0, lines, "会前体检：设置、权限、磁盘、时钟、证书、网络",
     "look for what would spoil the day: settings, permissions, disk, clock, "
     "certificate, network",
     "每一项都给出结果和办法；有一项有误时退出状态为 1。",
     "Each finding comes with its way out; the exit status is 1 if one of them "
     "fails."},
    CTL_NOTHING,
    run,
};
