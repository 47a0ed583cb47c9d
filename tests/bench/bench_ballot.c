/*
 * Goal: what a ballot costs to seal, to check one by one and to add to the sum,
 * in time, in bytes, and in multiplications of a point on the same machine.
 */
#include <sodium.h>

#include "crypto/ballot.h"
#include "tests/support/bench.h"
#include "tests/support/sample.h"
#include "tests/test.h"

enum { OPTIONS = 3, ROWS_MAX = 12, BALLOTS_MAX = 1000 };

static uint8_t ballots[BALLOTS_MAX][ROWS_MAX * 416];

static void
report(const char *what, unsigned rows, unsigned n, double us, double unit_us)
{
    bench_report(us, 1, "us/ballot", "%s, rows=%u, N=%u", what, rows, n);
    bench_report(us / unit_us, 1, "multiplications/ballot", "%s, rows=%u, N=%u",
                 what, rows, n);
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
        assert_ok(ballot_seal(ballots[i], sample_bytes(form), form, voter,
                              choices, secret));
    }
}

static void
verify_all(const struct ballot_form *form, const struct ballot_voter *voter,
           unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        assert_ok(ballot_verify(ballots[i], sample_bytes(form), form, voter));
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

            assert_ok(ballot_ciphertext(&ct, ballots[i], sample_bytes(form),
                                        form, place, 0));
            elgamal_add(&sums[place], &sums[place], &ct);
        }
    }
}

static void
measure(unsigned rows, unsigned n)
{
    const struct ballot_form form = sample_form(OPTIONS, 0, rows);
    const struct ballot_voter voter = sample_voter();
    const double unit_us = bench_multiplication_us(2000);
    double start = bench_cpu_us();

    seal_all(&form, &voter, n);
    report("seal", rows, n, (bench_cpu_us() - start) / n, unit_us);
    start = bench_cpu_us();
    verify_all(&form, &voter, n);
    report("verify one by one", rows, n, (bench_cpu_us() - start) / n, unit_us);
    start = bench_cpu_us();
    add_all(&form, n);
    report("accumulate", rows, n, (bench_cpu_us() - start) / n, unit_us);
}

static void
ballots_of_one_row_and_twelve(void **state)
{
    static const unsigned rows[] = {1, ROWS_MAX};
    static const unsigned sizes[] = {100, BALLOTS_MAX};

    (void)state;
    assert_true(sodium_init() >= 0);
    bench_report(bench_multiplication_us(2000), 1, "us",
                 "point multiplication");
    for (size_t r = 0; r < 2; r++) {
        bench_report((double)ballot_bytes(OPTIONS, 0, rows[r]), 0,
                     "bytes/ballot", "size, rows=%u", rows[r]);
        for (size_t s = 0; s < 2; s++)
            measure(rows[r], sizes[s]);
    }
}

int
main(void)
{
    return bench_run(ballots_of_one_row_and_twelve);
}
