#!/usr/bin/env bash
# Goal: the sample's first session runs from founding to publication, and what
# checks it at the end fails when a number, an entry or a receipt is changed.
# The server that stays afterwards does what the last lines say.
set -u
root=$(pwd)
export BUILD=${BUILD:-build/release}
work=$(mktemp -d)
trap 'voting/demo/serve --stop "$work/demo"; rm -rf "$work"' EXIT
sample=$root/voting/demo/sample/expected_results.json
log=$work/demo/log.db
ctl=$BUILD/ballotctl
failed=0

fail() {
    echo "FAILED: $1" >&2
    failed=1
}

voting/demo/run "$work/demo" >"$work/out" 2>&1 || {
    tail -n 20 "$work/out" >&2
    fail "the demonstration"
    exit 1
}

# Here and there in the file: another number is found out.
differs() {
    "$ctl" compare "$work/expected.json" --log "$log" --lang en >"$work/out" 2>&1
    [ $? -eq 1 ] || fail "$1"
}
while read -r line; do
    awk -v at="$line" 'NR == at { sub(/[0-9]+,?$/, "77&") } { print }' "$sample" >"$work/expected.json"
    differs "line $line of the expected numbers is not compared"
done < <(awk '/"golden_ideas"/ { exit } /: [0-9]+,?$/ { print NR }' "$sample" | awk 'NR % 23 == 1')
for change in 's/"outcome": "rejected"/"outcome": "adopted"/' 's/"label": "talk_required"/"label": "competent"/' \
    's/"state": "counted"/"state": "void"/' 's/"rule": "school.charter.local"/"rule": "school.default"/' \
    's/    "R021",/    "R027",/' 's/"P4": {/"P6": {/' 's/"session": "7-1"/"session": "7-2"/'; do
    sed "$change" "$sample" >"$work/expected.json"
    cmp -s "$sample" "$work/expected.json" && fail "$change changes nothing"
    differs "$change"
done

# One letter of the log: whoever audits it says so.
sed 's/^paper P4$/paper P5/' "$work/demo/bundle" >"$work/bundle"
cmp -s "$work/demo/bundle" "$work/bundle" && fail "the bundle has no such letter"
"$BUILD/ballotverify" "$work/bundle" >"$work/out" 2>&1 && fail "a bundle with another letter"

# No key and no token is in what is published.
sed -n 's/^seed //p' "$work"/demo/keys/*/*.key >"$work/secrets"
awk '{ print $2 }' "$work"/demo/*.tokens >>"$work/secrets"
grep -qFf "$work/secrets" "$work/demo/bundle" && fail "a secret in the bundle"
ls "$work"/demo/keys/*/*.seed >/dev/null 2>&1 && fail "a counting key that was not destroyed"

# The second session and its server: each line that is printed to be tried works.
DEMO_PORT=$((20000 + RANDOM % 20000)) voting/demo/serve "$work/demo" >"$work/out" 2>&1 || {
    tail -n 20 "$work/out" >&2
    fail "the second session"
}
grep -E '^    (curl|export|sleep|[^ ]*/ballot)' "$work/out" | sed 's/^    curl/    curl -fsS/' >"$work/lines"
[ "$(wc -l <"$work/lines")" -eq 14 ] || fail "$(wc -l <"$work/lines") lines to try"
while read -r line; do
    case $line in
    export*) eval "$line" ;;
    *) bash -c "$line" >"$work/line" 2>&1 || {
        tail -n 3 "$work/line" >&2
        fail "$line"
    } ;;
    esac
done <"$work/lines"
grep -q '"id":"Q1".*"stage":"closed"' < <("$ctl" show --json --log "$log" 2>/dev/null) &&
    fail "the log was opened by two programs"
voting/demo/serve --stop "$work/demo"
"$ctl" show --json --log "$log" | grep -q '"id":"Q1".*"stage":"closed"' || fail "Q1 is not closed"
"$ctl" show Q1 --json --log "$log" | grep -q '"returned":21' || fail "21 ballots are not in the box"
grep -qFf "$work/secrets" "$work/demo/ballotd.log" && fail "a secret in what the server says"

[ $failed -eq 0 ] && echo "All is as it should be."
exit $failed
