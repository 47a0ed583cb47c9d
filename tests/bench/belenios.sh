#!/usr/bin/env bash
# Runs the elections of bench_cast through Debian's belenios-tool and prints
# what a ballot costs there, and the ratios to ours.
#
#   tests/bench/belenios.sh FIGURES
#
# FIGURES holds the lines that bench_cast and bench_batch printed, on this
# machine and just now. Output is lines of name, value and unit, separated by
# tabs.
#
# belenios-tool is started once a ballot; what a start costs, with loading the
# election and its voters, is measured on an election without ballots and
# subtracted. Times are those of the processor, user and system.
set -euo pipefail
export LC_ALL=C BELENIOS_USE_URANDOM=1

# 2048 bits with exponents of 256 bits: faster than RFC-3526-2048, the other
# group that we know belenios-tool 2.0 to have.
group=BELENIOS-2048

# What a later Belenios, on Ed25519, takes to check a ballot of one row: about
# so many microseconds on a machine like ours. Debian has none, so that it is
# named here and not measured.
later_us=3600

figures=$(realpath "${1:?usage: tests/bench/belenios.sh FIGURES}")

line() {
    printf '%s\t%s\t%s\n' "$@"
}

# in_batch ROWS: what a signed ballot of ours takes among many, or nothing.
in_batch() {
    awk -F'\t' -v name="signed ballots in a batch, rows=$1, N=" \
        'index($1, name) == 1 && $3 == "us/ballot" { us = $2 }
        END { if (us) print us }' "$figures"
}

# batch_ratio WHOSE ROWS US: theirs one by one, ours in a batch.
batch_ratio() {
    local mine
    mine=$(in_batch "$2")
    [ -z "$mine" ] || line "$1 against ours in a batch, check, rows=$2" \
        "$(awk -v a="$3" -v b="$mine" 'BEGIN { printf "%.1f", a / b }')" ratio
}

batch_ratio "a later belenios (about $later_us us, not measured here)" 1 $later_us
if ! command -v belenios-tool >/dev/null; then
    echo 'belenios-tool is not installed, so nothing is compared with it:' \
        'apt-get install belenios-tool' >&2
    exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    echo "belenios.sh: $1" >&2
    exec 2>/dev/null # `time` would have the last word
    exit 1
}

# belenios ARGUMENT...: the tool, whose words are shown only when it fails.
belenios() {
    belenios-tool "$@" 2>"$work/words" ||
        fail "belenios-tool $1 $2: $(cat "$work/words")"
}

# measure COMMAND...: runs it twice, as bench_cast does, and leaves the fewer
# microseconds in $spent.
measure() {
    local TIMEFORMAT='%3U %3S'
    { time "$@" 2>&4; } 4>&2 2>"$work/time"
    { time "$@" 2>&4; } 4>&2 2>>"$work/time"
    spent=$(awk '{ us = ($1 + $2) * 1e6 }
        NR == 1 || us < least { least = us }
        END { print least }' "$work/time")
}

# ---- One election -----------------------------------------------------------

# choices ROWS VOTER: as bench_cast has them, in JSON.
choices() {
    awk -v rows="$1" -v voter="$2" 'BEGIN {
        for (row = 0; row < rows; row++) {
            k = (voter + row) % 3
            printf "%s[%d,%d,%d]", row ? "," : "[", k == 0, k == 1, k == 2
        }
        print "]"
    }'
}

# expected ROWS N: the result that these choices have.
expected() {
    awk -v rows="$1" -v n="$2" 'BEGIN {
        for (row = 0; row < rows; row++) {
            split("0 0 0", count)
            for (voter = 1; voter <= n; voter++)
                count[(voter + row) % 3 + 1]++
            printf "%s[%d,%d,%d]", row ? "," : "{\"result\":[", \
                count[1], count[2], count[3]
        }
        print "]}"
    }'
}

# set_up ROWS N: an open election in this folder, with one trustee; its voters'
# credentials and choices, a file each.
set_up() {
    local rows=$1 n=$2 uuid question questions voter credential
    uuid=$(belenios setup generate-token)
    belenios setup generate-credentials --uuid "$uuid" --group $group \
        --count "$n" >/dev/null
    mv ./*.pubcreds public_creds.json
    belenios setup generate-trustee-key --group $group >/dev/null
    cat ./*.pubkey >public_keys.jsons
    belenios setup make-trustees
    question='{"question":"?","answers":["1","2","3"],"min":1,"max":1}'
    questions=$(for ((row = 0; row < rows; row++)); do
        echo "$question"
    done | paste -sd,)
    cat >template.json <<JSON
{"description":"","name":"bench","administrator":"","credential_authority":"",
"questions":[$questions]}
JSON
    belenios setup make-election --uuid "$uuid" --group $group \
        --template template.json
    belenios archive init
    rm election.json trustees.json public_creds.json

    voter=0
    while read -r _ credential; do
        voter=$((voter + 1))
        echo "$credential" >"credential.$voter"
        choices "$rows" $voter >"choices.$voter"
    done < <(cat ./*.privcreds)
    [ $voter -eq "$n" ] || fail "$voter credentials instead of $n"
}

verify_often() {
    for ((i = 0; i < $1; i++)); do
        belenios election verify
    done
}

make_all() {
    for ((voter = 1; voter <= $1; voter++)); do
        belenios election generate-ballot --privcred "credential.$voter" \
            --ballot "choices.$voter" >"ballot.$voter"
    done
}

cast_all() {
    for ((voter = 1; voter <= $1; voter++)); do
        belenios archive add-event --type=Ballot <"ballot.$voter"
    done
}

tally() {
    belenios election compute-encrypted-tally >tally.json
}

# The trustee decrypts; the result must be what was cast.
open_sums() {
    belenios archive add-event --type=EncryptedTally <tally.json
    belenios election decrypt --privkey ./*.privkey --trustee-id 1 >share.json
    belenios archive add-event --type=PartialDecryption <share.json
    belenios election compute-result >result.json
    [ "$(cat result.json)" = "$(expected "$1" "$2")" ] ||
        fail "another result than was cast: $(cat result.json)"
}

# ---- Figures ----------------------------------------------------------------

ours() {
    awk -F'\t' -v name="signed ballot, $1" \
        '$1 == name { print $2; n++ } END { exit n != 1 }' "$figures" ||
        fail "no figure of ours for $1"
}

# compare WHAT VALUE UNIT: a line of theirs, and the ratio to ours.
compare() {
    local mine
    mine=$(ours "$1") || exit 1
    line "belenios-tool, $1" "$(printf '%.0f' "$2")" "$3"
    line "belenios-tool against ours, $1" \
        "$(awk -v a="$2" -v b="$mine" 'BEGIN { printf "%.1f", a / b }')" ratio
}

# per_ballot N SPENT FIXED
per_ballot() {
    awk -v n="$1" -v spent="$2" -v fixed="$3" 'BEGIN { print (spent - fixed) / n }'
}

election() {
    local rows=$1 n=$2 which="rows=$1, N=$2" starts=20 start make check add
    mkdir "$work/$rows"
    cd "$work/$rows"
    set_up "$rows" "$n"
    measure verify_often $starts
    start=$(per_ballot $starts "$spent" 0)
    measure make_all "$n"
    make=$(per_ballot "$n" "$spent" "$(awk "BEGIN { print $n * $start }")")
    cast_all "$n"
    measure verify_often 1
    check=$(per_ballot "$n" "$spent" "$start")
    belenios archive add-event --type=EndBallots </dev/null
    measure tally
    add=$(per_ballot "$n" "$spent" "$start")
    open_sums "$rows" "$n"

    line "belenios-tool, start, $which" "$(printf '%.0f' "$start")" us
    compare "make, $which" "$make" us/ballot
    compare "check, $which" "$check" us/ballot
    batch_ratio belenios-tool "$rows" "$check"
    compare "check and add, $which" "$add" us/ballot
    compare "size, $which" \
        "$(cat ballot.* | tr -d '\n' | wc -c | awk -v n="$n" '{ print $1 / n }')" \
        bytes/ballot
}

elections=$(sed -n \
    's/^signed ballot, make, rows=\([0-9]*\), N=\([0-9]*\)\t.*/\1 \2/p' \
    "$figures")
[ -n "$elections" ] || fail "$figures has no lines of bench_cast"
line belenios-tool "$(belenios-tool --version)" version
line belenios-tool $group group
line ours ristretto255 group
while read -r rows n; do
    election "$rows" "$n"
done <<<"$elections"
