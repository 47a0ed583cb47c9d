#include "ballots/refusal.h"

static const struct {
    const char *code;
    unsigned check;
    const char *words[2]; /* by enum lang */
} table[REFUSAL_COUNT_] = {
#define REFUSAL_ROW(name, code, check, zh, en)                                 \
    [REFUSED_##name] = {code, check, {[LANG_ZH] = zh, [LANG_EN] = en}},
    REFUSALS(REFUSAL_ROW)
#undef REFUSAL_ROW
};

const char *
refusal_code(enum refusal r)
{
    return (unsigned)r < REFUSAL_COUNT_ ? table[r].code : "?";
}

unsigned
refusal_check(enum refusal r)
{
    return (unsigned)r < REFUSAL_COUNT_ ? table[r].check : 0;
}

const char *
refusal_words(enum refusal r, enum lang lang)
{
    return (unsigned)r < REFUSAL_COUNT_ ? table[r].words[lang] : "?";
}

enum err
refusal_find(enum refusal *out, struct span code)
{
    for (unsigned i = 0; i < REFUSAL_COUNT_; i++) {
        if (span_eq(span_text(table[i].code), code)) {
            *out = (enum refusal)i;
            return OK;
        }
    }
    *out = REFUSED_NOTHING;
    return ERR_NOTFOUND;
}
