#!/usr/bin/env bash
# Each checker of `make lint`, and the compiler with our warnings, refuses a
# small file with the defect it is there for, and accepts a good one.
set -u
cd "$(dirname "$0")/../.." || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset MAKEFLAGS MFLAGS MAKELEVEL
failed=0

tree=$work/tree
mkdir -p "$tree/crypto" "$tree/tests/lint"
cp Makefile .clang-format .clang-tidy "$tree"
cp tests/.clang-tidy "$tree/tests"

run() {
    "${MAKE:-make}" -s -C "$tree" VARIANT=release WEB=0 "$1" 2>&1
}

accepts() {
    local out
    if ! out=$(run "$1") || [ -n "$out" ]; then
        printf '%s refused a good file:\n%s\n' "$1" "$out"
        failed=1
    fi
}

# refuses TARGET PATTERN: the target fails on standard input and says so.
refuses() {
    local out
    cat >"$tree/crypto/sample.c"
    if out=$(run "$1") || ! grep -q "$2" <<<"$out"; then
        printf '%s: expected a failure with "%s", got:\n%s\n' "$1" "$2" "$out"
        failed=1
    fi
}

cat >"$tree/crypto/sample.c" <<'C'
int sample(int a);

int
sample(int a)
{
    return a + 1;
}
C
for target in all lint-format lint-tidy lint-cppcheck lint-analyzer lint-shell; do
    accepts $target
done

refuses all Werror=conversion <<'C'
char sample(int a);

char
sample(int a)
{
    return a;
}
C
refuses lint-format clang-format-violations <<'C'
int sample( int a );
C
refuses lint-tidy clang-analyzer <<'C'
int sample(int a);

int
sample(int a)
{
    int b[2];

    b[0] = a;
    return b[a > 0];
}
C
{
    printf 'int sample(int a);\n\nint\nsample(int a)\n{\n'
    for _ in {1..61}; do echo '    a ^= a << 1;'; done
    printf '    return a;\n}\n'
} | refuses lint-tidy readability-function-size
{
    printf 'int sample(int a);\n\nint\nsample(int a)\n{\n'
    for i in {1..16}; do printf '    if (a == %d)\n        a += 3;\n' "$i"; done
    printf '    return a;\n}\n'
} | refuses lint-tidy readability-function-cognitive-complexity
refuses lint-cppcheck 'out of bounds' <<'C'
int sample(void);

int
sample(void)
{
    int a[3] = {1, 2, 3};

    return a[3];
}
C
refuses lint-analyzer 'Werror=analyzer' <<'C'
#include <stdlib.h>

int sample(void);

int
sample(void)
{
    int *a = malloc(sizeof *a);

    *a = 3;
    free(a);
    return 0;
}
C
mkdir -p "$tree/tests"
# shellcheck disable=SC2016  # the sample is to hold the variable itself
printf '#!/usr/bin/env bash\nrm $1\n' >"$tree/tests/sample.sh"
refuses lint-shell SC2086 </dev/null

exit $failed
