#include "voting/verify/verify_options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

static const struct option long_options[] = {
    {"ca", required_argument, NULL, 'a'},
    {"genesis", required_argument, NULL, 'g'},
    {"help", no_argument, NULL, 'h'},
    {"json", no_argument, NULL, 'j'},
    {"lang", required_argument, NULL, 'l'},
    {"progress", no_argument, NULL, 'p'},
    {"receipt", required_argument, NULL, 'c'},
    {"report", required_argument, NULL, 'r'},
    {"state", required_argument, NULL, 's'},
    {"vkey", required_argument, NULL, 'k'},
    {NULL, 0, NULL, 0},
};

static const char *const help[LANG_COUNT_] = {
    "用法：ballotverify [选项] 文件|网址\n"
    "\n"
    "从头核验一次大会的日志，并给出每项表决的结果。文件是 ballotctl export\n"
    "或公开页面导出的日志；“-”是标准输入。给出网址（https://…）则从服务器\n"
    "取得日志。不用数据库。\n"
    "\n"
    "  -s, --state 文件    记住本次核验到哪里；下次证明日志只增不改，\n"
    "                      只取得、只细核新增的记录\n"
    "  -c, --receipt 文件  我的回执是否在日志里\n"
    "  -g, --genesis 码    第一条记录应有的大会记录码（或其校验码）\n"
    "  -k, --vkey 公钥     日志应有的公钥\n"
    "  -r, --report 文件   写出一页可打印、签字的核验报告（HTML）\n"
    "  -a, --ca 文件       网址的证书由此文件中的机构担保，而不是系统的\n"
    "  -j, --json          以 JSON 输出\n"
    "  -l, --lang zh|en    语言；否则取自环境\n"
    "  -p, --progress      总是显示进度\n"
    "  -h, --help          本说明\n"
    "\n"
    "退出状态：0 全部成立；1 有不成立之处；2 用法不对；3 文件无法读取\n"
    "或不完整；4 无法写出或内存不足。\n",
    "usage: ballotverify [OPTION...] FILE|ADDRESS\n"
    "\n"
    "Verifies a conference's log from the first entry on and says what was\n"
    "decided. FILE is a bundle from `ballotctl export` or the public page;\n"
    "`-` is standard input. An ADDRESS (https://...) is that of a server, "
    "from\n"
    "which the log is fetched. No database.\n"
    "\n"
    "  -s, --state FILE    remember how far this run got; the next proves "
    "that\n"
    "                      nothing of it has changed, and fetches and checks "
    "what "
    "is\n"
    "                      new\n"
    "  -c, --receipt FILE  is my receipt in the log?\n"
    "  -g, --genesis CODE  the record code (or hash) its first entry must "
    "have\n"
    "  -k, --vkey VKEY     the key that the log must have\n"
    "  -r, --report FILE   write a page to print and sign (HTML)\n"
    "  -a, --ca FILE       who vouches for the address, in place of the "
    "system's\n"
    "                      authorities (PEM)\n"
    "  -j, --json          print JSON\n"
    "  -l, --lang zh|en    language; otherwise that of the environment\n"
    "  -p, --progress      always show progress\n"
    "  -h, --help          this\n"
    "\n"
    "Exit status: 0 everything holds; 1 something does not; 2 wrong usage;\n"
    "3 the file cannot be read or is cut short; 4 cannot write, or no "
    "memory.\n",
};

void
verify_options_help(FILE *out, enum lang lang)
{
    fputs(help[lang], out);
}

static enum lang
lang_of_environment(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);

        if (value && *value)
            return strncmp(value, "zh", 2) == 0 ? LANG_ZH : LANG_EN;
    }
    return LANG_EN;
}

static enum err
read_lang(enum lang *out, const char *word)
{
    if (strcmp(word, "zh") == 0)
        *out = LANG_ZH;
    else if (strcmp(word, "en") == 0)
        *out = LANG_EN;
    else
        return ERR_INPUT;
    return OK;
}

/* The place of an option with a value, or NULL. */
static const char **
place_of(struct verify_options *o, int c)
{
    switch (c) {
    case 'a':
        return &o->ca;
    case 'c':
        return &o->receipt;
    case 'g':
        return &o->genesis;
    case 'k':
        return &o->vkey;
    case 'r':
        return &o->report;
    case 's':
        return &o->state;
    default:
        return NULL;
    }
}

static enum err
read_one(struct verify_options *o, int c)
{
    const char **place = place_of(o, c);

    if (place) {
        *place = optarg;
        return OK;
    }
    switch (c) {
    case 'h':
        o->help = true;
        return OK;
    case 'j':
        o->json = true;
        return OK;
    case 'p':
        o->progress = true;
        return OK;
    case 'l':
        return read_lang(&o->lang, optarg);
    default:
        return ERR_INPUT;
    }
}

enum err
verify_options_read(struct verify_options *out, int argc, char **argv)
{
    enum err e = OK;
    int c;

    *out = (struct verify_options){.lang = lang_of_environment()};
    while (!e && (c = getopt_long(argc, argv, "a:c:g:hjk:l:pr:s:", long_options,
                                  NULL)) != -1)
        e = read_one(out, c);
    if (!e && !out->help && optind + 1 != argc)
        e = ERR_INPUT;
    if (e) {
        verify_options_help(stderr, out->lang);
        return e;
    }
    out->bundle = out->help ? NULL : argv[optind];
    return OK;
}
