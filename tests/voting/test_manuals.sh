#!/usr/bin/env bash
# Goal: what the manuals and samples say is what the programs do: no option,
# command, setting, log line or fault is missing, and none is made up.
set -u
build=$(cd "${BUILD:-build/release}" && pwd)
cd "$(dirname "$0")/../.." || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C
failed=0

fail() {
    echo "FAILED: $1" >&2
    failed=1
}

# same WHAT ONE OTHER: two lists, a word a line, hold the same words.
same() {
    sort -u "$2" -o "$2"
    sort -u "$3" -o "$3"
    [ -s "$2" ] || fail "$1: nothing to compare"
    comm -23 "$2" "$3" | sed "s/^/    not in the manual: /" >&2
    comm -13 "$2" "$3" | sed "s/^/    only in the manual: /" >&2
    cmp -s "$2" "$3" || fail "$1"
}

# options FILE: the long options that a help page lists.
options() {
    grep -oE -- '^  (-[a-z], )?--[a-z-]+' "$1" | grep -oE -- '--[a-z-]+'
}
page_options() {
    grep -E '^\.It Fl' "$1" | grep -oE 'Fl -[a-z-]+' | sed 's/^Fl /-/'
}
page_terms() {
    sed -nE 's/^\.It Cm //p' "$1" | sed 's/ , /\n/g'
}

# ---- Man pages --------------------------------------------------------------

"$build/ballotd" --help --lang en >"$work/ballotd"
sed '/^Settings/,$d' "$work/ballotd" >"$work/own"
sed '1,/^Settings/d' "$work/ballotd" >"$work/settings"
options "$work/own" >"$work/a"
page_options docs/man/ballotd.8 >"$work/b"
same "options of ballotd(8)" "$work/a" "$work/b"
options "$work/settings" | sed 's/^--//' >"$work/a"
page_terms docs/man/ballotd.conf.5 >"$work/b"
same "settings of ballotd.conf(5)" "$work/a" "$work/b"
sed -nE 's/^#?([a-z-]+) = .*/\1/p' voting/package/ballotd.conf |
    grep -vx setting >"$work/b"
same "settings of the sample" "$work/a" "$work/b"

"$build/ballotctl" --help --lang en | awk '/^  / { print $1 }' >"$work/a"
page_terms docs/man/ballotctl.1 >"$work/b"
same "commands of ballotctl(1)" "$work/a" "$work/b"
"$build/ballotctl" show --help --lang en | sed '1,/^Of every command/d' >"$work/common"
options "$work/common" >"$work/a"
page_options docs/man/ballotctl.1 >"$work/b"
same "options of ballotctl(1)" "$work/a" "$work/b"
"$build/ballotverify" --help --lang en >"$work/verify"
options "$work/verify" >"$work/a"
page_options docs/man/ballotverify.1 >"$work/b"
same "options of ballotverify(1)" "$work/a" "$work/b"

if command -v groff >/dev/null; then
    for page in docs/man/*.[1-8]; do
        groff -mandoc -ww -z -Tutf8 "$page" 2>"$work/groff"
        [ ! -s "$work/groff" ] || fail "$page: $(cat "$work/groff")"
    done
fi

# ---- The sample settings ----------------------------------------------------

"$build/ballotd" --check --config voting/package/ballotd.conf >"$work/out" 2>&1 ||
    fail "the sample does not hold: $(cat "$work/out")"
# Each line that is commented out is a setting that would be taken as it is.
grep -E '^#[a-z-]+ = ' voting/package/ballotd.conf | sed 's/^#//' >"$work/lines"
while IFS= read -r line; do
    sed "/^${line%% *} = /d" voting/package/ballotd.conf >"$work/conf"
    echo "$line" >>"$work/conf"
    "$build/ballotd" --check --lang en --config "$work/conf" >"$work/out" 2>&1
    # A certificate is not there, and alone it lacks its key, or its sense.
    grep -E '\.conf:[0-9]+: ' "$work/out" && fail "the sample's line: $line"
done <"$work/lines"

# ---- The guides -------------------------------------------------------------

sed -nE 's/^    X\(([A-Z_]+), [A-Z]+, *"([a-z-]+)".*/\1 \2/p' voting/server/server_log.h >"$work/rows"
cut -d' ' -f2 "$work/rows" >"$work/lines"
[ "$(grep -c '^    X(' voting/server/server_log.h)" -eq "$(wc -l <"$work/rows")" ] ||
    fail "a line of the log could not be read"
# What nothing logs, nobody needs to read about.
while read -r name code; do
    grep -qr "SERVER_LINE_$name\b" voting --include='*.c' || fail "nothing logs $code"
done <"$work/rows"
# codes GUIDE: the first column of the table in its eighth chapter.
codes() {
    sed -n '/^## 8/,/^## 9/p' "$1" |
        awk -F'|' '$2 ~ /^ \140[a-z-]+\140 $/ { gsub(/[ \140]/, "", $2); print $2 }'
}
codes docs/operations.md >"$work/told"
codes docs/operations.zh.md >"$work/told.zh"
same "log lines explained in English" "$work/lines" "$work/told"
same "log lines explained in Chinese" "$work/lines" "$work/told.zh"
for guide in docs/operations.md docs/operations.zh.md; do
    for file in $(grep -oE '\]\([a-zA-Z0-9_./-]+\)' "$guide" | tr -d '])('); do
        [ -e "docs/$file" ] || fail "$guide names $file, which is not there"
    done
    grep -oE 'ballotctl [a-z-]+' "$guide" | sed 's/.* //' | sort -u >"$work/commands"
    while IFS= read -r command; do
        "$build/ballotctl" "$command" --help >/dev/null 2>&1 ||
            fail "$guide: no command ballotctl $command"
    done <"$work/commands"
    # Every option of a command in it is one of that command's.
    grep -oE 'ballotctl [a-z-]+ [^\140]*--[^\140]*' "$guide" >"$work/calls"
    while read -r _ command rest; do
        "$build/ballotctl" "$command" --help --lang en >"$work/help" 2>/dev/null
        for word in $rest; do
            case $word in --*) ;; *) continue ;; esac
            grep -q -- "^  $word\b" "$work/help" || fail "$guide: no option $word of $command"
        done
    done <"$work/calls"
    options "$work/settings" | sed 's/^--//' >"$work/names"
    while IFS= read -r setting; do
        grep -q -- "$setting" "$guide" || fail "$guide does not name $setting"
    done <"$work/names"
done
[ "$(grep -c '^## ' docs/operations.md)" = "$(grep -c '^## ' docs/operations.zh.md)" ] ||
    fail "the two guides have other chapters"

exit $failed
