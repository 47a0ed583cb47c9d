#include "voting/verify/verify_report.h"

#include <stdlib.h>

#include "voting/verify/verify_say.h"

static const char style[] =
    "body{font-family:serif;max-width:46em;margin:2em auto;line-height:1.4}"
    "pre{font:10pt/1.5 \"Noto Sans Mono CJK SC\",\"NSimSun\",monospace;"
    "white-space:pre-wrap;overflow-wrap:anywhere}"
    "table{width:100%;border-collapse:collapse;margin-top:2em}"
    "td{padding:1.6em .5em .2em;border-bottom:1px solid}"
    "@media print{body{margin:0}h2{break-after:avoid}}";

static void
write_escaped(FILE *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        switch (text[i]) {
        case '&':
            fputs("&amp;", out);
            break;
        case '<':
            fputs("&lt;", out);
            break;
        case '>':
            fputs("&gt;", out);
            break;
        default:
            fputc(text[i], out);
        }
    }
}

/* A section that is said in sentences, as the terminal shows them. */
static enum err
write_section(FILE *out, const char *heading,
              void (*say)(FILE *out, const struct verify_run *run),
              const struct verify_run *run)
{
    char *text = NULL;
    size_t len = 0;
    FILE *memory = open_memstream(&text, &len);

    if (!memory)
        return ERR_NOMEM;
    say(memory, run);
    if (fclose(memory)) {
        free(text);
        return ERR_NOMEM;
    }
    fprintf(out, "<h2>%s</h2>\n<pre>", heading);
    write_escaped(out, text, len);
    fputs("</pre>\n", out);
    free(text);
    return OK;
}

static void
write_signatures(FILE *out, enum lang lang)
{
    static const char *const lines[][LANG_COUNT_] = {
        {"核验地点、日期", "Place and date"},
        {"核验人（签字）", "Verified by (signature)"},
        {"监票人（签字）", "Scrutineer (signature)"},
        {"监票人（签字）", "Scrutineer (signature)"},
    };

    fputs("<table>\n", out);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        fprintf(out, "<tr><td>%s</td></tr>\n", lines[i][lang]);
    fputs("</table>\n", out);
}

static enum err
write_page(FILE *out, const struct verify_run *run)
{
    static const struct {
        const char *heading[LANG_COUNT_];
        void (*say)(FILE *out, const struct verify_run *run);
    } sections[] = {
        {{"日志", "The log"}, verify_say_log},
        {{"核验", "Checks"}, verify_say_checks},
        {{"结果", "Results"}, verify_say_results},
        {{"结论", "Verdict"}, verify_say_verdict},
    };
    enum lang lang = run->options->lang;
    const char *title =
        lang == LANG_ZH ? "大会日志核验报告" : "Report on a conference's log";
    enum err e = OK;

    fprintf(out,
            "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n"
            "<meta charset=\"utf-8\">\n<title>%s</title>\n"
            "<style>%s</style>\n</head>\n<body>\n<h1>%s</h1>\n",
            lang == LANG_ZH ? "zh-CN" : "en", title, style, title);
    for (size_t i = 0; !e && i < sizeof sections / sizeof *sections; i++)
        e = write_section(out, sections[i].heading[lang], sections[i].say, run);
    write_signatures(out, lang);
    fputs("</body>\n</html>\n", out);
    return e;
}

enum err
verify_report_write(const char *path, const struct verify_run *run)
{
    FILE *out = fopen(path, "we");
    enum err e;

    if (!out)
        return ERR_IO;
    e = write_page(out, run);
    if (ferror(out) && !e)
        e = ERR_IO;
    if (fclose(out) && !e)
        e = ERR_IO;
    return e;
}
