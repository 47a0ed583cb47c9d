#!/usr/bin/env bash
# Goal: ballotverify says of a log on a server what it says of the same log in a
# file, fetches only what is new, and believes nothing for having been served.
set -u
here=$(cd "$(dirname "$0")/.." && pwd)
verify=$(cd "${BUILD:?}" && pwd)/ballotverify
bundles=$here/vectors/bundles
export LC_ALL=C
work=$(mktemp -d)
cd "$work" || exit 1
failed=0

fail() {
    echo "FAILED: $1"
    cut -c 1-200 out err | head -n 30 | sed 's/^/    /'
    failed=1
}

cp "$bundles/conference.bundle" served
: >faults
python3 "$here/tools/serve_bundle.py" served faults port >asked 2>server.err &
server=$!
trap 'kill $server 2>/dev/null; rm -rf "$work"' EXIT
for _ in {1..100}; do
    [ -s port ] && break
    sleep 0.1
done
address=http://127.0.0.1:$(cat port)

# expect STATUS WHAT ARGUMENT...
expect() {
    local want=$1 what=$2 status
    shift 2
    : >asked
    timeout 100 "$verify" --lang en "$@" >out 2>err </dev/null
    status=$?
    [ $status -eq "$want" ] || fail "$what: status $status, not $want"
}

# What is said but for the texts: a server gives members' texts to members only.
same() {
    diff <(grep -vE '^ +Texts: ' out) \
        <(sed '/^ *Texts: /d; s/P1.2 提案 P1.2/P1.2 P1.2/' whole) >differs ||
        fail "$1: other words than for the file: $(cat differs)"
}

says() {
    grep -qF -- "$2" out err || fail "$1: does not say: $2"
}

asked() { grep -c -- "$1" asked; }

# ---- The same words as for the file -----------------------------------------

"$verify" --lang en "$bundles/conference.bundle" >whole || fail "the file"
expect 0 "an honest server" "$address"
same "an honest server"
expect 0 "an address with a slash" "$address/"
for bundle in v03-signature v05-card v08-quorum v10-proof v13-sum v15-counts v16-declared v11-copy v01-key v04-seen v02-cosignatures; do
    cp "$bundles/$bundle.bundle" served
    "$verify" --lang en served >whole
    expect 1 "$bundle" "$address"
    same "$bundle"
done
cp "$bundles/conference.bundle" served
"$verify" --lang en served >whole

# ---- Servers with faults ----------------------------------------------------

# faulty WORDS STATUS SENTENCE
faulty() {
    echo "$1" >faults
    expect "$2" "$1" "$address"
    [ -z "$3" ] || says "$1" "$3"
    : >faults
}
faulty busy 0 "Everything holds."
faulty cut 0 "Everything holds."
faulty full-only 0 "Everything holds."
faulty tamper 1 "V1    FAILED"
faulty no-texts 1 "V17   FAILED"
faulty other-text 1 "V17   FAILED"
faulty short 3 "not a log"
faulty empty 3 "no log there"
faulty garbage 3 "not a log"
faulty huge 3 "not a log"
faulty many 3 "on the server's own word alone"
[ "$(asked /tile/)" = 0 ] || fail "entries were fetched on the server's own word"
code=$(sed -n "s,^First entry: ,,p" whole)
expect 0 "the log that was asked for" --genesis "$code" "$address"
echo many >faults
expect 3 "a size that the log's key has not signed" --genesis "$code" "$address"
says "a size that the log's key has not signed" "on the server's own word alone"
[ "$(asked /tile/)" = 1 ] || fail "more than the first entry was fetched"
: >faults
expect 3 "nobody there" "http://127.0.0.1:1"
says "nobody there" "cannot be reached"
expect 3 "no address" "http://user@127.0.0.1:1"
says "no address" "not an address"
expect 3 "no certificates" --ca nowhere.pem "$address"

# ---- Only what is new -------------------------------------------------------

# An earlier copy: as many entries, with the checkpoint signed over them.
expect 0 "a first run" --state state "$address"
[ "$(stat -c %a state.copy)" = 600 ] || fail "the copy may be read by others"
[ "$(asked /tile/)" -gt 0 ] || fail "a first run fetched nothing"
expect 0 "a second run" --state state "$address"
[ "$(asked /tile/)" = 0 ] || fail "a second run fetched entries"
[ "$(asked /text/)" = 0 ] || fail "a second run fetched texts"
says "a second run" "only been replayed"

# A damaged copy costs another fetch, and nothing else.
printf 'X' | dd of=state.copy bs=1 seek=3000 conv=notrunc 2>/dev/null
expect 0 "a damaged copy" --state state "$address"
[ "$(asked /tile/)" -gt 0 ] || fail "a damaged copy was believed"
truncate -s 5000 state.copy
expect 0 "half a copy" --state state "$address"
says "half a copy" "Everything holds."

# Another log, or another history, under the state of this one.
cp "$bundles/v01-root.bundle" served
expect 1 "another history" --state state "$address"
cp "$here/vectors/protocol.bundle" served
expect 1 "fewer entries" --state state "$address"
says "fewer entries" "rolled back"
cp "$bundles/conference.bundle" served
expect 0 "the first log again" --state state "$address"

# What others could have written is not used.
chmod 644 state.copy
expect 3 "a copy that others may read" --state state "$address"
chmod 600 state.copy
cp "$bundles/conference.bundle" state.copy
expect 3 "a copy that is none" --state state "$address"

[ $failed -eq 0 ] && echo "All is as it should be."
exit $failed
