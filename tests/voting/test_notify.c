/*
 * Goal: systemd is told what its protocol says, on a socket with a path or an
 * abstract name, and where nobody listens nothing happens.
 */
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/test.h"
#include "voting/machine/notify.h"

struct manager {
    int descriptor;
    char name[sizeof((struct sockaddr_un *)NULL)->sun_path];
    char told[2048];
};

/* Listens as systemd would; `@` stands for an abstract name. */
static void
listen_at(struct manager *m, const char *prefix)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    size_t len;

    (void)snprintf(m->name, sizeof m->name, "%stest_notify.%ld", prefix,
                   (long)getpid());
    len = strlen(m->name);
    memcpy(at.sun_path, m->name, len);
    if (*m->name == '@')
        at.sun_path[0] = '\0';
    else
        (void)unlink(m->name);
    m->descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    assert_true(m->descriptor >= 0);
    assert_int_equal(
        bind(m->descriptor, (const struct sockaddr *)&at,
             (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len)),
        0);
    assert_int_equal(setenv("NOTIFY_SOCKET", m->name, 1), 0);
}

static void
stop_listening(struct manager *m)
{
    (void)close(m->descriptor);
    if (*m->name == '/')
        (void)unlink(m->name);
}

/* The next datagram, "" if there is none. */
static const char *
told(struct manager *m)
{
    ssize_t len = recv(m->descriptor, m->told, sizeof m->told - 1, 0);

    m->told[len > 0 ? len : 0] = '\0';
    return m->told;
}

static void
says_all_it_can(struct manager *m)
{
    struct notify notify;

    assert_ok(notify_open(&notify));
    assert_null(getenv("NOTIFY_SOCKET"));
    assert_ok(notify_ready(&notify));
    assert_string_equal(told(m), "READY=1\n");
    assert_ok(notify_status(&notify, "就绪"));
    assert_string_equal(told(m), "STATUS=就绪\n");
    assert_ok(notify_reloading(&notify));
    assert_int_equal(strncmp(told(m), "RELOADING=1\nMONOTONIC_USEC=", 27), 0);
    assert_ok(notify_stopping(&notify));
    assert_string_equal(told(m), "STOPPING=1\n");
    assert_ok(notify_alive(&notify)); /* nobody waits for it */
    assert_string_equal(told(m), "");
    notify_close(&notify);
    notify_close(&notify); /* closing twice does nothing */
}

static void
each_state_is_told_on_both_kinds_of_socket(void **state)
{
    struct manager m;

    (void)state;
    listen_at(&m, "/tmp/");
    says_all_it_can(&m);
    stop_listening(&m);
    listen_at(&m, "@");
    says_all_it_can(&m);
    stop_listening(&m);
}

static void
a_watchdog_hears_from_us_twice_in_its_time(void **state)
{
    struct notify notify;
    struct manager m;

    (void)state;
    listen_at(&m, "@");
    assert_int_equal(setenv("WATCHDOG_USEC", "100000", 1), 0);
    assert_ok(notify_open(&notify));
    assert_int_equal(notify.watchdog_every_ms, 50);
    assert_ok(notify_alive(&notify));
    assert_string_equal(told(&m), "WATCHDOG=1\n");
    notify.watchdog_last_ms -= 50;
    assert_ok(notify_alive(&notify));
    assert_string_equal(told(&m), "WATCHDOG=1\n");
    notify.watchdog_every_ms = 1000000;
    assert_ok(notify_alive(&notify));
    assert_string_equal(told(&m), "");
    notify_close(&notify);
    stop_listening(&m);
}

static void
another_process_watchdog_is_not_ours(void **state)
{
    struct notify notify;
    struct manager m;

    (void)state;
    listen_at(&m, "@");
    assert_int_equal(setenv("WATCHDOG_USEC", "100000", 1), 0);
    assert_int_equal(setenv("WATCHDOG_PID", "1", 1), 0);
    assert_ok(notify_open(&notify));
    assert_int_equal(notify.watchdog_every_ms, 0);
    assert_null(getenv("WATCHDOG_PID"));
    notify_close(&notify);
    stop_listening(&m);
}

static void
without_a_manager_nothing_happens(void **state)
{
    struct notify notify;

    (void)state;
    assert_int_equal(unsetenv("NOTIFY_SOCKET"), 0);
    assert_int_equal(setenv("WATCHDOG_USEC", "100000", 1), 0);
    assert_ok(notify_open(&notify));
    assert_int_equal(notify.descriptor, -1);
    assert_int_equal(notify.watchdog_every_ms, 0);
    assert_ok(notify_ready(&notify));
    assert_ok(notify_alive(&notify));
    notify_close(&notify);
}

static void
an_address_that_is_none_is_refused(void **state)
{
    static const struct {
        const char *what;
        const char *address;
        enum err want;
    } cases[] = {
        {"empty", "", ERR_INPUT},
        {"neither path nor abstract", "here", ERR_INPUT},
        {"only a slash", "/", ERR_INPUT},
        {"only an at sign", "@", ERR_INPUT},
        {"too long",
         "/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
         "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
         ERR_INPUT},
        {"nobody there", "@test_notify.nobody", ERR_IO},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct notify notify;
        enum err e;

        assert_int_equal(setenv("NOTIFY_SOCKET", cases[i].address, 1), 0);
        e = notify_open(&notify);
        if (e != cases[i].want)
            fail_msg("%s: %s", cases[i].what, err_name(e));
        assert_ok(notify_ready(&notify)); /* says nothing, to nobody */
        notify_close(&notify);
    }
}

static void
a_status_of_more_than_a_line_is_refused(void **state)
{
    char sentence[NOTIFY_STATUS_MAX + 2];
    struct notify notify = {.descriptor = -1};

    (void)state;
    memset(sentence, 'x', sizeof sentence);
    sentence[NOTIFY_STATUS_MAX + 1] = '\0';
    assert_err(notify_status(&notify, sentence), ERR_INPUT);
    sentence[NOTIFY_STATUS_MAX] = '\0';
    assert_ok(notify_status(&notify, sentence));
    assert_err(notify_status(&notify, "fine\nREADY=1"), ERR_INPUT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_state_is_told_on_both_kinds_of_socket),
        cmocka_unit_test(a_watchdog_hears_from_us_twice_in_its_time),
        cmocka_unit_test(another_process_watchdog_is_not_ours),
        cmocka_unit_test(without_a_manager_nothing_happens),
        cmocka_unit_test(an_address_that_is_none_is_refused),
        cmocka_unit_test(a_status_of_more_than_a_line_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
