#include "voting/machine/notify.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "crypto/decimal.h"
#include "crypto/span.h"

static uint64_t
steady_us(void)
{
    struct timespec now = {0};

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

/* A path, or with `@` a name in the abstract space. */
static enum err
connect_to(int *out, const char *address)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    size_t len = strlen(address);
    socklen_t size;
    int descriptor;

    if ((*address != '/' && *address != '@') || len < 2 ||
        len >= sizeof to.sun_path)
        return ERR_INPUT;
    memcpy(to.sun_path, address, len);
    if (*address == '@')
        to.sun_path[0] = '\0';
    size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len);
    descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0)
        return ERR_IO;
    if (connect(descriptor, (const struct sockaddr *)&to, size)) {
        (void)close(descriptor);
        return ERR_IO;
    }
    *out = descriptor;
    return OK;
}

/* The watchdog is for us if it names this process or none. */
static void
read_watchdog(struct notify *out)
{
    const char *pid = getenv("WATCHDOG_PID");
    const char *text = getenv("WATCHDOG_USEC");
    uint64_t number = 0;

    if (pid && (decimal_parse(&number, span_text(pid), INT64_MAX) ||
                number != (uint64_t)getpid()))
        return;
    if (text && !decimal_parse(&number, span_text(text), INT64_MAX))
        out->watchdog_every_ms = number / 2000;
}

enum err
notify_open(struct notify *out)
{
    const char *address = getenv("NOTIFY_SOCKET");
    enum err e = OK;

    *out = (struct notify){.descriptor = -1};
    if (address)
        e = connect_to(&out->descriptor, address);
    if (address && !e)
        read_watchdog(out);
    (void)unsetenv("NOTIFY_SOCKET");
    (void)unsetenv("WATCHDOG_USEC");
    (void)unsetenv("WATCHDOG_PID");
    return e;
}

static enum err
tell(const struct notify *notify, const char *text)
{
    size_t len = strlen(text);

    if (notify->descriptor < 0)
        return OK;
    return send(notify->descriptor, text, len, MSG_NOSIGNAL) == (ssize_t)len
               ? OK
               : ERR_IO;
}

enum err
notify_ready(const struct notify *notify)
{
    return tell(notify, "READY=1\n");
}

enum err
notify_reloading(const struct notify *notify)
{
    char text[64];

    (void)snprintf(text, sizeof text,
                   "RELOADING=1\nMONOTONIC_USEC=%" PRIu64 "\n", steady_us());
    return tell(notify, text);
}

enum err
notify_stopping(const struct notify *notify)
{
    return tell(notify, "STOPPING=1\n");
}

enum err
notify_status(const struct notify *notify, const char *sentence)
{
    char text[NOTIFY_STATUS_MAX + sizeof "STATUS=\n"];

    if (strlen(sentence) > NOTIFY_STATUS_MAX || strchr(sentence, '\n'))
        return ERR_INPUT;
    (void)snprintf(text, sizeof text, "STATUS=%s\n", sentence);
    return tell(notify, text);
}

enum err
notify_alive(struct notify *notify)
{
    uint64_t now_ms = steady_us() / 1000;

    if (notify->watchdog_every_ms == 0 ||
        (notify->watchdog_last_ms > 0 &&
         now_ms - notify->watchdog_last_ms < notify->watchdog_every_ms))
        return OK;
    notify->watchdog_last_ms = now_ms;
    return tell(notify, "WATCHDOG=1\n");
}

void
notify_close(struct notify *notify)
{
    if (notify->descriptor >= 0)
        (void)close(notify->descriptor);
    *notify = (struct notify){.descriptor = -1};
}
