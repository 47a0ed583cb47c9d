#include "voting/verify/verify_progress.h"

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

static void
show(struct verify_progress *p, const char *words, uint64_t done, uint64_t of)
{
    int64_t now;

    if (!p->wanted)
        return;
    now = now_ms();
    if (now < p->due_ms)
        return;
    p->due_ms = now + (p->terminal ? TERMINAL_MS : PLAIN_MS);
    p->shown = true;
    fprintf(stderr, "%s%s %" PRIu64 " / %" PRIu64 "%s", p->terminal ? "\r" : "",
            words, done, of, p->terminal ? "\033[K" : "\n");
}

void
verify_progress_show(struct verify_progress *p, uint64_t done, uint64_t of)
{
    show(p, p->lang == LANG_ZH ? "已核验记录" : "Entries verified:", done, of);
}

void
verify_progress_fetched(struct verify_progress *p, uint64_t done, uint64_t of)
{
    show(p, p->lang == LANG_ZH ? "已取得记录" : "Entries fetched:", done, of);
}

void
verify_progress_end(struct verify_progress *p)
{
    if (p->shown && p->terminal)
        fputc('\n', stderr);
}
