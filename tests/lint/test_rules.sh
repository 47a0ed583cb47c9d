#!/usr/bin/env bash
# Each rule of rules.sh fires on a small bad tree, and on nothing in a good one.
set -u
rules=$(cd "$(dirname "$0")" && pwd)/rules.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/tree
built=$work/built
failed=0

# fresh: an empty tree; put FILE: standard input becomes a file of it.
fresh() {
    rm -rf "$tree" "$built"
    mkdir -p "$tree" "$built"
}
put() {
    mkdir -p "$tree/$(dirname "$1")"
    cat >"$tree/$1"
}

# compile: objects of every source, where rules.sh looks for them.
compile() {
    local source
    for source in $(cd "$tree" && find . -name '*.c'); do
        mkdir -p "$built/$(dirname "$source")"
        (cd "$tree" && gcc -I. -O2 -fPIE -w -c "$source" \
            -o "$built/${source%.c}.o") || failed=1
    done
}

# fires WHAT PATTERN: the rules complain of this and of nothing else.
fires() {
    local out
    compile
    if out=$("$rules" "$tree" "$built") || ! grep -qE "$2" <<<"$out" ||
        grep -qvE "$2" <<<"$out"; then
        printf '%s: expected only "%s", got:\n%s\n' "$1" "$2" "$out"
        failed=1
    fi
}

# quiet WHAT: the rules accept the tree.
quiet() {
    local out
    compile
    if ! out=$("$rules" "$tree" "$built") || [ -n "$out" ]; then
        printf '%s: expected nothing, got:\n%s\n' "$1" "$out"
        failed=1
    fi
}

# One file with these lines, and what must be said of it.
alone() {
    fresh
    printf '%s\n' "$3" | put "$2"
    fires "$1" "$4"
}
alone_quiet() {
    fresh
    printf '%s\n' "$3" | put "$2"
    quiet "$1"
}

fresh
quiet "an empty tree"

# ---- Pages
alone "code out of a text" voting/web/page.js 'eval("1");' '^pages: voting/web/page.js: '
alone "markup out of a text" voting/web/page.js 'a.innerHTML = text;' '^pages: '
alone "an equality of different types" voting/web/page.js 'if (a == b) f();' '^pages: '
alone "chance of one's own" voting/web/page.js 'const a = Math.random();' '^pages: '
alone_quiet "an honest page" voting/web/page.js '// eval() is not used
if (a === b && c !== d) { f(); }'

# ---- Layers
fresh
put crypto/point.h <<<'int point(void);'
put ballots/event.h <<<'#include "crypto/point.h"'
put voting/log/log.h <<<'#include "ballots/event.h"'
put tests/voting/test_log.c <<<'/* The log keeps what it took. */
#include "voting/log/log.h"'
quiet "includes along the layers"
fresh
put ballots/event.h </dev/null
put crypto/point.c <<<'#include "ballots/event.h"'
fires "crypto includes ballots" '^layers: crypto/point.c: includes "ballots/'
fresh
put voting/log/log.h </dev/null
put ballots/event.c <<<'#include "voting/log/log.h"'
fires "ballots includes voting" '^layers: ballots/event.c: '
fresh
put tests/test.h </dev/null
put voting/log/log.c <<<'#include "tests/test.h"'
fires "voting includes tests" '^layers: voting/log/log.c: '
fresh
put crypto/point.h </dev/null
put crypto/point.c <<<'#include "point.h"'
fires "an include that is not from the root" '^layers: crypto/point.c: '
alone "the clock in crypto" crypto/point.c '#include <time.h>' '^layers: crypto/point.c: '
alone "input and output in crypto" crypto/point.c '#include <stdio.h>' '^layers: crypto/'
alone "a spaced include" crypto/point.c ' #  include <pthread.h>' '^layers: crypto/'
alone "threads in ballots" ballots/tally.c '#include <pthread.h>' '^layers: ballots/'
alone "an event's file is ballots too" ballots/events/cast.c '#include <unistd.h>' \
    '^layers: ballots/events/cast.c: '
alone_quiet "text formatting in ballots" ballots/tally.c '#include <stdio.h>'

alone "a room includes one that stands on it" voting/log/a.h \
    '#include "voting/server/server.h"' '^rooms: voting/log/a.h: '
alone_quiet "a room includes what it stands on" voting/server/a.h \
    '#include "voting/log/log.h"'
alone "a room that nobody knows" voting/attic/a.h 'int a(void);' \
    '^rooms: voting/attic/a.h: '

# ---- The pages' rooms
alone "a page's base imports from a page" voting/web/screen/a.js \
    'import { b } from "../pages/chair/b.js";' \
    '^page-rooms: voting/web/screen/a.js: imports voting/web/pages/chair/b.js'
alone "a page imports from another, when it is needed" \
    voting/web/pages/desk/a.js 'const x = await import("../chair/b.js");' \
    '^page-rooms: voting/web/pages/desk/a.js: '
alone_quiet "a page imports its own parts and what it stands on" \
    voting/web/pages/desk/a.js 'import { b } from "./b.js";
import { c, d }
  from "../../post/c.js";
import { e } from "../../assets.js";'

# ---- Owners
alone_quiet "one owner" voting/log/db.c '#include <sqlite3.h>'
for library in sqlite3 microhttpd curl/curl qrencode; do
    fresh
    put voting/one.c <<<"#include <$library.h>"
    put voting/two.h <<<"#include <$library.h>"
    fires "two owners of $library" "^owner: voting/one.c voting/two.h: .*<$library.h>"
done
alone_quiet "JSON in an importer" voting/import_roll.c '#include <jansson.h>'
alone "JSON elsewhere" voting/log/log.c '#include <jansson.h>' '^owner: voting/log/log.c: '
alone "JSON in a header" voting/json.h '#include <jansson.h>' '^owner: voting/json.h: '

# ---- Banned calls
for call in 'memset(p, 0, 1)' 'memcmp(p, p, 1)' 'malloc(1)' 'free(p)' \
    'printf("x")' 'time(0)' 'rand()' 'randombytes_buf(p, 1)' \
    'crypto_core_ristretto255_random(p)' 'crypto_box_keypair(p, p)' \
    'fopen("x", "r")'; do
    alone "crypto calls ${call%%(*}" crypto/a.c \
        "int f(void *p); int f(void *p) { return p && ($call, 1); }" \
        '^(banned: crypto/a.c|symbols: crypto)'
    "$rules" "$tree" | grep -q '^banned: crypto/a.c' || {
        echo "the text of $call is not found"
        failed=1
    }
done
for call in 'malloc(1)' 'printf("x")' 'time(0)' 'rand()' 'fopen("x", "r")' \
    'puts("x")' 'qsort(p, 1, 1, 0)'; do
    alone "ballots calls ${call%%(*}" ballots/a.c \
        "int f(void *p); int f(void *p) { return p && ($call, 1); }" \
        '^(banned: ballots/a.c|symbols: crypto, ballots)'
    "$rules" "$tree" | grep -q '^banned: ballots/a.c' || {
        echo "the text of $call is not found"
        failed=1
    }
done
alone "voting calls strcpy" voting/a.c 'char *f(char *p) { return strcpy(p, p); }' \
    '^banned: voting/a.c'
alone_quiet "a banned name in a comment, a string or a member" crypto/a.c \
    '/* never malloc(1) */ // nor memset(p)
struct m { int (*free)(int); int (*read)(int); };
const char *f(struct m *m) { return m->free(1) + m->read(1) ? "printf(1)" : 0; }'
alone_quiet "a longer name" crypto/a.c 'int point_free(int); int point_free(int a) { return a; }'

# ---- Names, sizes, words
for name in voting/util.c crypto/common.h tests/voting/helpers.c voting/types.h; do
    alone "a file named $name" $name '' "^names: $name"
done
alone "a typedef of a struct" voting/a.h 'typedef struct a { int b; } a;' '^names: voting/a.h'
alone_quiet "a typedef of a function" voting/a.h 'typedef int handler(int);'
alone "a test without its goal" tests/crypto/test_a.c 'int a;' '^names: tests/crypto/test_a.c'
fresh
yes '/* line */' | head -n 501 | put crypto/long.c
fires "a file of 501 lines" '^size: crypto/long.c: 501'
fresh
yes '/* line */' | head -n 500 | put crypto/long.c
quiet "a file of 500 lines"
for word in TO""DO FIX""ME; do
    alone "the word $word" docs/protocol.md "$word: more" '^words: .*docs/protocol.md'
done
for path in home/me work/tree root/x; do
    alone "the path $path" docs/protocol.md "see /$path" '^words: .*docs/protocol.md'
done
alone_quiet "a relative path" docs/protocol.md 'see docs/home/tree'

# ---- Symbols
alone "a global" crypto/a.c 'int counter; int f(void) { return counter++; }' \
    '^symbols: crypto/a.c: a writable global: counter'
alone "a static variable" ballots/a.c 'int f(void) { static int n = 3; return n++; }' \
    '^symbols: ballots/a.c: a writable global: n'
alone_quiet "a constant table with addresses" crypto/a.c \
    'const char *f(int i) { static const char *const t[] = {"a", "b"}; return t[i]; }'
alone "an unknown function" crypto/a.c 'int f(void) { return getpid(); }' \
    '^symbols: crypto.*getpid'
alone "a banned function behind a macro" ballots/a.c '#define go getpid
int f(void) { return go(); }' '^symbols: crypto, ballots: need getpid'
alone "randomness by address" crypto/a.c 'extern void randombytes_buf(void);
void *f(void) { return randombytes_buf; }' '^(banned|symbols): crypto.*randombytes_buf'
fresh
put ballots/b.c <<<'int above(void) { return 1; }'
put crypto/a.c <<<'int above(void); int f(void) { return above(); }'
fires "crypto linked to ballots" '^symbols: crypto: needs above'
fresh
put crypto/a.c <<<'int below(void) { return 1; }'
put ballots/b.c <<<'int below(void); int crypto_hash_sha256(void);
int f(char *a) { return below() + crypto_hash_sha256() + memcmp(a, a + 1, 9); }'
quiet "ballots linked to crypto and libsodium"

# ---- The verifier
fresh
put voting/ballotverify.c <<<'int main(void) { return 0; }'
fires "a verifier that is not built" '^verifier: voting/ballotverify.c: is not built'
for library in sqlite3 jansson microhttpd; do
    compile
    gcc -Wl,--no-as-needed "$built/voting/ballotverify.o" -l$library \
        -o "$built/ballotverify"
    fires "a verifier with $library" "^verifier: ballotverify: links lib$library"
done
echo 'int sqlite3_open(void); int sqlite3_open(void) { return 0; }' |
    gcc -x c - -x none "$built/voting/ballotverify.o" -o "$built/ballotverify"
fires "a verifier with SQL inside" '^verifier: ballotverify: holds sqlite3_open'
gcc -Wl,--no-as-needed "$built/voting/ballotverify.o" -lsodium -o "$built/ballotverify"
quiet "a verifier with libsodium"
gcc -Wl,--no-as-needed "$built/voting/ballotverify.o" -lcurl -o "$built/ballotverify"
quiet "a verifier with libcurl"

exit $failed
