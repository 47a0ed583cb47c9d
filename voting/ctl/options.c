#include "voting/ctl/options.h"

#include <getopt.h>
#include <string.h>
#include <time.h>

#include "crypto/decimal.h"

static const struct option_line common[] = {
    {"log", "LOG", false, "日志：本机文件、服务器网址，或 follow 的文件夹",
     "the log: a file on this machine, a server's address, or a mirror's "
     "folder"},
    {"ca", "FILE", false, "服务器的证书由此文件中的机构担保，而不是系统的",
     "who vouches for the server, in place of the system's authorities (PEM)"},
    {"keys", "DIR", false, "存放密钥的文件夹", "the folder that holds keys"},
    {"passphrase-file", "FILE", false,
     "密钥文件夹的口令，从文件读取（- 为标准输入）",
     "passphrase of the folder of keys, read from a file (-: standard input)"},
    {"at", "TIME", false, "在本机日志上按此时间记录，不得早于最后一条记录",
     "on a local log, record at this time, never before the last entry"},
    {"json", NULL, false, "以 JSON 输出", "print JSON"},
    {"lang", "zh|en", false, "输出语言；默认按系统设置",
     "language of what is printed; by default the system's"},
    {"help", NULL, false, "显示说明", "print this page"},
    {NULL, NULL, false, NULL, NULL},
};

const struct option_line *
options_common(void)
{
    return common;
}

static size_t
line_count(const struct option_line *lines)
{
    size_t n = 0;

    while (lines && lines[n].name)
        n++;
    return n;
}

/* The n-th option: the command's own first, then the common ones. */
static const struct option_line *
line_at(const struct usage *usage, size_t n)
{
    size_t own = line_count(usage->options);

    if (n < own)
        return &usage->options[n];
    n -= own;
    return n < line_count(common) ? &common[n] : NULL;
}

static enum err
fault(struct options *options, enum options_fault what, const char *culprit)
{
    options->fault = what;
    options->culprit = culprit ? culprit : "";
    return ERR_INPUT;
}

static void
fill_getopt(struct option *table, const struct usage *usage)
{
    const struct option_line *line;

    for (size_t i = 0; (line = line_at(usage, i)) && i < OPTIONS_MAX; i++)
        table[i] = (struct option){
            line->name, line->value ? required_argument : no_argument, NULL, 0};
}

static enum err
take_options(struct options *out, const struct option *table, int argc,
             char **argv)
{
    optind = 0; /* start over: a batch reads many lines */
    opterr = 0;
    for (;;) {
        int which = -1;
        int found = getopt_long(argc, argv, ":", table, &which);

        if (found == -1)
            return OK;
        if (found == '?')
            return fault(out, OPTIONS_UNKNOWN, argv[optind - 1]);
        if (found == ':')
            return fault(out, OPTIONS_NO_VALUE, argv[optind - 1]);
        if (out->values[which])
            return fault(out, OPTIONS_TWICE, table[which].name);
        out->values[which] = table[which].has_arg ? optarg : "";
    }
}

static enum err
check_complete(struct options *out)
{
    const struct option_line *line;

    for (size_t i = 0; (line = line_at(out->usage, i)); i++)
        if (line->required && !out->values[i])
            return fault(out, OPTIONS_REQUIRED, line->name);
    if (out->argument_count < out->usage->arguments_least)
        return fault(out, OPTIONS_FEW, out->usage->arguments);
    if (out->argument_count > out->usage->arguments_most)
        return fault(out, OPTIONS_MANY,
                     out->arguments[out->usage->arguments_most]);
    return OK;
}

enum err
options_read(struct options *out, const struct usage *usage, int argc,
             char **argv)
{
    struct option table[OPTIONS_MAX + 1] = {{0}};
    enum err e;

    *out = (struct options){.usage = usage, .culprit = ""};
    fill_getopt(table, usage);
    e = take_options(out, table, argc, argv);
    if (e)
        return e;
    out->argument_count = argc - optind;
    out->arguments = argv + optind;
    if (options_flag(out, "help"))
        return OK;
    return check_complete(out);
}

const char *
options_text(const struct options *options, const char *name)
{
    const struct option_line *line;

    for (size_t i = 0; (line = line_at(options->usage, i)); i++)
        if (strcmp(line->name, name) == 0)
            return options->values[i];
    return NULL;
}

bool
options_flag(const struct options *options, const char *name)
{
    return options_text(options, name) != NULL;
}

enum err
options_number(struct options *options, const char *name, uint64_t *number,
               uint64_t max)
{
    const char *text = options_text(options, name);

    if (!text)
        return OK;
    if (decimal_parse(number, span_text(text), max))
        return fault(options, OPTIONS_VALUE, text);
    return OK;
}

enum err
options_posts(struct options *options, const char *name, struct post *posts,
              size_t *count)
{
    const char *text = options_text(options, name);
    struct span rest = span_text(text ? text : "");

    *count = 0;
    while (text) {
        size_t len = span_find(rest, ',');

        if (*count == OPTIONS_POSTS_MAX ||
            post_parse(&posts[*count], rest.ptr, len))
            return fault(options, OPTIONS_VALUE, text);
        ++*count;
        if (len == rest.len)
            return OK;
        rest = span_from(rest, len + 1);
    }
    return OK;
}

/* YYYY-MM-DD, "T" or a space, HH:MM[:SS], and perhaps Z. */
static enum err
parse_clock(const char *text, uint64_t *time_s)
{
    struct tm tm = {.tm_isdst = -1};
    struct tm same;
    char day[11] = "";
    const char *end;
    time_t t;

    if (strlen(text) < 16 || (text[10] != 'T' && text[10] != ' '))
        return ERR_INPUT;
    memcpy(day, text, 10);
    end = strptime(day, "%Y-%m-%d", &tm);
    if (!end || *end)
        return ERR_INPUT;
    end = strptime(text + 11, "%H:%M", &tm);
    if (end && *end == ':')
        end = strptime(end, ":%S", &tm);
    if (!end || (*end && strcmp(end, "Z") != 0))
        return ERR_INPUT;
    same = tm;
    t = *end ? timegm(&tm) : mktime(&tm);
    /* The 31st of June would silently become the 1st of July. */
    if (t < 0 || tm.tm_mday != same.tm_mday)
        return ERR_INPUT;
    *time_s = (uint64_t)t;
    return OK;
}

enum err
options_time(struct options *options, const char *name, uint64_t *time_s)
{
    const char *text = options_text(options, name);

    if (!text)
        return OK;
    if (decimal_parse(time_s, span_text(text), INT64_MAX) &&
        parse_clock(text, time_s))
        return fault(options, OPTIONS_VALUE, text);
    return OK;
}

enum err
options_post_argument(struct options *options, int at, struct post *post)
{
    const char *text = options->arguments[at];

    if (post_parse(post, text, strlen(text)))
        return fault(options, OPTIONS_VALUE, text);
    return OK;
}
