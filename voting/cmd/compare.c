/*
 * ballotctl compare - are the results what a file expects?
 */
#include "voting/ctl/ctl.h"
#include "voting/ctl/json_expected.h"
#include "voting/machine/input_file.h"

enum { EXPECTED_MAX = 4 * 1024 * 1024 };

static void
differs(void *context, const char *where, const char *expected,
        const char *found)
{
    struct ctl *ctl = context;

    message_say(ctl->err, ctl->lang, MESSAGE_DIFFERS, where, expected, found,
                NULL);
}

static enum ctl_status
compare(struct ctl *ctl, struct span bytes)
{
    struct expected_report report = {.differs = differs, .context = ctl};
    struct json_fault fault;
    char compared[CTL_NUMBER_BYTES];
    char different[CTL_NUMBER_BYTES];

    if (json_expected_compare(&report, &fault, ctl_conference(ctl), bytes))
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_FILE_FORM, ctl_argument(ctl, 0),
                        fault.why, NULL);
    ctl_number(compared, report.compared);
    ctl_number(different, report.different);
    if (report.different > 0)
        return ctl_fail(ctl, CTL_REFUSED, MESSAGE_COMPARED, compared, different,
                        NULL);
    ctl_say(ctl, MESSAGE_COMPARED, compared, different, NULL);
    return CTL_DONE;
}

static enum ctl_status
run(struct ctl *ctl)
{
    const char *path = ctl_argument(ctl, 0);
    struct input_file file;
    enum ctl_status status;

    if (input_file_read(&file, path, EXPECTED_MAX))
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_FILE_READ, path, NULL, NULL);
    status = compare(ctl, input_file_span(&file));
    input_file_free(&file);
    return status;
}

const struct command command_compare = {
    {"compare", "EXPECTED.json", 1, 1, NULL,
     "演练：把计票结果与预期逐项比较，有一处不同即失败",
     "rehearsal: compare every number of the results with those expected", NULL,
     NULL},
    CTL_LOG,
    run,
};
