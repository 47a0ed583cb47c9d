#include "tests/crowd/slow.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/test.h"

struct slow {
    pid_t pid;
    unsigned taken;
};

static const char request[] = "POST /event HTTP/1.1\r\nHost: localhost\r\n"
                              "Content-Length: 400\r\nX-Slow: ";

/* The child: connects, tells how many were taken, and dribbles. */
static void
live(const struct sockaddr_in *address, unsigned count, int tell)
{
    int *fds = calloc(count, sizeof *fds);
    unsigned taken = 0;

    if (!fds)
        _exit(1);
    for (unsigned i = 0; i < count; i++) {
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

        if (fd >= 0 &&
            !connect(fd, (const struct sockaddr *)address, sizeof *address))
            fds[taken++] = fd;
    }
    if (write(tell, &taken, sizeof taken) != (ssize_t)sizeof taken)
        _exit(1);
    for (size_t at = 0;; at = at + 1 < sizeof request - 1 ? at + 1 : at) {
        for (unsigned i = 0; i < taken; i++)
            (void)send(fds[i], request + at, 1, MSG_NOSIGNAL | MSG_DONTWAIT);
        usleep(200000);
    }
}

struct slow *
slow_start(const char *host, uint16_t port, unsigned count)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons(port)};
    struct slow *slow = calloc(1, sizeof *slow);
    int ends[2];

    assert_non_null(slow);
    assert_int_equal(inet_pton(AF_INET, host, &address.sin_addr), 1);
    assert_int_equal(pipe(ends), 0);
    slow->pid = fork();
    assert_true(slow->pid >= 0);
    if (slow->pid == 0)
        live(&address, count, ends[1]);
    (void)close(ends[1]);
    assert_int_equal(read(ends[0], &slow->taken, sizeof slow->taken),
                     sizeof slow->taken);
    (void)close(ends[0]);
    return slow;
}

unsigned
slow_end(struct slow *slow)
{
    unsigned taken = slow->taken;

    (void)kill(slow->pid, SIGKILL);
    (void)waitpid(slow->pid, NULL, 0);
    free(slow);
    return taken;
}
