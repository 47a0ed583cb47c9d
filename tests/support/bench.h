/*
 * bench.h - how benchmarks measure and print.
 *
 * Standard output holds lines of name, value and unit, separated by tabs, and
 * nothing else.
 */
#ifndef TESTS_SUPPORT_BENCH_H
#define TESTS_SUPPORT_BENCH_H

/* Time that this process has computed, user and system, in microseconds: what
 * other programs do on the machine counts less than on a clock. */
double bench_cpu_us(void);

/*
 * The yardstick: one multiplication of a point that is not B, the mean of so
 * many made now. To be taken next to what it is compared with, since a shared
 * machine is fast and slow by turns.
 */
double bench_multiplication_us(unsigned times);

/* Prints one line. The name comes last, as for printf. */
__attribute__((format(printf, 4, 5))) void bench_report(double value,
                                                        int decimals,
                                                        const char *unit,
                                                        const char *name, ...);

/*
 * Runs the body, in which cmocka's assertions hold. Returns 0, or 1 when one
 * has failed: then what cmocka says is on standard error.
 */
int bench_run(void (*body)(void **state));

#endif
