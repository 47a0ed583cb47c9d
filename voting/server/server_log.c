#include "voting/server/server_log.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "crypto/text_writer.h"
#include "voting/machine/messages.h"

enum {
    LINE_BYTES = 2048,
    MINUTE_MS = 60000,
    FIGURE_BYTES = 21, /* of an uint64_t, with NUL */
};

static const struct {
    enum server_log_level level;
    const char *code;
    const char *sentences[LANG_COUNT_];
} lines[SERVER_LINE_COUNT_] = {
#define SERVER_LINE_ROW(name, level, code, zh, en)                             \
    {SERVER_LOG_##level, code, {zh, en}},
    SERVER_LINES(SERVER_LINE_ROW)
#undef SERVER_LINE_ROW
};

/* The process has one standard error, and so one log. */
static struct {
    pthread_mutex_t mutex; /* over the counters; held for no call */
    int descriptor;
    enum lang lang;
    bool journal;
    struct {
        uint64_t since_ms; /* when the minute began */
        uint64_t count;    /* lines asked for in it */
    } minutes[SERVER_LINE_COUNT_];
} to = {.mutex = PTHREAD_MUTEX_INITIALIZER, .descriptor = -1};

void
server_log_start(int descriptor, enum lang lang, bool journal)
{
    (void)pthread_mutex_lock(&to.mutex);
    to.descriptor = descriptor;
    to.lang = lang;
    to.journal = journal;
    memset(to.minutes, 0, sizeof to.minutes);
    (void)pthread_mutex_unlock(&to.mutex);
}

bool
server_log_is_journal(int descriptor)
{
    const char *stream = getenv("JOURNAL_STREAM");
    char ours[64];
    struct stat st;

    if (!stream || fstat(descriptor, &st))
        return false;
    (void)snprintf(ours, sizeof ours, "%ju:%ju", (uintmax_t)st.st_dev,
                   (uintmax_t)st.st_ino);
    return strcmp(stream, ours) == 0;
}

enum lang
server_log_lang(void)
{
    return to.lang;
}

const char *
server_log_code(enum server_line line)
{
    return lines[line].code;
}

static const char *
level_word(enum server_log_level level)
{
    switch (level) {
    case SERVER_LOG_CRITICAL:
        return "critical";
    case SERVER_LOG_ERROR:
        return "error";
    case SERVER_LOG_WARNING:
        return "warning";
    case SERVER_LOG_NOTICE:
        return "notice";
    case SERVER_LOG_INFO:
        break;
    }
    return "info";
}

static uint64_t
steady_ms(void)
{
    struct timespec now = {0};

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* The journal puts the time before a line itself. */
static size_t
begin(char *out, size_t room, enum server_log_level level)
{
    time_t now = time(NULL);
    struct tm tm = {0};
    char when[32] = "";

    if (to.journal)
        return (size_t)snprintf(out, room, "<%d>", (int)level);
    if (gmtime_r(&now, &tm))
        (void)strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &tm);
    return (size_t)snprintf(out, room, "%s %s ", when, level_word(level));
}

/* One line is one write, so that two threads' lines do not mix. */
static void
write_line(enum server_line line, const char *const texts[3])
{
    char bytes[LINE_BYTES];
    size_t len = begin(bytes, sizeof bytes, lines[line].level);
    ssize_t written;

    len += (size_t)snprintf(bytes + len, sizeof bytes - len,
                            "%s: ", lines[line].code);
    /* One byte is kept for the line feed. */
    message_fill(bytes + len, sizeof bytes - len - 1,
                 lines[line].sentences[to.lang == LANG_ZH ? LANG_ZH : LANG_EN],
                 texts[0], texts[1], texts[2], NULL);
    len += strlen(bytes + len);
    bytes[len++] = '\n';
    do
        written = write(to.descriptor, bytes, len);
    while (written < 0 && errno == EINTR);
}

/*
 * Whether the line may be written now; *left_out is how many of the minute
 * that has ended were not.
 */
static bool
may_write(enum server_line line, uint64_t *left_out)
{
    uint64_t now = steady_ms();
    bool may;

    *left_out = 0;
    (void)pthread_mutex_lock(&to.mutex);
    if (to.minutes[line].count == 0 ||
        now - to.minutes[line].since_ms >= MINUTE_MS) {
        if (to.minutes[line].count > SERVER_LOG_PER_MINUTE)
            *left_out = to.minutes[line].count - SERVER_LOG_PER_MINUTE;
        to.minutes[line].since_ms = now;
        to.minutes[line].count = 0;
    }
    may =
        to.descriptor >= 0 && ++to.minutes[line].count <= SERVER_LOG_PER_MINUTE;
    (void)pthread_mutex_unlock(&to.mutex);
    return may;
}

void
server_log(enum server_line line, const char *text_1, const char *text_2,
           const char *text_3)
{
    char figure[FIGURE_BYTES];
    uint64_t left_out;

    if (!may_write(line, &left_out))
        return;
    if (left_out > 0) {
        (void)snprintf(figure, sizeof figure, "%" PRIu64, left_out);
        write_line(SERVER_LINE_LEFT_OUT,
                   (const char *[3]){lines[line].code, figure, NULL});
    }
    write_line(line, (const char *[3]){text_1, text_2, text_3});
}

void
server_log_figures(enum server_line line, uint64_t figure_1, uint64_t figure_2)
{
    char texts[2][FIGURE_BYTES];

    (void)snprintf(texts[0], sizeof texts[0], "%" PRIu64, figure_1);
    (void)snprintf(texts[1], sizeof texts[1], "%" PRIu64, figure_2);
    server_log(line, texts[0], texts[1], NULL);
}
