/*
 * tampered.h - logs with one defect each, made by an adversary who runs the
 * server: it holds the log's key and signs whatever it likes, so that only the
 * check that the defect is about can tell.
 */
#ifndef TESTS_SUPPORT_TAMPERED_H
#define TESTS_SUPPORT_TAMPERED_H

#include "tests/support/hall.h"

/* A bundle, and a receipt to look for in it, both the caller's to free. */
struct tampered_files {
    char *bundle;
    size_t bundle_len;
    char *receipt; /* NULL: none */
    size_t receipt_len;
    uint32_t entry; /* where the check fails, or CONFERENCE_NO_ENTRY */
};

struct tampered {
    const char *name; /* of the file: "v03-signature" */
    unsigned check;   /* the one that fails */
    enum refusal why;
    const char *what; /* a phrase, for people */
    void (*make)(struct tampered_files *out);
};

/* In the order of the checks. */
extern const struct tampered tampered_cases[];
extern const size_t tampered_count;

/* A whole conference with nothing wrong, for members. */
void tampered_honest(struct tampered_files *out);

/* The same conference's secrets as JSON; the caller frees it. */
char *tampered_secrets(void);

/* What is wrong with each file and where, as JSON; the caller frees it. */
char *tampered_list(void);

#endif
