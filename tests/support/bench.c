#include "tests/support/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "tests/support/values.h"
#include "tests/test.h"

static FILE *lines; /* standard output, as it was before bench_run */

double
bench_cpu_us(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

double
bench_multiplication_us(unsigned times)
{
    const struct scalar s = value_scalar("bench");
    struct point p = value_point("bench");
    double start = bench_cpu_us();

    for (unsigned i = 0; i < times; i++)
        point_mul(&p, &s, &p);
    return (bench_cpu_us() - start) / times;
}

void
bench_report(double value, int decimals, const char *unit, const char *name,
             ...)
{
    va_list args;

    va_start(args, name);
    (void)vfprintf(lines, name, args);
    va_end(args);
    (void)fprintf(lines, "\t%.*f\t%s\n", decimals, value, unit);
    if (fflush(lines))
        fail_msg("standard output does not take lines");
}

/* Lets standard output go to a file of ours, and `lines` where it went. */
static FILE *
divert(void)
{
    FILE *words = tmpfile();
    int fd = dup(STDOUT_FILENO);

    lines = fd < 0 ? NULL : fdopen(fd, "w");
    if (!words || !lines || dup2(fileno(words), STDOUT_FILENO) < 0) {
        perror("bench_run");
        exit(1);
    }
    return words;
}

int
bench_run(void (*body)(void **state))
{
    const struct CMUnitTest tests[] = {{.name = "bench", .test_func = body}};
    FILE *words = divert();
    int failed;

    cmocka_set_message_output(CM_OUTPUT_TAP); /* all on standard output */
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    (void)fflush(stdout);
    rewind(words);
    for (int c = failed ? getc(words) : EOF; c != EOF; c = getc(words))
        (void)putc(c, stderr);
    (void)fclose(words);
    (void)fclose(lines);
    return failed ? 1 : 0;
}
