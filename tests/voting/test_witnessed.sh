#!/usr/bin/env bash
# Goal: a server has its log cosigned by the witnesses of the policy without
# anybody's doing; an absent witness holds nothing up; and a witness that has
# seen what this database does not have stops it, by a rollback and by a fork.
# shellcheck source=tests/voting/serving.bash disable=SC2317
. "$(dirname "$0")/serving.bash"
prepare_files

# waits SECONDS WHAT COMMAND...: until it succeeds.
waits() {
    for ((i = 0; i < $1 * 10; i++)); do
        "${@:3}" >/dev/null 2>&1 && return
        sleep 0.1
    done
    fail "waited in vain: $2"
}
cosigned() {
    [ "$(curl -s "$address/checkpoint" | grep -c "witness.example/$1")" = 1 ]
}
stopped() { curl -s "$address/healthz" | grep -q log-stopped; }

# ---- The key of the log, from which its vkey follows --------------------------------

serve server
vkey=$(server_vkey test.example/7)
"$ballotd" --witness --name w --key k --state s >out 2>&1 && fail "a witness of nothing"
grep -q '^missing: ' out || fail "a witness of nothing is not told what is missing"
"$ballotd" --witness --name "a b" --key k --state s --log "$vkey" >out 2>&1 && fail "a witness without a name"
"$ballotd" --witness --name w --key k2 --state s2 --log "${vkey/test/best}" >out 2>&1 && fail "a witness of no key"
printf 'log = %s\nlisen = 127.0.0.1:0\n' "$vkey" >witness.conf
"$ballotd" --witness --name w --key k2 --state s2 --config witness.conf >out 2>&1 && fail "a misspelt setting is passed over"
grep -q '^witness.conf:2: unknown-setting: ' out || fail "a misspelt setting is not named"
[ ! -e k2 ] || fail "a witness that did not start has a key"
witness 1
first=$witness first_port=$witness_port
[ "$(stat -c %a w1.key)" = 600 ] || fail "a witness's key may be read by others"
curl -s "http://127.0.0.1:$first_port/vkey" >vkey1
grep -q '^witness.example/1+' vkey1 || fail "no vkey"
witness 2
second=$witness second_port=$witness_port
{
    echo "witness w1 $(cat vkey1) http://127.0.0.1:$first_port"
    echo "witness w2 $(curl -s "http://127.0.0.1:$second_port/vkey") http://127.0.0.1:$second_port/"
    echo "group any-of 1 w1 w2"
    echo "quorum any-of"
} >policy
at chair init conference.json --policy policy --setup-code-file server.db.set-up-code

# ---- Cosigned, and published -----------------------------------------------------------

waits 60 "the first cosignature" cosigned 1
[ $failed -eq 0 ] || exit 1
waits 60 "the second cosignature" cosigned 2
at chair session session.json
at chair roll roll.csv --tokens tokens
waits 60 "cosignatures of what came later" cosigned 1
curl -s "$address/checkpoint/witnessed" | grep -q witness.example || fail "no witnessed checkpoint"
hash=$(printf test.example/7 | sha256sum | cut -c 1-64)
curl -s "http://127.0.0.1:$first_port/$hash/checkpoint" >kept
[ "$(head -n 1 kept)" = test.example/7 ] || fail "the witness does not publish"
[ "$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$first_port/${hash/[0-9]/f}x/checkpoint")" = 404 ] || fail "a log that the witness does not know"
"$build/ballotverify" --lang en "$address" >out 2>&1 || fail "the audit"
says "V2    passed"

# ---- What a witness says to requests that are not in order ------------------------------

# post STATUS WHAT: the file `request` as a request to the first witness.
post() {
    local status
    status=$(curl -s -o said -D head -w '%{http_code}' --data-binary @request \
        "http://127.0.0.1:$first_port/add-checkpoint")
    [ "$status" = "$1" ] || fail "$2: $status, not $1"
}
size=$(sed -n 2p kept)
head -n 5 kept >bare
{ printf 'old %s\n\n' "$size"; cat bare; } >request
post 200 "the same tree again"
grep -q '^— witness.example/1 ' said || fail "no line"
{ printf 'old 0\n\n'; cat bare; } >request
post 409 "an old size that is not the witness's"
grep -qi '^content-type: text/x.tlog.size' head || fail "no size's type"
[ "$(cat said)" = "$size" ] || fail "another size: $(cat said)"
{ printf 'old %s\n\n' "$size"; awk 'NR == 5 { sub(/.....$/, "AAAA=") } { print }' bare; } >request
post 403 "a signature that does not hold"
{ printf 'old %s\n\n' "$size"; sed '1s/7/8/' bare; } >request
post 404 "a log that it does not know"
{ printf 'old %s\n\n' "$((size + 1))"; cat bare; } >request
post 400 "an old size above the tree's"
echo nonsense >request
post 400 "nonsense"
head -c 20000 /dev/zero >request
curl -s -o said -w '%{http_code}' --data-binary @request "http://127.0.0.1:$first_port/add-checkpoint" >code
[ "$(cat code)" != 200 ] || fail "a request that is too long"
[ "$(curl -s -o said -w '%{http_code}' "http://127.0.0.1:$first_port/add-checkpoint")" = 405 ] || fail "GET of what is posted"
curl -s "http://127.0.0.1:$first_port/$hash/checkpoint" | sed -n 2p >said
[ "$(cat said)" -ge "$size" ] || fail "the witness forgot"

# ---- One away: nothing is held up --------------------------------------------------------

kill -TERM $second
wait $second 2>/dev/null
for n in 1 2 3; do at seats enrol seat/00$n --token-file tokens; done
waits 60 "the one that is there" cosigned 1
waits 60 "a word about the one away" grep -q witness-away server.err
witness 2 "$second_port"
second=$witness
waits 60 "the one that came back" cosigned 2
grep -q witness-back server.err || fail "no word that it is back"

# A witness remembers what it saw, and starts with no other's memory.
kill -TERM $first
wait $first 2>/dev/null
cp -r w1 w1.good
for file in w1/*; do awk 'NR == 2 { $0 = 1 } { print }' w1.good/* >"$file"; done
witness 1 "$first_port"
sleep 0.3
kill -0 $witness 2>/dev/null && fail "a witness with a forged memory serves"
cp w1.good/* w1/
witness 1 "$first_port"
first=$witness
at seats enrol seat/004 --token-file tokens
waits 60 "a cosignature after a restart" cosigned 1

# ---- An old database comes back ------------------------------------------------------------

unserve
mkdir old
cp -p server.db server.db.checkpoint server.db.key old/
serve server
at seats enrol seat/005 --token-file tokens
waits 60 "a cosignature of the last" cosigned 1
waits 60 "that of the other" cosigned 2
unserve
mkdir newer
cp -p server.db server.db.checkpoint server.db.key newer/
rm -f server.db server.db-wal server.db-shm server.db.checkpoint
cp -p old/* .
# The folder of keys of somebody who has not seen the newer one yet.
serve server
waits 60 "the alarm" stopped
grep -q witness-ahead server.err || fail "no alarm"
at chair show
not_at 4 chair session-start 7-1
says "log-stopped"
curl -s "$address/healthz" >out
says "witness"

# ---- Two servers on one key ---------------------------------------------------------------

unserve
rm -f server.db server.db-wal server.db-shm server.db.checkpoint
kill -TERM $first $second
wait $first $second 2>/dev/null
cp -p old/* .
serve server
# With its witnesses away it takes another entry in place of the last.
at chair retire seat/005 --reason left
# An audit ends where the witnesses have come to, and says so.
"$build/ballotverify" --lang en "$address" >out 2>&1 || fail "an audit of what is cosigned"
says "not cosigned yet"
says "V2    passed"
witness 1 "$first_port"
witness 2 "$second_port"
waits 60 "the alarm of a fork" stopped
grep -qE 'witness-split|witness-refuses' server.err || fail "no word on the fork"

[ $failed -eq 0 ] && echo "All is as it should be."
exit $failed
