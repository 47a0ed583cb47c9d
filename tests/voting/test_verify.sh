#!/usr/bin/env bash
# Goal: ballotverify says of each bundle exactly what is wrong with it, by its
# words and by its exit status, and trusts no file that it is given.
set -u
verify=${BUILD:?}/ballotverify
bundles=tests/vectors/bundles
good=$bundles/conference.bundle
unset LC_ALL LC_MESSAGES
export LANG=en_GB.UTF-8
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

complain() {
    echo "FAILED: $1"
    cat "$work/out" "$work/err" | cut -c 1-200 | head -n 40 | sed 's/^/    /'
    failures=$((failures + 1))
}

# expect STATUS WHAT ARGUMENT...: runs it, keeping what it prints.
expect() {
    local want=$1 what=$2 status
    shift 2
    "$verify" "$@" >"$work/out" 2>"$work/err" </dev/null
    status=$?
    [ $status -eq "$want" ] || complain "$what: status $status, not $want"
}

# says WHAT TEXT: the last run printed this.
says() {
    grep -qF -- "$2" "$work/out" "$work/err" || complain "$1: does not say: $2"
}

says_not() {
    ! grep -qF -- "$2" "$work/out" "$work/err" || complain "$1: says: $2"
}

# ---- An honest log ----------------------------------------------------------

expect 0 "an honest log" "$good"
for n in {1..17}; do
    grep -qE "^V$n +passed" "$work/out" || complain "an honest log: V$n"
done
says "an honest log" "V18   not reached"
says "an honest log" "7 representatives due, 7 present; a quorum is present."
says "an honest log" "7 ballots issued, 6 returned; the vote is valid."
says "an honest log" "Signed in themselves 6, by desk 1; cards re-issued 1."
says "an honest log" "5 for, 0 against, 1 abstaining, 1 not returned; 4 needed. More than half of all representatives are in favour. Adopted."
says "an honest log" "2 for, 2 against, 2 abstaining, 1 not returned; 4 needed. That is not more than half of all representatives. Not adopted."
says "an honest log" "No witness keeps a copy outside"
says "an honest log" "Everything holds."
code=$(sed -n 's/^First entry: //p' "$work/out")
record=$(sed -n 's/^Record code: \([^ ]*\) .*/\1/p' "$work/out")

"$verify" - <"$good" >"$work/stdin" || complain "standard input"
cmp -s "$work/stdin" "$work/out" || complain "standard input: other words"

LANG=zh_CN.UTF-8 expect 0 "in Chinese" "$good"
says "in Chinese" "赞成5票，反对0票，弃权1票，未交票1张；须4票。赞成票超过全体代表的半数，通过。"
says "in Chinese" "全部核验成立。"
expect 0 "English by option" --lang en "$good"
says "English by option" "Everything holds."

# ---- Each defect ------------------------------------------------------------

cases=0
while IFS= read -r line; do
    name=$(sed -n 's/.*"name": "\([^"]*\)".*/\1/p' <<<"$line")
    [ -n "$name" ] || continue
    cases=$((cases + 1))
    check=$(sed -n 's/.*"check": \([0-9]*\).*/\1/p' <<<"$line")
    refusal=$(sed -n 's/.*"refusal": "\([^"]*\)".*/\1/p' <<<"$line")
    entry=$(sed -n 's/.*"entry": \([0-9]*\).*/\1/p' <<<"$line")
    arguments=("$bundles/$name.bundle")
    [ ! -e "$bundles/$name.tlog-proof" ] ||
        arguments+=(--receipt "$bundles/$name.tlog-proof")
    expect 1 "$name" "${arguments[@]}"
    [ "$(grep -cE '^V[0-9]+ +FAILED' "$work/out")" = 1 ] ||
        complain "$name: not exactly one check failed"
    grep -qE "^V$check +FAILED" "$work/out" || complain "$name: not V$check"
    says "$name" "($refusal)"
    [ -z "$entry" ] || says "$name" "entry $entry"
    says "$name" "This does NOT hold"
    expect 1 "$name as JSON" --json "${arguments[@]}"
    says "$name as JSON" '"holds":false'
    [ "$(grep -o '"verdict":"failed"' "$work/out" | wc -l)" = 1 ] ||
        complain "$name as JSON: not exactly one check failed"
done <$bundles/tampered.json
[ $cases -ge 18 ] || complain "only $cases tampered bundles"

expect 1 "whose entry it is" $bundles/v15-counts.bundle
says "whose entry it is" "entry 77, result by chair/1: "

# ---- What cannot be read ----------------------------------------------------

expect 3 "no such file" "$work/none"
expect 3 "a folder" "$work"
: >"$work/empty"
expect 3 "an empty file" "$work/empty"
head -c 20000 "$good" >"$work/short"
expect 3 "a bundle cut short" "$work/short"
says "a bundle cut short" "cut short"
head -c -4 "$good" >"$work/short"
expect 3 "a bundle without its end mark" "$work/short"
{ cat "$good" && echo; } >"$work/long"
expect 3 "something behind the end" "$work/long"
{ printf x && tail -c +2 "$good"; } >"$work/other"
expect 3 "not a bundle" "$work/other"

# ---- Usage ------------------------------------------------------------------

expect 2 "no file"
expect 2 "two files" "$good" "$good"
expect 2 "an unknown option" --unknown "$good"
expect 2 "an unknown language" --lang fr "$good"
expect 2 "a value missing" "$good" --state
expect 0 "help" --help
says "help" "usage: ballotverify"
LANG=zh_CN.UTF-8 expect 0 "help in Chinese" --help
says "help in Chinese" "用法：ballotverify"

# ---- Pins: which conference, which key --------------------------------------

expect 0 "the right conference" --genesis "$code" "$good"
expect 0 "its code as a person types it" \
    --genesis "$(tr -d - <<<"$code" | tr '[:upper:]' '[:lower:]')" "$good"
expect 1 "another conference" --genesis "$record" "$good"
says "another conference" "not the conference that was asked for"
expect 1 "no code at all" --genesis "" "$good"
name=example.edu/congress-7
key=$(sed -n 's/^log-key //p' "$good" | head -n 1)
blob=$({ printf '\001' && base64 -d <<<"$key"; } | base64)
id=$({ printf '%s\n\001' $name && base64 -d <<<"$key"; } | sha256sum | head -c 8)
expect 0 "the right key" --vkey "$name+$id+$blob" "$good"
expect 1 "a key that is none" --vkey "$name+00000000+$blob" "$good"
says "a key that is none" "not the one that was asked for"
expect 1 "another log's key" --vkey \
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k" \
    "$good"

# ---- The state file ---------------------------------------------------------

state=$work/state
expect 0 "a first run" --state "$state" $bundles/v18-dropped.bundle
[ "$(stat -c %a "$state")" = 600 ] || complain "the state is not private"
cp -p "$state" "$work/before"
expect 0 "the same log again" --state "$state" $bundles/v18-dropped.bundle
says "the same log again" "It goes on from the log that was checked before"
cmp -s "$state" "$work/before" || complain "the state changed without reason"

# The honest conference has another history behind the same beginning.
expect 1 "another history" --state "$state" "$good"
says "another history" "entries that were checked before have been changed"
says_not "another history" "Everything holds"
cmp -s "$state" "$work/before" || complain "a bad log changed the state"
expect 1 "a shorter log" --state "$state" $bundles/v17-text.bundle
says "a shorter log" "the log was rolled back"
cmp -s "$state" "$work/before" || complain "a shorter log changed the state"
expect 1 "another log" --state "$state" $bundles/v02-cosignatures.bundle
says "another log" "not the log that was checked before"

expect 0 "a run that others made" --state "$work/new" "$good"
sed -i 's/^size .*/size 40/' "$work/new"
expect 1 "a state with another size" --state "$work/new" "$good"
says "a state with another size" "have been changed"

chmod 644 "$work/before"
expect 3 "a state that others can read" --state "$work/before" "$good"
chmod 600 "$work/before"
ln -s "$work/before" "$work/link"
expect 3 "a state behind a link" --state "$work/link" "$good"
for edit in 's/v1/v2/' 's/^size .*/size 0/' 's/^size /size 0/' \
    's/^root /root A/' '5q' '5d' 's/^origin .*/origin a b/' '2{h;d};3G'; do
    sed "$edit" "$work/before" >"$work/bad"
    [ "$edit" != 5q ] || echo >>"$work/bad"
    chmod 600 "$work/bad"
    expect 3 "a state changed by $edit" --state "$work/bad" "$good"
done
expect 4 "a state that cannot be written" --state "$work/none/state" "$good"
expect 1 "nothing is remembered of a bad log" \
    --state "$work/none2" $bundles/v15-counts.bundle
[ ! -e "$work/none2" ] || complain "a bad log was remembered"

# ---- Receipts ---------------------------------------------------------------

receipt=$bundles/v18-dropped.tlog-proof
expect 1 "a dropped ballot" --receipt "$receipt" $bundles/v18-dropped.bundle
says "a dropped ballot" "Alarm: the log signed this receipt"
expect 0 "without the receipt" $bundles/v18-dropped.bundle
sed 's/^index .*/index 3/' "$receipt" >"$work/receipt"
expect 1 "a receipt with another index" \
    --receipt "$work/receipt" $bundles/v18-dropped.bundle
expect 1 "a receipt that is none" --receipt "$good" "$good"
says "a receipt that is none" "not a valid receipt"
expect 3 "a receipt that is not there" --receipt "$work/none" "$good"
expect 1 "a receipt that is newer" \
    --receipt "$receipt" $bundles/v03-signers.bundle

# ---- What it writes ---------------------------------------------------------

expect 0 "JSON" --json "$good"
says "JSON" '"holds":true'
says "JSON" '"for":5'
says "JSON" "\"record_code\":\"$record\""
expect 0 "a report" --report "$work/report.html" "$good"
for words in "<!DOCTYPE html>" "$record" "V15" "Adopted." "(signature)"; do
    grep -qF "$words" "$work/report.html" || complain "a report without $words"
done
grep -qE '<script|<link|src=|href=' "$work/report.html" &&
    complain "a report that reaches outside"
expect 1 "a report of a bad log" \
    --report "$work/bad.html" $bundles/v15-counts.bundle
grep -qF "FAILED" "$work/bad.html" || complain "a report hides the failure"
expect 4 "a report that cannot be written" --report "$work/none/x" "$good"
if [ -w /dev/full ]; then
    "$verify" "$good" >/dev/full 2>"$work/err"
    [ $? -eq 4 ] || complain "a full disk is not noticed"
    "$verify" --json "$good" >/dev/full 2>"$work/err"
    [ $? -eq 4 ] || complain "a full disk is not noticed with --json"
fi
expect 0 "progress" --progress "$good"
grep -q "Entries verified: .* / 87" "$work/err" || complain "no progress"
expect 0 "no progress where nobody looks" "$good"
[ ! -s "$work/err" ] || complain "progress without a terminal"

[ $failures -eq 0 ]
