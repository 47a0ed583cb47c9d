/*
 * doctor_machine.c - clock, memory and random numbers of this machine.
 */
#include <errno.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/timex.h>
#include <time.h>

#include "voting/doctor/doctor.h"
#include "voting/machine/process_guard.h"

enum { WHEN_BYTES = 32, YEAR_LEAST = 2025, YEAR_MOST = 2100 };

void
doctor_check_clock(struct doctor *d)
{
    struct timex state = {0};
    char when[WHEN_BYTES] = "";
    time_t now = time(NULL);
    struct tm tm;
    int synchronised;

    if (!localtime_r(&now, &tm) || tm.tm_year + 1900 < YEAR_LEAST ||
        tm.tm_year + 1900 > YEAR_MOST) {
        (void)snprintf(when, sizeof when, "%lld s", (long long)now);
        doctor_say(d, SAY_CLOCK_WRONG, when, NULL, NULL);
        return;
    }
    (void)strftime(when, sizeof when, "%Y-%m-%d %H:%M:%S %z", &tm);
    /* Asks only; what cannot be asked is not known to be synchronised. */
    synchronised = adjtimex(&state);
    doctor_say(d,
               synchronised < 0 || synchronised == TIME_ERROR ||
                       state.status & STA_UNSYNC
                   ? SAY_CLOCK_ALONE
                   : SAY_CLOCK_GOOD,
               when, NULL, NULL);
}

void
doctor_check_memory(struct doctor *d)
{
    doctor_say(d,
               process_guard_can_lock() ? SAY_MEMORY_LOCKS : SAY_MEMORY_SWAPS,
               NULL, NULL, NULL);
}

void
doctor_check_chance(struct doctor *d)
{
    unsigned char byte;
    ssize_t drawn = getrandom(&byte, sizeof byte, GRND_NONBLOCK);

    doctor_say(d, drawn == sizeof byte ? SAY_CHANCE_GOOD : SAY_CHANCE_NONE,
               NULL, NULL, NULL);
}
