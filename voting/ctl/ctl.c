#include "voting/ctl/ctl.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "voting/ctl/ctl_open.h"

enum err
ctl_start(struct ctl *ctl)
{
    *ctl = (struct ctl){.out = stdout, .err = stderr, .lang = message_lang()};
    ctl->event = calloc(1, sizeof *ctl->event);
    ctl->scratch = calloc(1, CTL_SCRATCH_BYTES);
    ctl->json_bytes = malloc(CTL_JSON_BYTES);
    return ctl->event && ctl->scratch && ctl->json_bytes ? OK : ERR_NOMEM;
}

void
ctl_close(struct ctl *ctl)
{
    log_close(ctl->log);
    keyring_close(ctl->keys);
    if (ctl->scratch)
        sodium_memzero(ctl->scratch, CTL_SCRATCH_BYTES);
    free(ctl->scratch);
    free(ctl->json_bytes);
    free(ctl->event);
    offers_forget(&ctl->offers);
    sodium_memzero(ctl->setup, sizeof ctl->setup);
    *ctl = (struct ctl){0};
}

const char *
ctl_common(const struct ctl *ctl, const char *name)
{
    const char *value = options_text(&ctl->options, name);

    if (!value && ctl->defaults)
        value = options_text(ctl->defaults, name);
    return value;
}

const char *
ctl_argument(const struct ctl *ctl, int at)
{
    return at < ctl->options.argument_count ? ctl->options.arguments[at] : NULL;
}

const struct conference *
ctl_conference(const struct ctl *ctl)
{
    return log_conference(ctl->log);
}

static void
print_lines(struct ctl *ctl, const struct option_line *lines)
{
    const char *required = message_text(MESSAGE_REQUIRED, ctl->lang);

    for (; lines && lines->name; lines++)
        fprintf(ctl->out, "  --%s%s%s\n        %s%s\n", lines->name,
                lines->value ? " " : "", lines->value ? lines->value : "",
                ctl->lang == LANG_ZH ? lines->zh : lines->en,
                lines->required ? required : "");
}

static void
print_help(struct ctl *ctl, const struct usage *usage)
{
    const char *more = ctl->lang == LANG_ZH ? usage->more_zh : usage->more_en;

    message_say(ctl->out, ctl->lang, MESSAGE_USAGE, usage->name,
                usage->arguments, NULL, NULL);
    fprintf(ctl->out, "\n%s\n", ctl->lang == LANG_ZH ? usage->zh : usage->en);
    if (more)
        fprintf(ctl->out, "%s\n", more);
    if (usage->options && usage->options->name) {
        fprintf(ctl->out, "\n%s\n",
                message_text(MESSAGE_OPTIONS_OWN, ctl->lang));
        print_lines(ctl, usage->options);
    }
    fprintf(ctl->out, "\n%s\n",
            message_text(MESSAGE_OPTIONS_COMMON, ctl->lang));
    print_lines(ctl, options_common());
}

static void
print_overview(struct ctl *ctl, FILE *out)
{
    message_say(out, ctl->lang, MESSAGE_USAGE_ALL, NULL, NULL, NULL, NULL);
    fputc('\n', out);
    for (const struct command *const *c = commands; *c; c++)
        fprintf(out, "  %-14s %s\n", (*c)->usage.name,
                ctl->lang == LANG_ZH ? (*c)->usage.zh : (*c)->usage.en);
    fputc('\n', out);
    message_say(out, ctl->lang, MESSAGE_USAGE_MORE, NULL, NULL, NULL, NULL);
}

static const struct command *
find_command(const char *name)
{
    for (const struct command *const *c = commands; *c; c++)
        if (strcmp((*c)->usage.name, name) == 0)
            return *c;
    return NULL;
}

static enum ctl_status
read_language(struct ctl *ctl)
{
    const char *lang = ctl_common(ctl, "lang");

    ctl->json = ctl_common(ctl, "json") != NULL;
    if (!lang)
        return CTL_DONE;
    if (strcmp(lang, "zh") == 0)
        ctl->lang = LANG_ZH;
    else if (strcmp(lang, "en") == 0)
        ctl->lang = LANG_EN;
    else
        return ctl_bad_value(ctl, lang);
    return CTL_DONE;
}

static enum ctl_status
run_command(struct ctl *ctl, const struct command *command, int argc,
            char **argv)
{
    enum err e = options_read(&ctl->options, &command->usage, argc, argv);
    enum ctl_status status = read_language(ctl);

    if (e)
        return ctl_bad_options(ctl);
    if (status)
        return status;
    if (options_flag(&ctl->options, "help")) {
        print_help(ctl, &command->usage);
        return CTL_DONE;
    }
    status = ctl_open_needs(ctl, command->needs);
    if (!status)
        status = command->run(ctl);
    sodium_memzero(ctl->scratch, CTL_SCRATCH_BYTES);
    ctl->note = (struct span){0};
    return status;
}

enum ctl_status
ctl_run(struct ctl *ctl, int argc, char **argv)
{
    const struct command *command;

    if (argc < 1) {
        print_overview(ctl, ctl->err);
        return CTL_USAGE;
    }
    if (strcmp(argv[0], "--help") == 0 || strcmp(argv[0], "help") == 0) {
        print_overview(ctl, ctl->out);
        return CTL_DONE;
    }
    command = find_command(argv[0]);
    if (!command)
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_NO_COMMAND, argv[0], NULL,
                        NULL);
    return run_command(ctl, command, argc, argv);
}
