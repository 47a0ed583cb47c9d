#include "voting/doctor/doctor_words.h"

static const struct {
    enum doctor_verdict verdict;
    const char *code;
    const char *sentences[LANG_COUNT_];
    const char *ways_out[LANG_COUNT_];
} rows[SAY_COUNT_] = {
#define DOCTOR_WORDS_ROW(name, verdict, zh, en, out_zh, out_en)                \
    {DOCTOR_##verdict, #name, {zh, en}, {out_zh, out_en}},
    DOCTOR_WORDS(DOCTOR_WORDS_ROW)
#undef DOCTOR_WORDS_ROW
};

enum doctor_verdict
doctor_words_verdict(enum doctor_words words)
{
    return rows[words].verdict;
}

const char *
doctor_words_sentence(enum doctor_words words, enum lang lang)
{
    return rows[words].sentences[lang == LANG_ZH ? LANG_ZH : LANG_EN];
}

const char *
doctor_words_way_out(enum doctor_words words, enum lang lang)
{
    return rows[words].ways_out[lang == LANG_ZH ? LANG_ZH : LANG_EN];
}

const char *
doctor_words_code(enum doctor_words words)
{
    return rows[words].code;
}

const char *
doctor_verdict_code(enum doctor_verdict verdict)
{
    static const char *const codes[DOCTOR_VERDICTS_] = {"ok", "warn", "fail"};

    return codes[verdict];
}
