#include "voting/machine/process_guard.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <sodium.h>

enum err
process_guard(void)
{
    const struct rlimit none = {0};
    struct sigaction ignore = {.sa_handler = SIG_IGN};

    (void)umask(S_IRWXG | S_IRWXO);
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) || setrlimit(RLIMIT_CORE, &none) ||
        sigaction(SIGPIPE, &ignore, NULL))
        return ERR_IO;
    return OK;
}

bool
process_guard_can_lock(void)
{
    unsigned char bytes[64];

    if (sodium_mlock(bytes, sizeof bytes))
        return false;
    return sodium_munlock(bytes, sizeof bytes) == 0;
}
