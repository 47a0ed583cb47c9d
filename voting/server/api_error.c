#include "voting/server/api_error.h"

static const struct {
    unsigned status;
    const char *code;
    const char *words[LANG_COUNT_];
} table[API_ERROR_COUNT_] = {
#define API_ERROR_ROW(name, status, code, zh, en)                              \
    [API_##name] = {status, code, {[LANG_ZH] = zh, [LANG_EN] = en}},
    API_ERRORS(API_ERROR_ROW)
#undef API_ERROR_ROW
};

unsigned
api_error_status(enum api_error error)
{
    return table[error].status;
}

const char *
api_error_code(enum api_error error)
{
    return table[error].code;
}

const char *
api_error_words(enum api_error error, enum lang lang)
{
    return table[error].words[lang];
}

enum api_error
api_error_of_status(unsigned status)
{
    for (unsigned i = 0; i < API_ERROR_COUNT_; i++)
        if (table[i].status == status)
            return (enum api_error)i;
    return API_REQUEST;
}

static void
write_line(struct text_writer *w, const char *text)
{
    text_writer_text(w, text);
    text_writer_text(w, "\n");
}

void
api_error_write(struct text_writer *w, enum api_error error)
{
    write_line(w, table[error].code);
    write_line(w, table[error].words[LANG_ZH]);
    write_line(w, table[error].words[LANG_EN]);
}

void
api_error_write_fault(struct text_writer *w, enum log_fault fault)
{
    api_error_write(w, API_LOG_STOPPED);
    write_line(w, log_fault_words(fault, LANG_ZH));
    write_line(w, log_fault_words(fault, LANG_EN));
}

void
api_error_write_refusal(struct text_writer *w, enum refusal refusal)
{
    write_line(w, refusal_code(refusal));
    write_line(w, refusal_words(refusal, LANG_ZH));
    write_line(w, refusal_words(refusal, LANG_EN));
}

unsigned
api_error_refusal_status(enum refusal refusal)
{
    switch (refusal) {
    case REFUSED_FORM:
    case REFUSED_TYPE:
        return 400;
    case REFUSED_TOO_LARGE:
        return 413;
    case REFUSED_SIGNERS:
    case REFUSED_NO_KEY:
    case REFUSED_SIGNATURE:
        return 403;
    case REFUSED_BUSY:
    case REFUSED_NO_MEMORY:
    case REFUSED_STORE:
        return 503;
    default:
        return 409;
    }
}
