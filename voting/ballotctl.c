/*
 * ballotctl - everything an officer or member of a conference can do, from a
 * terminal. docs/ballotctl.md; the commands are in voting/cmd/.
 */
#include <locale.h>

#include <sodium.h>

#include "voting/ctl/ctl.h"

int
main(int argc, char **argv)
{
    struct ctl ctl;
    enum ctl_status status;
    enum ctl_status left;

    /* Numbers and files stay as they are; only sentences have a language. */
    if (!setlocale(LC_CTYPE, ""))
        (void)setlocale(LC_CTYPE, "C");
    if (sodium_init() < 0)
        return CTL_FAILED;
    if (ctl_start(&ctl)) {
        ctl_close(&ctl);
        return CTL_FAILED;
    }
    status = ctl_run(&ctl, argc - 1, argv + 1);
    left = ctl_leave(&ctl);
    if (fflush(ctl.out) || ferror(ctl.out))
        left = CTL_FAILED;
    ctl_close(&ctl);
    return (int)(status ? status : left);
}
