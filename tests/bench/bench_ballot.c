/*
 * Goal: what a ballot costs to seal, to check one by one and to add to the sum,
 * in time, in bytes, and in multiplications of a point on the same machine.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <sodium.h>

#include "crypto/ballot.h"
#include "tests/support/sample.h"
#include "tests/support/values.h"

enum { OPTIONS = 3, ROWS_MAX = 12, BALLOTS_MAX = 1000 };

static uint8_t ballots[BALLOTS_MAX][ROWS_MAX * 416];

static double
now_us(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void
must(enum err e, const char *what)
{
    if (!e)
        return;
    (void)fprintf(stderr, "%s: %s\n", what, err_name(e));
    exit(1);
}

/* The yardstick: one multiplication of a point that is not B. */
static double
multiplication_us(void)
{
    enum { TIMES = 2000 };
    const struct scalar s = value_scalar("bench");
    struct point p = value_point("bench");
    double start = now_us();

    for (unsigned i = 0; i < TIMES; i++)
        point_mul(&p, &s, &p);
    return (now_us() - start) / TIMES;
}

static void
report(const char *what, unsigned rows, unsigned n, double us, double unit_us)
{
    printf("%s, rows=%u, N=%u\t%.1f\tus/ballot\n", what, rows, n, us);
    printf("%s, rows=%u, N=%u\t%.2f\tmultiplications/ballot\n", what, rows, n,
           us / unit_us);
}

static void
seal_all(const struct ballot_form *form, const struct ballot_voter *voter,
         unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        uint8_t secret[BALLOT_SECRET_BYTES] = {(uint8_t)i, (uint8_t)(i >> 8)};
        uint8_t choices[ROWS_MAX];

        for (unsigned place = 0; place < form->rows; place++)
            choices[place] = (uint8_t)((i + place) % OPTIONS);
        must(ballot_seal(ballots[i], sample_bytes(form), form, voter, choices,
                         secret),
             "ballot_seal");
    }
}

static void
verify_all(const struct ballot_form *form, const struct ballot_voter *voter,
           unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        must(ballot_verify(ballots[i], sample_bytes(form), form, voter),
             "ballot_verify");
}

static void
add_all(const struct ballot_form *form, unsigned n)
{
    struct elgamal_ct sums[ROWS_MAX];

    for (unsigned place = 0; place < form->rows; place++)
        elgamal_zero(&sums[place]);
    for (unsigned i = 0; i < n; i++) {
        for (unsigned place = 0; place < form->rows; place++) {
            struct elgamal_ct ct;

            must(ballot_ciphertext(&ct, ballots[i], sample_bytes(form), form,
                                   place, 0),
                 "ballot_ciphertext");
            elgamal_add(&sums[place], &sums[place], &ct);
        }
    }
}

static void
measure(unsigned rows, unsigned n, double unit_us)
{
    const struct ballot_form form = sample_form(OPTIONS, 0, rows);
    const struct ballot_voter voter = sample_voter();
    double start = now_us();

    seal_all(&form, &voter, n);
    report("seal", rows, n, (now_us() - start) / n, unit_us);
    start = now_us();
    verify_all(&form, &voter, n);
    report("verify one by one", rows, n, (now_us() - start) / n, unit_us);
    start = now_us();
    add_all(&form, n);
    report("accumulate", rows, n, (now_us() - start) / n, unit_us);
}

int
main(void)
{
    static const unsigned rows[] = {1, ROWS_MAX};
    static const unsigned sizes[] = {100, BALLOTS_MAX};
    double unit_us;

    if (sodium_init() < 0)
        return 1;
    unit_us = multiplication_us();
    printf("point multiplication\t%.1f\tus\n", unit_us);
    for (size_t r = 0; r < 2; r++) {
        printf("ballot, rows=%u\t%zu\tbytes\n", rows[r],
               ballot_bytes(OPTIONS, 0, rows[r]));
        for (size_t s = 0; s < 2; s++)
            measure(rows[r], sizes[s], unit_us);
    }
    return 0;
}
