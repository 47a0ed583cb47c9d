/*
 * raw_vectors.c - the mathematics under the pages' face, for recorded vectors
 * that no conference leads to. Linked with the very objects of core.wasm into
 * build/web/vectors.wasm, for tests alone.
 */
#include <string.h>

#include <sodium.h>

#include "ballots/rule_text.h"
#include "crypto/ballot.h"
#include "crypto/ed25519.h"
#include "voting/web/core/core_call.h"

enum { COUNTS_BESIDE = 7 }; /* numbers behind those of the options */

/* Of a ballot: what the form and the voter say, in this order. */
struct raw_ballot {
    uint8_t key[POINT_BYTES];
    uint8_t context[32];
    uint8_t voter_key[32];
    uint8_t previous[32];
    uint8_t secret[BALLOT_SECRET_BYTES];
};

CORE_EXPORT(raw_ballot)
uint32_t raw_ballot(const uint8_t *fixed, uint32_t fixed_len, uint32_t options,
                    uint32_t cap, uint32_t attempt, const char *name,
                    uint32_t name_len, const uint8_t *rows, uint32_t rows_len,
                    const uint8_t *choices, uint32_t choices_len);
CORE_EXPORT(raw_sign)
uint32_t raw_sign(const uint8_t *seed, uint32_t seed_len, const char *message,
                  uint32_t message_len);
CORE_EXPORT(raw_verdict)
uint32_t raw_verdict(const char *text, uint32_t len, const char *options,
                     uint32_t options_len, const uint32_t *counts,
                     uint32_t counts_len);

static enum err
seal(struct raw_ballot *raw, struct ballot_form *form,
     struct ballot_voter *voter, const uint8_t *choices)
{
    size_t len = ballot_bytes(form->options, form->cap, form->rows);
    uint8_t *ballot = core_new(len + BALLOT_CODE_BYTES);
    enum err e;

    if (!ballot)
        return ERR_NOMEM;
    memcpy(form->key.bytes, raw->key, POINT_BYTES);
    memcpy(form->context, raw->context, sizeof raw->context);
    memcpy(voter->key, raw->voter_key, sizeof raw->voter_key);
    memcpy(voter->previous, raw->previous, sizeof raw->previous);
    e = ballot_seal(ballot, len, form, voter, choices, raw->secret);
    if (!e)
        e = ballot_verify(ballot, len, form, voter);
    if (!e) {
        ballot_code(ballot + len, ballot, len);
        e = core_answer_bytes(ballot, len + BALLOT_CODE_BYTES);
    }
    core_free(&ballot, len + BALLOT_CODE_BYTES);
    return e;
}

/* rows: two bytes each. Answer: the ballot, which verifies, and its code. */
uint32_t
raw_ballot(const uint8_t *fixed, uint32_t fixed_len, uint32_t options,
           uint32_t cap, uint32_t attempt, const char *name, uint32_t name_len,
           const uint8_t *rows, uint32_t rows_len, const uint8_t *choices,
           uint32_t choices_len)
{
    struct ballot_form form = {.options = (uint16_t)options,
                               .cap = (uint16_t)cap,
                               .rows = (uint16_t)(rows_len / 2)};
    char voter_name[BALLOT_NAME_MAX + 1] = {0};
    struct ballot_voter voter = {.name = voter_name, .attempt = attempt};
    struct raw_ballot raw;

    if (fixed_len != sizeof raw || name_len > BALLOT_NAME_MAX ||
        rows_len > sizeof form.row || rows_len != 2 * choices_len)
        return core_status(ERR_INPUT);
    memcpy(&raw, fixed, sizeof raw);
    memcpy(voter_name, name, name_len);
    memcpy(form.row, rows, rows_len);
    return core_status(seal(&raw, &form, &voter, choices));
}

/* Answer: the public key and the signature, which verifies. */
uint32_t
raw_sign(const uint8_t *seed, uint32_t seed_len, const char *message,
         uint32_t message_len)
{
    struct {
        struct ed25519_public key;
        struct ed25519_signature signature;
    } out;
    struct ed25519_secret secret;
    enum err e;

    if (seed_len != ED25519_SEED_BYTES)
        return core_status(ERR_INPUT);
    ed25519_from_seed(&secret, seed);
    ed25519_public(&out.key, &secret);
    ed25519_sign(&out.signature, span_of(message, message_len), &secret);
    e = ed25519_verify(&out.signature, span_of(message, message_len), &out.key);
    return core_status(e ? e : core_answer_bytes(&out, sizeof out));
}

/*
 * counts: of each option, then invalid, uncounted, unreturned, unissued,
 * absent, excess, present_at_open. Answer: outcome, and the label of a grade;
 * number: what was needed, 0 for no such number.
 */
uint32_t
raw_verdict(const char *text, uint32_t len, const char *options_text,
            uint32_t options_len, const uint32_t *numbers, uint32_t numbers_len)
{
    struct span rest = span_of(options_text, options_len);
    struct rule_options options = {0};
    struct row_counts counts = {0};
    struct rule_row row = {.options = &options, .counts = &counts};
    struct verdict verdict;
    const char *said;
    struct rule rule;
    enum err e = rule_decode(&rule, span_of(text, len));

    while (!e && rest.len > 0 && options.count < RULE_OPTIONS_MAX) {
        size_t n = span_find(rest, ' ');

        counts.option[options.count] = numbers[options.count];
        e = rule_word_make(&options.id[options.count++], span_head(rest, n));
        rest = span_from(rest, n < rest.len ? n + 1 : n);
    }
    if (e || numbers_len != (options.count + COUNTS_BESIDE) * sizeof *numbers)
        return core_status(ERR_INPUT);
    memcpy(&counts.invalid, numbers + options.count,
           COUNTS_BESIDE * sizeof *numbers);
    if (rule.kind == RULE_MOTION)
        e = rule_verdict_motion(&verdict, &rule, &row);
    else
        e = rule_verdict_appraisal(&verdict, &rule, &row);
    if (e)
        return core_status(e);
    core_answer_number(verdict.has_needed ? (uint32_t)verdict.needed : 0);
    said = verdict.outcome == VERDICT_GRADED
               ? rule.outcome[verdict.label].label.text
               : verdict_outcome_code(verdict.outcome);
    return core_status(core_answer_bytes(said, strlen(said)));
}
