#!/usr/bin/env bash
# The rules of the house that no compiler knows: layers, owners of libraries,
# banned calls, sizes, names. tests/lint/test_rules.sh shows that each fires.
#
#   tests/lint/rules.sh [ROOT [BUILD]]
#
# ROOT is the tree (default: this one). BUILD is the folder with its objects
# and programs; without it the rules about symbols are not checked. Prints
# "rule: file: what" for each finding and exits 1 if there was one.
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=${1:-$here/../..}
build=${2:+$(cd "$2" && pwd)}
cd "$root" || exit 2
export LC_ALL=C
shopt -s nullglob globstar

findings=$(mktemp)
trap 'rm -f "$findings"' EXIT
complain() {
    echo "$1: $2: $3" >>"$findings"
}

# each RULE FILE WORDS: one complaint for each line of standard input.
each() {
    local line
    while IFS= read -r line; do
        complain "$1" "$2" "$3 ${line#"${line%%[![:space:]]*}"}"
    done
}

# The code of a C file, without comments and with empty strings.
code() {
    gcc -fpreprocessed -dD -E -P "$1" 2>/dev/null |
        sed -E "s/\"([^\"\\\\]|\\\\.)*\"/\"\"/g"
}

# The names between the brackets or quotes of a file's include lines.
includes() {
    sed -nE 's/^[[:space:]]*#[[:space:]]*include[[:space:]]+([<"][^>"]*).*/\1/p' "$1"
}

crypto=(crypto/**/*.[ch])
ballots=(ballots/**/*.[ch])
voting=(voting/**/*.[ch])
tests=(tests/**/*.[ch])

# ---- Layers -----------------------------------------------------------------

# may_include FILE PATTERN: every include of the file matches the pattern.
may_include() {
    includes "$1" | grep -vE "$2" | each layers "$1" "includes"
}

pure='assert|inttypes|limits|sodium|stdalign|stdarg|stdbool|stddef|stdint|string'
rule_layers() {
    local f
    for f in "${crypto[@]}"; do
        may_include "$f" "^(\"crypto/|<($pure)\.h\$)"
    done
    for f in "${ballots[@]}"; do
        may_include "$f" "^(\"crypto/|\"ballots/|<($pure|stdio|stdlib)\.h\$)"
    done
    for f in "${voting[@]}"; do
        may_include "$f" '^("crypto/|"ballots/|"voting/|<)'
    done
    for f in "${tests[@]}"; do
        may_include "$f" '^("crypto/|"ballots/|"voting/|"tests/|<)'
    done
}

# The rooms of the hall, in the order in which they stand on each other.
rooms=(machine fetch log http witness server doctor verify ctl cmd)
rule_rooms() {
    local f room before=''
    for room in "${rooms[@]}"; do
        before+="${before:+|}$room"
        for f in voting/"$room"/*.[ch]; do
            includes "$f" | grep '^"voting/' | grep -vE "^\"voting/($before)/" |
                each rooms "$f" "includes"
        done
    done
    for f in voting/*/*.[ch]; do
        room=${f#voting/}
        case " ${rooms[*]} web " in
        *" ${room%%/*} "*) ;;
        *) complain rooms "$f" "stands in a room that has no place in the order" ;;
        esac
    done
}

# The same for the pages' modules: what they may import from, besides their own
# room. Words are for all; a tablet for many people is a phone's page.
page_rooms=(core words log screen post)
rule_page_rooms() {
    local f room before=''
    for room in "${page_rooms[@]}"; do
        before+="${before:+|}$room"
        for f in voting/web/"$room"/*.js; do
            imports "$f" | grep / | grep -vE "^voting/web/(($before)/|assets\.js)" |
                each page-rooms "$f" "imports"
        done
    done
    for f in voting/web/pages/*/*.js; do
        imports "$f" | grep -vE "^voting/web/(($before)/|assets\.js)" |
            grep -vF "${f%/*}/" |
            grep -vx 'voting/web/pages/phone/phone.js' |
            each page-rooms "$f" "imports"
    done
}

# What a module of the pages imports, from the project's root; not what the
# build puts there.
imports() {
    sed -nE "s,.*(from |[^.{]import\\(|^import )\"(\\.[^\"]+)\".*,${1%/*}/\\2,p" "$1" |
        xargs -r realpath -ms --relative-to=. | grep -v '/qrcode\.js$'
}

# ---- One owner for each library ---------------------------------------------

rule_owner() {
    local library f owners
    for library in sqlite3 microhttpd gnutls/gnutls gnutls/x509 \
        gnutls/abstract curl/curl qrencode; do
        owners=()
        for f in "${voting[@]}"; do
            includes "$f" | grep -qx "<$library.h" && owners+=("$f")
        done
        [ ${#owners[@]} -le 1 ] ||
            complain owner "${owners[*]}" "more than one file includes <$library.h>"
    done
    for f in "${voting[@]}"; do
        case ${f##*/} in
        json*.c | import*.c) ;;
        *) includes "$f" | grep -x '<jansson.h' | each owner "$f" includes ;;
        esac
    done
}

# ---- Banned calls -----------------------------------------------------------

# no_call FILE NAMES: the code calls none of the functions. A callback of the
# same name, reached through a struct, is another function.
no_call() {
    code "$1" | grep -E "(^|[^A-Za-z0-9_.>])($2)[[:space:]]*\(" |
        each banned "$1" "calls a banned function:"
}

heap='malloc|calloc|realloc|reallocarray|free|alloca|strdup|strndup|asprintf|aligned_alloc|sodium_malloc|sodium_allocarray|sodium_free'
output='printf|fprintf|vprintf|vfprintf|dprintf|puts|fputs|putchar|fputc|putc|fwrite|perror|sprintf|vsprintf'
input='fopen|fdopen|freopen|open|openat|creat|read|write|close|fread|fgets|gets|getc|fgetc|getchar|scanf|fscanf|sscanf|socket'
world='time|clock|clock_gettime|gettimeofday|localtime|gmtime|mktime|getenv|setenv|system|popen|fork|exit|_exit|abort|raise|signal|sleep|usleep|nanosleep|setlocale'
chance='rand|srand|random|srandom|drand48|getrandom|getentropy|arc4random|arc4random_uniform|randombytes[a-z_]*|crypto_[a-z0-9_]*_(random|keygen)|crypto_(box|kx)_keypair|crypto_sign_keypair|crypto_sign_ed25519_keypair|crypto_box_seal'
unsafe='strcpy|strcat|strncpy|strncat|strtok|atoi|atol|atoll|atof|gets|qsort|setjmp|longjmp'
rule_banned() {
    local f
    for f in "${crypto[@]}"; do
        no_call "$f" "memset|memcmp|bzero|bcmp|snprintf|$heap|$output|$input|$world|$chance|$unsafe"
    done
    for f in "${ballots[@]}"; do
        no_call "$f" "$heap|$output|$input|$world|$chance|$unsafe"
    done
    for f in "${voting[@]}"; do
        no_call "$f" "strcpy|strcat|sprintf|vsprintf|gets|strtok|atoi|atol|atoll|atof|rand|srand|system|popen|alloca|bcmp"
    done
}

# ---- Names, sizes, words ----------------------------------------------------

rule_names() {
    local f
    for f in **/util{,s}.* **/common.* **/helper{,s}.* **/types.*; do
        case $f in
        build/* | dist/* | **/node_modules/*) ;;
        *) complain names "$f" "says nothing about what it holds" ;;
        esac
    done
    for f in "${crypto[@]}" "${ballots[@]}" "${voting[@]}"; do
        code "$f" | grep -E '\btypedef[[:space:]]+(struct|union|enum)\b' |
            each names "$f" "hides a struct:"
    done
    for f in tests/{crypto,ballots,voting}/test_*.c; do
        head -n 2 "$f" | tr '\n' ' ' | grep -qE '^/[/*].*[[:alpha:]]{3}' ||
            complain names "$f" "does not begin with its goal"
    done
}

lines_max=500
rule_size() {
    local f n
    for f in "${crypto[@]}" "${ballots[@]}" "${voting[@]}" "${tests[@]}" \
        voting/web/**/*.{js,css}; do
        n=$(wc -l <"$f")
        [ "$n" -le $lines_max ] ||
            complain size "$f" "$n lines, more than $lines_max"
    done
}

# What pages run: strict, no code out of texts, no chance but what the core is
# given, nothing said to a console.
rule_pages() {
    local f
    for f in voting/web/**/*.js; do
        sed -E 's,//.*$,,; /^[[:space:]]*(\/?\*)/d' "$f" |
            grep -E '\b(eval|document\.write|console\.[a-z]+|Math\.random|Function)[[:space:]]*\(|\.(inner|outer)HTML\b|^[[:space:]]*var[[:space:]]|[^=!]==[^=]|!=[^=]' |
            each pages "$f" "has"
    done
}

# The tree's own text files: what git tracks, or without git what is there.
text_files() {
    if [ "$(git rev-parse --show-cdup 2>/dev/null)" = "" ] &&
        git rev-parse --git-dir >/dev/null 2>&1; then
        git ls-files -z --cached --others --exclude-standard
    else
        find . -type f -not -path './build/*' -not -path './.git/*' -print0
    fi | xargs -0r grep -IlZ '' 2>/dev/null
}

rule_words() {
    local f
    text_files | xargs -0r grep -nHwE 'TO[D]O|FIX[M]E' |
        while IFS= read -r f; do
            complain words "${f%%:*}" "left undone: ${f#*:}"
        done
    text_files | xargs -0r grep -nHE '(^|[^A-Za-z0-9_.])/(home|root|work|Users)/[A-Za-z]' |
        while IFS= read -r f; do
            complain words "${f%%:*}" "a path of one machine: ${f#*:}"
        done
}

# ---- Symbols ----------------------------------------------------------------

# objects LAYER...: the objects of the sources that are there now.
objects() {
    local layer source
    for layer in "$@"; do
        for source in "$layer"/**/*.c; do
            [ -e "$build/${source%.c}.o" ] && echo "$build/${source%.c}.o"
        done
    done
}

# What the core may ask of others: libsodium, strings, and what the compiler
# itself puts in. bsearch neither allocates nor keeps state.
libc='mem(cpy|move|set|cmp|chr|rchr)|str(len|nlen|cmp|ncmp|chr|rchr|str|spn|cspn|pbrk)|v?snprintf|bsearch'
compiler='__(memcpy|memmove|memset|snprintf|vsnprintf|explicit_bzero)_chk|__stack_chk_fail|__assert_fail|_GLOBAL_OFFSET_TABLE_'
sodium='(crypto|sodium)_[a-z0-9_]+'
chance_symbols="($chance|sodium_(malloc|allocarray|free|mlock|munlock|mprotect_[a-z]+|init))"

# undefined_beyond LAYER... : symbols the layers need and do not define.
undefined_beyond() {
    local files
    mapfile -t files < <(objects "$@")
    [ ${#files[@]} -gt 0 ] || return
    comm -23 \
        <(nm -u "${files[@]}" | sed -nE 's/^ +[Uw] +//p' | sort -u) \
        <(nm --defined-only -g "${files[@]}" | awk 'NF == 3 { print $3 }' | sort -u)
}

rule_symbols() {
    local object name
    undefined_beyond crypto | grep -vxE "$libc|$compiler|$sodium" |
        each symbols crypto "needs"
    undefined_beyond crypto ballots |
        grep -vxE "$libc|$compiler|$sodium" | each symbols "crypto, ballots" "need"
    undefined_beyond crypto ballots | grep -xE "$chance_symbols" |
        each symbols "crypto, ballots" "need"
    # nm calls relocated constants data too; the section tells them apart.
    objects crypto ballots | while IFS= read -r object; do
        name=${object#"$build"/}
        nm -f sysv "$object" | awk -F'|' '
            { gsub(/ /, "", $7) }
            $7 ~ /^(\.data|\.bss|\.tdata|\.tbss|\*COM\*)$/ ||
            $7 ~ /^\.(data|bss|tdata|tbss)\./ && $7 !~ /^\.data\.rel\.ro/ {
                gsub(/ /, "", $1); print $1 }' |
            each symbols "${name%.o}.c" "a writable global:"
    done
}

# ballotverify stands on the core, libsodium and libcurl alone.
rule_verifier() {
    local program=$build/ballotverify
    if [ ! -e "$program" ]; then
        [ ! -e voting/ballotverify.c ] ||
            complain verifier voting/ballotverify.c "is not built"
        return
    fi
    readelf -d "$program" | sed -nE 's/.*\(NEEDED\).*\[(.*)\]/\1/p' |
        grep -vE '^(libsodium|libcurl|libc|ld-linux[a-z0-9-]*)\.so' |
        each verifier ballotverify "links"
    # json_put_* is the core's own writer; jansson has no such names.
    nm "$program" | grep -oE '\b(sqlite3|json|MHD|QRcode)_[A-Za-z0-9_]+' |
        grep -v '^json_put_' | each verifier ballotverify "holds"
}

# ---- Main -------------------------------------------------------------------

rule_layers
rule_rooms
rule_page_rooms
rule_owner
rule_banned
rule_names
rule_size
rule_pages
rule_words
if [ -n "$build" ]; then
    rule_symbols
    rule_verifier
fi

sort -u "$findings"
[ ! -s "$findings" ]
