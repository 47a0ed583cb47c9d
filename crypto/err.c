#include "crypto/err.h"

const char *
err_name(enum err e)
{
    static const char *const names[ERR_COUNT_] = {
        "OK",         "ERR_INPUT",    "ERR_PROOF", "ERR_AUTH",  "ERR_STATE",
        "ERR_EXISTS", "ERR_NOTFOUND", "ERR_IO",    "ERR_NOMEM",
    };

    if ((unsigned)e >= ERR_COUNT_)
        return "ERR_?";
    return names[e];
}
