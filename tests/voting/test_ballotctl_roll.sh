#!/usr/bin/env bash
# Goal: a roll goes in as a whole or not at all; where a disk fails between two
# batches of a large one, the same command goes on from there.
set -u
build=$(cd "${BUILD:-build/release}" && pwd)
ctl=$build/ballotctl
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
export LC_ALL=C
log=log.db
failed=0

fail() {
    echo "FAILED: $1" >&2
    [ ! -s out ] || sed 's/^/    /' out >&2
    failed=1
}

# chair STATUS WHAT COMMAND...
chair() {
    "$ctl" "${@:3}" --log $log --keys keys >out 2>&1 </dev/null
    local status=$?
    [ $status -eq "$1" ] || fail "$2: status $status, not $1"
}

# Like it, on a disk that has room for no file of more than so many KiB.
full_disk() {
    local room=$1
    shift
    (
        trap '' XFSZ
        ulimit -f "$room"
        chair "$@"
        exit $failed
    ) || failed=1
}

says() {
    grep -qF -- "$1" out || fail "does not say: $1"
}

# Entries in the log.
size() {
    "$ctl" show --log $log --json | sed -n 's/.*"size":\([0-9]*\).*/\1/p'
}

# has WHAT NUMBER
has() {
    local n
    n=$(size)
    [ "$n" = "$2" ] || fail "$1: $n entries, not $2"
}

# roll FIRST LAST
roll() {
    echo 'id,name_zh,delegation,voting'
    seq -f '%05.0f' "$1" "$2" | sed 's/.*/R&,代表&,North,1/'
}

title='"title": {"zh": "大会", "en": "Conference"}'
echo "{\"origin\": \"test.example/7\", $title}" >conference.json
chair 0 "founding" init conference.json
base=$(size)

# ---- One batch is one transaction ----------------------------------------------

roll 1 200 >small.csv
full_disk 48 3 "a disk that has no room" roll small.csv --tokens small
says "0 of 200"
has "after a full disk" "$base"
[ "$(wc -l <small)" = 200 ] || fail "no tokens to go on with"
cp small kept
roll 1 199 >shorter.csv
chair 3 "another roll with these tokens" roll shorter.csv --tokens small
sed '5s/ ...../ AAAAA/' kept >small
chair 0 "other tokens, as nothing was logged" roll small.csv --tokens small
has "a small roll" $((base + 200))

chair 0 "the same again" roll small.csv --tokens small
says "200 of these were recorded before"
has "the same again" $((base + 200))
cp kept other && chmod 600 other
chair 1 "the same roll with other tokens" roll small.csv --tokens other
sed 's/代表00007/代表七/' small.csv >changed.csv
chair 1 "a changed name with the same tokens" roll changed.csv --tokens small
chair 1 "tags that were not there" roll small.csv --tokens small --tag delegation
chmod 644 small
chair 3 "tokens that others could read" roll small.csv --tokens small
chmod 600 small
has "after refusals" $((base + 200))

# One post of the roll is there already: nobody is imported, no file written.
roll 200 260 >overlap.csv
chair 1 "a roll with a post that is there" roll overlap.csv --tokens overlap
[ ! -e overlap ] || fail "tokens of a refused roll"
has "a refused roll" $((base + 200))
roll 201 260 >free.csv
chair 3 "without a key" roll free.csv --tokens overlap --as desk/1
chair 2 "a draft of many" roll overlap.csv --tokens overlap --out draft

# ---- Several batches -------------------------------------------------------------

base=$((base + 200))
roll 301 900 >large.csv
full_disk 190 4 "a disk that fills up" roll large.csv --tokens large
now=$(size)
case $((now - base)) in
256 | 512) ;;
*) fail "$((now - base)) posts, which is no whole number of batches" ;;
esac
says "$((now - base)) of 600"
says "same roll"
chair 0 "going on" roll large.csv --tokens large
says "$((now - base)) of these were recorded before"
says "Made cards for 600 posts"
has "the whole roll" $((base + 600))
chair 0 "every name, in order" cards large --out cards.html
[ "$(grep -o '代表00[0-9]*' cards.html | sort -u | wc -l)" = 600 ] || fail "names are missing"
for seat in 301 556 557 900; do
    chair 0 "seat/$seat enrols" enrol seat/$seat --token-file large
done
chair 0 "an audit" verify

[ $failed -eq 0 ] && echo "All is as it should be."
exit $failed
