#include "voting/server/setup_code.h"

#include <sodium.h>

enum { GROUP = 5 }; /* four symbols and a hyphen */

void
setup_code_make(struct setup_code *code)
{
    /* No letter that is read as another or as a digit. */
    static const char symbols[] = "abcdefghjkmnpqrstuvwxyz023456789";

    _Static_assert(sizeof symbols - 1 == 32, "five bits a symbol");
    *code = (struct setup_code){0};
    for (size_t i = 0; i < SETUP_CODE_LEN; i++)
        code->text[i] =
            i % GROUP == GROUP - 1 ? '-' : symbols[randombytes_uniform(32)];
}

enum err
setup_code_try(struct setup_code *code, struct span given, uint64_t now_ms)
{
    /* Before anybody waits: else who guesses all the time keeps out who knows
     * it. */
    if (given.len == SETUP_CODE_LEN &&
        sodium_memcmp(given.ptr, code->text, SETUP_CODE_LEN) == 0)
        return OK;
    if (now_ms < code->wait_until_ms)
        return ERR_STATE;
    code->wrong++;
    if (code->wrong > SETUP_CODE_FREE_TRIES)
        code->wait_until_ms = now_ms + SETUP_CODE_WAIT_MS;
    return ERR_AUTH;
}
