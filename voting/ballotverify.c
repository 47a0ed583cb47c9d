/*
 * ballotverify - any member audits a conference's log, from a file or from a
 * server's address.
 *
 * It stands on the core, libsodium and an HTTP client: no database, nothing of
 * the server.
 */
#include <stdio.h>

#include <sodium.h>

#include "voting/verify/verify_json.h"
#include "voting/verify/verify_report.h"
#include "voting/verify/verify_run.h"
#include "voting/verify/verify_say.h"
#include "voting/verify/verify_state.h"

static enum verify_status
trouble(const struct verify_run *run, const char *file)
{
    fprintf(stderr,
            run->options->lang == LANG_ZH ? "ballotverify: %s：无法写出。\n"
                                          : "ballotverify: %s: cannot be "
                                            "written.\n",
            file);
    return VERIFY_TROUBLE;
}

static enum err
say_all(const struct verify_run *run)
{
    if (run->options->json)
        return verify_json_write(stdout, run);
    verify_say_log(stdout, run);
    verify_say_checks(stdout, run);
    verify_say_results(stdout, run);
    verify_say_verdict(stdout, run);
    return OK;
}

/* Prints the findings and writes what was asked for. */
static enum verify_status
conclude(const struct verify_run *run, enum verify_status found)
{
    const struct verify_options *options = run->options;
    struct audit_pin pin;

    if (say_all(run) || fflush(stdout) || ferror(stdout))
        return trouble(run, "-");
    if (options->report && verify_report_write(options->report, run))
        return trouble(run, options->report);
    /* A run that found something wrong vouches for nothing. */
    if (options->state && found == VERIFY_HOLDS &&
        (audit_make_pin(run->audit, &pin) ||
         verify_state_write(options->state, &pin)))
        return trouble(run, options->state);
    return found;
}

int
main(int argc, char **argv)
{
    struct verify_options options;
    struct verify_run run;
    enum verify_status status;

    if (verify_options_read(&options, argc, argv))
        return VERIFY_USAGE;
    if (options.help) {
        verify_options_help(stdout, options.lang);
        return VERIFY_HOLDS;
    }
    if (sodium_init() < 0)
        return VERIFY_TROUBLE;
    status = verify_run_all(&run, &options);
    if (status == VERIFY_HOLDS || status == VERIFY_FAILS)
        status = conclude(&run, status);
    verify_run_free(&run);
    return (int)status;
}
