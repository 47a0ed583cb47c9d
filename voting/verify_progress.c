#include "voting/verify_progress.h"

#include <inttypes.h>
#include <time.h>
#include <unistd.h>

enum { FIRST_MS = 500, TERMINAL_MS = 200, PLAIN_MS = 2000 };

static int64_t
now_ms(void)
{
    struct timespec t;

    if (clock_gettime(CLOCK_MONOTONIC, &t))
        return 0;
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void
verify_progress_start(struct verify_progress *p,
                      const struct verify_options *options)
{
    *p = (struct verify_progress){
        .lang = options->lang,
        .terminal = isatty(STDERR_FILENO) == 1,
        .due_ms = now_ms() + (options->progress ? 0 : FIRST_MS),
    };
    p->wanted = p->terminal || options->progress;
}

void
verify_progress_show(struct verify_progress *p, uint64_t done, uint64_t of)
{
    int64_t now;

    if (!p->wanted)
        return;
    now = now_ms();
    if (now < p->due_ms)
        return;
    p->due_ms = now + (p->terminal ? TERMINAL_MS : PLAIN_MS);
    p->shown = true;
    if (p->lang == LANG_ZH)
        fprintf(stderr, "%s已核验 %" PRIu64 " / %" PRIu64 " 条记录%s",
                p->terminal ? "\r" : "", done, of, p->terminal ? "" : "\n");
    else
        fprintf(stderr, "%s%" PRIu64 " of %" PRIu64 " entries verified%s",
                p->terminal ? "\r" : "", done, of, p->terminal ? "" : "\n");
}

void
verify_progress_end(struct verify_progress *p)
{
    if (p->shown && p->terminal)
        fputc('\n', stderr);
}
