#include "voting/fetch/fetch_retry.h"

#include <sodium.h>

enum { PAUSE_FIRST_MS = 250, PAUSE_MAX_MS = 8000 };

bool
fetch_retry_is_final(const struct fetch_answer *a, unsigned attempts_max)
{
    if (a->attempts >= attempts_max)
        return true;
    switch (a->fault) {
    case FETCH_ANSWERED:
        return a->status != 429 && a->status != 503;
    case FETCH_FAULT_ADDRESS:
    case FETCH_FAULT_CERTIFICATE:
    case FETCH_FAULT_LENGTH:
        return true;
    default:
        return false;
    }
}

int64_t
fetch_retry_pause_ms(const struct fetch_answer *a)
{
    unsigned doublings = a->attempts - 1;
    int64_t pause = doublings < 6 ? PAUSE_FIRST_MS << doublings : PAUSE_MAX_MS;
    int64_t asked = (int64_t)a->retry_after_s * 1000;

    if (pause > PAUSE_MAX_MS)
        pause = PAUSE_MAX_MS;
    pause += (int64_t)randombytes_uniform((uint32_t)pause / 2 + 1);
    return pause > asked ? pause : asked + randombytes_uniform(PAUSE_FIRST_MS);
}
