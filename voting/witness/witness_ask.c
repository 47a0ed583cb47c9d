#include "voting/witness/witness_ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/checkpoint.h"
#include "voting/fetch/fetch.h"
#include "voting/witness/witness_client.h"

enum { ANSWER_MAX = 65536, ATTEMPTS = 2, PATH_BYTES = 80 };

static void
path_of(char out[PATH_BYTES], const char *origin)
{
    struct text_writer w;
    struct hash32 hash;

    hash_sha256(&hash, origin, strlen(origin));
    text_writer_start(&w, out, PATH_BYTES - 1);
    text_writer_hex(&w, hash.bytes, sizeof hash.bytes);
    text_writer_text(&w, "/checkpoint");
    out[w.len] = '\0';
}

/* ERR_PROOF: it proves that something is missing here. ERR_INPUT: it proves
 * nothing. */
static enum err
compare(struct log *log, const struct witness_mate *mate, struct span bytes)
{
    const struct conference *c = log_conference(log);
    struct note *note = malloc(sizeof *note);
    struct checkpoint checkpoint = {0};
    struct ed25519_public public;
    struct note_key key;
    struct hash32 root;
    uint64_t time_s;
    enum err e = note ? OK : ERR_NOMEM;

    log_key(log, &public);
    if (!e)
        e = note_key_make(&key, span_text(conference_origin(c)),
                          NOTE_KEY_ED25519, &public);
    if (!e)
        e = checkpoint_open(&checkpoint, note, bytes, key.name, &key);
    if (!e)
        e = cosignature_find(&time_s, note, &mate->key);
    free(note);
    if (e)
        return e == ERR_NOMEM ? e : ERR_INPUT;
    return merkle_root_at(&root, conference_tree(c), checkpoint.size) ||
                   !hash_eq(&root, &checkpoint.root)
               ? ERR_PROOF
               : OK;
}

static enum err
ask_one(struct log *log, struct fetch *fetch, const struct witness_mate *mate)
{
    char address[FETCH_ADDRESS_MAX];
    char path[PATH_BYTES];
    const struct fetch_request request = {
        .address = address,
        .answer_max = ANSWER_MAX,
        .attempts = ATTEMPTS,
        .time_ms = WITNESS_TIME_MS,
    };
    struct fetch_answer answer;
    enum err e;

    path_of(path, conference_origin(log_conference(log)));
    e = fetch_join(address, mate->address, path);
    if (!e)
        e = fetch_wait(fetch, &answer, &request);
    if (e)
        return e;
    if (answer.fault == FETCH_ANSWERED && answer.status == 404)
        return OK; /* it has never seen this log */
    if (answer.fault != FETCH_ANSWERED || answer.status != 200)
        return ERR_INPUT;
    return compare(log, mate, answer.body);
}

enum err
witness_ask_all(struct witness_ask *out, struct log *log, const char *ca_file)
{
    const struct fetch_options options = {.ca_file = ca_file};
    struct witness_round *round = calloc(1, sizeof *round);
    struct fetch *fetch = NULL;
    enum err e = round ? fetch_open(&fetch, &options) : ERR_NOMEM;

    *out = (struct witness_ask){0};
    if (!e)
        e = witness_round_prepare(round, log, 0);
    for (size_t i = 0; !e && i < round->mate_count; i++) {
        e = ask_one(log, fetch, &round->mates[i]);
        out->asked++;
        if (e)
            (void)snprintf(out->name, sizeof out->name, "%s",
                           round->mates[i].name);
        if (e == ERR_INPUT) {
            out->unanswered++;
            e = OK;
        }
    }
    fetch_close(fetch);
    free(round);
    return e;
}
