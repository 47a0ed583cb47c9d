/*
 * err.h - what every function that can fail returns.
 *
 * enum err is plumbing between functions. What a person or an API client is
 * told is a refusal: ballots/refusal.h has a stable code and a sentence in two
 * languages for each.
 */
#ifndef CRYPTO_ERR_H
#define CRYPTO_ERR_H

#define MUST_USE __attribute__((warn_unused_result))

enum err {
    OK = 0,       /* never test for anything but zero / non-zero to go on */
    ERR_INPUT,    /* malformed or out-of-range value from outside */
    ERR_PROOF,    /* well-formed, but a signature or proof does not hold */
    ERR_AUTH,     /* caller is not who, or not what, the act asks for */
    ERR_STATE,    /* right request, wrong moment: not open, closed, ... */
    ERR_EXISTS,   /* would overwrite something append-only */
    ERR_NOTFOUND, /* no such row, route or file */
    ERR_IO,       /* disk or database said no */
    ERR_NOMEM,    /* allocation failed */
    ERR_COUNT_    /* number of codes; not an error */
};

/* The code's name, for logs and failing tests: "ERR_PROOF". Never NULL. */
const char *err_name(enum err e);

#endif
