/*
 * core_runtime.c - the few names that the module would otherwise take from an
 * operating system. WebAssembly only.
 *
 * With these the module imports nothing: it can compute and do nothing else.
 * Whatever can only come from a mistake of ours ends the instance by a trap.
 */
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void __assert_fail(const char *expression, const char *file, int line,
                             const char *function);
_Noreturn void sodium_misuse(void);

_Noreturn void
__assert_fail(const char *expression, const char *file, int line,
              const char *function)
{
    (void)expression;
    (void)file;
    (void)line;
    (void)function;
    __builtin_trap();
}

_Noreturn void
abort(void)
{
    __builtin_trap();
}

/* libsodium calls this when it is used against its contract. */
_Noreturn void
sodium_misuse(void)
{
    __builtin_trap();
}

/* Where snprintf has come to. */
struct printed {
    char *out;
    size_t room;
    size_t len; /* what would have been written */
};

static void
put(struct printed *p, const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++, p->len++)
        if (p->len + 1 < p->room)
            p->out[p->len] = bytes[i];
}

static void
put_number(struct printed *p, unsigned number, size_t width)
{
    char digits[16];
    size_t len = 0;

    while (number > 0 || len == 0 || (len < width && len < sizeof digits)) {
        digits[sizeof digits - ++len] = (char)('0' + number % 10);
        number /= 10;
    }
    put(p, digits + sizeof digits - len, len);
}

/*
 * The conversions that the core uses: %s, %.*s, %u and %0*u. libc's own would
 * bring floating point and files. Any other conversion traps, so that the first
 * test to come by finds it.
 */
int
snprintf(char *restrict out, size_t room, const char *restrict format, ...)
{
    struct printed p = {out, room, 0};
    va_list arguments;

    va_start(arguments, format);
    for (; *format; format++) {
        size_t limit = INT_MAX;
        const char *text;

        if (*format != '%') {
            put(&p, format, 1);
        } else if (strncmp(format, "%u", 2) == 0) {
            put_number(&p, va_arg(arguments, unsigned), 0);
            format += 1;
        } else if (strncmp(format, "%0*u", 4) == 0) {
            limit = (size_t)va_arg(arguments, int);
            put_number(&p, va_arg(arguments, unsigned), limit);
            format += 3;
        } else {
            if (strncmp(format, "%.*s", 4) == 0) {
                limit = (size_t)va_arg(arguments, int);
                format += 3;
            } else if (strncmp(format, "%s", 2) == 0) {
                format += 1;
            } else {
                __builtin_trap();
            }
            text = va_arg(arguments, const char *);
            put(&p, text, strnlen(text, limit));
        }
    }
    va_end(arguments);
    if (room > 0)
        out[p.len < room ? p.len : room - 1] = '\0';
    return (int)p.len;
}
