#include "voting/server/ballotd_options.h"

#include <getopt.h>
#include <string.h>

#include "voting/machine/input_file.h"
#include "voting/machine/messages.h"

enum own {
    OWN_CHECK,
    OWN_CONFIG,
    OWN_HELP,
    OWN_LANG,
    OWN_VERSION,
    OWN_WITNESS,
    OWN_COUNT_
};

static const struct config_setting own[OWN_COUNT_] = {
    [OWN_CHECK] = {"check", NULL, "只检查设置和文件，不启动",
                   "look at settings and files, start nothing"},
    [OWN_CONFIG] = {"config", "FILE", "设置文件", "the file of settings"},
    [OWN_HELP] = {"help", NULL, "显示说明", "print this page"},
    [OWN_LANG] = {"lang", "zh|en", "本说明和错误信息的语言",
                  "language of this page and of errors"},
    [OWN_VERSION] = {"version", NULL, "显示版本", "print the version"},
    [OWN_WITNESS] = {"witness", NULL,
                     "改为替其他日志存证；须是第一个选项，说明见 ballotd "
                     "--witness --help",
                     "be a witness for other logs instead; it stands first, "
                     "see ballotd --witness --help"},
};

/* The options of our own first, then one for each setting. */
static void
fill_getopt(struct option table[OWN_COUNT_ + CONFIG_KEY_COUNT_ + 1])
{
    for (int i = 0; i < OWN_COUNT_; i++)
        table[i] = (struct option){
            own[i].key, own[i].value ? required_argument : no_argument, NULL,
            0};
    for (int i = 0; i < CONFIG_KEY_COUNT_; i++)
        table[OWN_COUNT_ + i] =
            (struct option){config_settings[i].key, required_argument, NULL, 0};
    table[OWN_COUNT_ + CONFIG_KEY_COUNT_] = (struct option){0};
}

static enum err
take_lang(struct ballotd_options *out, const char *word)
{
    if (strcmp(word, "zh") == 0)
        out->lang = LANG_ZH;
    else if (strcmp(word, "en") == 0)
        out->lang = LANG_EN;
    else
        out->culprit = word;
    return out->culprit ? ERR_INPUT : OK;
}

static enum err
take_own(struct ballotd_options *out, enum own which)
{
    switch (which) {
    case OWN_CHECK:
        out->check = true;
        break;
    case OWN_CONFIG:
        if (out->config_file)
            out->culprit = "--config";
        out->config_file = optarg;
        break;
    case OWN_HELP:
        out->help = true;
        break;
    case OWN_LANG:
        return take_lang(out, optarg);
    case OWN_VERSION:
        out->version = true;
        break;
    case OWN_WITNESS: /* ballotd.c looks for it in the first place */
        out->culprit = "--witness";
        break;
    case OWN_COUNT_:
        break;
    }
    return out->culprit ? ERR_INPUT : OK;
}

static enum err
take_options(struct ballotd_options *out, int argc, char **argv)
{
    struct option table[OWN_COUNT_ + CONFIG_KEY_COUNT_ + 1];
    enum err e = OK;

    fill_getopt(table);
    optind = 0; /* start over */
    opterr = 0;
    while (!e) {
        int which = -1;
        int found = getopt_long(argc, argv, ":", table, &which);

        if (found == -1)
            break;
        if (found == '?' || found == ':') {
            out->culprit = argv[optind - 1];
            return ERR_INPUT;
        }
        e = which < OWN_COUNT_ ? take_own(out, (enum own)which)
                               : config_set(&out->config, &out->faults,
                                            table[which].name, optarg);
    }
    if (!e && optind < argc) {
        out->culprit = argv[optind];
        e = ERR_INPUT;
    }
    return e;
}

enum err
ballotd_options_read(struct ballotd_options *out, int argc, char **argv)
{
    struct input_file file;
    enum err e;

    *out = (struct ballotd_options){.lang = message_lang()};
    config_start(&out->config);
    e = take_options(out, argc, argv);
    if (e || out->help || out->version)
        return e;
    if (out->config_file) {
        if (input_file_read(&file, out->config_file, CONFIG_FILE_MAX)) {
            out->unreadable = true;
            return ERR_INPUT;
        }
        e = config_read(&out->config, &out->faults, input_file_span(&file));
        input_file_free(&file);
    }
    return e ? e : config_check(&out->config, &out->faults);
}

void
ballotd_options_say(FILE *out, const struct ballotd_options *options)
{
    if (options->culprit) {
        message_say(out, options->lang, MESSAGE_OPTION_UNKNOWN,
                    options->culprit, NULL, NULL, NULL);
        fputs(options->lang == LANG_ZH ? "`ballotd --help` 列出全部选项。\n"
                                       : "`ballotd --help` lists them.\n",
              out);
    }
    if (options->unreadable)
        message_say(out, options->lang, MESSAGE_FILE_READ, options->config_file,
                    NULL, NULL, NULL);
    config_faults_say(out, &options->faults, options->config_file,
                      options->lang);
}

static void
print_setting(FILE *out, const struct config_setting *setting, enum lang lang)
{
    fprintf(out, "  --%s%s%s\n        %s\n", setting->key,
            setting->value ? " " : "", setting->value ? setting->value : "",
            lang == LANG_ZH ? setting->zh : setting->en);
}

void
ballotd_options_help(FILE *out, enum lang lang)
{
    bool zh = lang == LANG_ZH;

    fputs(zh ? "用法：ballotd [--config 文件] [选项]\n\n"
               "表决服务器：接收签名的事件，写盘后答复回执，并公开日志。\n"
               "SIGTERM 停止（先答复已收到的请求），SIGHUP 重新读入证书。\n\n"
             : "usage: ballotd [--config FILE] [OPTION...]\n\n"
               "The ballot server: takes in signed events, answers with a "
               "receipt once they\nare on disk, and publishes the log. SIGTERM "
               "stops it, after what was read is\nanswered; SIGHUP reads the "
               "certificate again.\n\n",
          out);
    for (int i = 0; i < OWN_COUNT_; i++)
        print_setting(out, &own[i], lang);
    fputs(zh ? "\n设置（设置文件里同名，命令行优先）：\n"
             : "\nSettings (of the same names in the file; the command line "
               "wins):\n",
          out);
    for (int i = 0; i < CONFIG_KEY_COUNT_; i++)
        print_setting(out, &config_settings[i], lang);
    fputs(zh ? "\n退出状态：0 正常停止；2 命令行或设置有误；3 无法启动或中途"
               "失败。\n"
             : "\nExit status: 0 stopped in order; 2 the command line or a "
               "setting is wrong;\n3 it could not start, or failed.\n",
          out);
}
