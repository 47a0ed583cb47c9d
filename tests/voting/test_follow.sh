#!/usr/bin/env bash
# Goal: a mirror holds what the server published, serves as a log for reading,
# never gives way to a server that forgot or rewrote something, and becomes a
# log again under the same key, unless more than it has was seen.
# shellcheck source=tests/voting/serving.bash
. "$(dirname "$0")/serving.bash"
prepare_files

serve server
at chair init conference.json --setup-code-file server.db.set-up-code
at chair session session.json
at chair roll roll.csv --tokens tokens
at seats enrol seat/001 --token-file tokens
hands_paper M1 agenda >m.json
at chair paper m.json

# follow KEYS FOLDER [OPTION...]
follow() {
    "$ctl" follow "$address" "$2" ${1:+--keys "keys/$1"} --lang en "${@:3}" >out 2>&1 </dev/null
}
same_as_server() {
    rm -f mine theirs
    "$ctl" export theirs --members --log "$address" --keys keys/chair >out 2>&1 || fail "export of the server"
    "$ctl" export mine --members --log "$1" >out 2>&1 || fail "export of $1"
    cmp -s mine theirs || fail "$1 is not what the server has"
}

# ---- A mirror ---------------------------------------------------------------------

follow chair mirror --once || fail "follow"
says "Mirrored"
[ "$(stat -c %a mirror)" = 700 ] || fail "the mirror may be entered by others"
[ "$(stat -c %a mirror/entries)" = 600 ] || fail "the mirror may be read by others"
same_as_server mirror
"$build/ballotverify" mine >out 2>&1 || fail "the audit of the mirror"
follow '' public --once || fail "follow without a key"
rm -f mine
"$ctl" export mine --members --log public >out 2>&1 || fail "export of the public mirror"
grep -qaE '^name [0-9]+$' mine && fail "names without a member's key"
follow chair mirror --once || fail "follow again"
"$ctl" show --log mirror >out 2>&1 || fail "show on the mirror"
"$ctl" session session.json --log mirror --keys keys/chair >out 2>&1 && fail "a mirror took something in"

# It follows through a restart of the server, and what is new comes.
"$ctl" follow "$address" mirror --keys keys/chair --interval 1 >followed 2>&1 </dev/null &
follower=$!
servers="$servers $follower"
unserve
for _ in {1..100}; do
    grep -q "cannot be reached" followed && break
    sleep 0.2
done
serve server
at chair post desk/1 --name-zh 签到处 --tokens desk.tokens
at desk enrol desk/1 --token-file desk.tokens
for _ in {1..100}; do
    sleep 0.2
    cp mirror/checkpoint seen 2>/dev/null
    [ "$(sed -n 2p seen)" = "$(curl -s "$address/checkpoint" | sed -n 2p)" ] && break
done
kill $follower
wait $follower 2>/dev/null
grep -q "cannot be reached" followed || fail "no word of the network"
same_as_server mirror

# ---- What a mirror does not give way to ------------------------------------------------

unserve
mkdir old
cp -p server.db server.db.checkpoint server.db.key old/
serve server
at chair post observer/2 --name-zh 乙 --tokens observer2.tokens
follow chair mirror --once || fail "follow the newest"
cp -rp mirror newest
cp -p server.db.key the.key
unserve
rm -f server.db server.db-wal server.db-shm server.db.checkpoint
cp -p old/* .
serve server
follow '' mirror --once && fail "a mirror of more than the server has gave way"
says "Alarm"
at other show
cp -p keys/chair/chair-1.key keys/other/
at other post observer/3 --name-zh 丙 --tokens observer3.tokens --as chair/1
at other post observer/4 --name-zh 丁 --tokens observer4.tokens --as chair/1
at other post observer/5 --name-zh 戊 --tokens observer5.tokens --as chair/1
follow '' mirror --once && fail "a mirror of another history gave way"
says "Alarm"
cmp -s mirror/checkpoint newest/checkpoint || fail "the mirror was changed"
follow chair forked --once && fail "a new mirror in spite of what the folder of keys saw"
unserve

# A damaged mirror is not followed into, and not restored.
cp -rp newest damaged
printf 'X' | dd of=damaged/entries bs=1 seek=400 conv=notrunc 2>/dev/null
"$ctl" show --log damaged >out 2>&1 && fail "a damaged mirror"
"$ctl" restore damaged --log again.db --log-key the.key --lang en >out 2>&1 && fail "a damaged mirror restored"

# ---- Restored ------------------------------------------------------------------------------

"$ctl" restore mirror --log back/log.db --log-key keys/chair/chair-1.key --lang en >out 2>&1 && fail "restored with another key"
[ ! -e back/log.db ] || fail "a trace of a restore that failed"
"$ctl" restore mirror --log back/log.db --log-key the.key --keys keys/chair --lang en >out 2>&1 || fail "restore"
says "Restored"
"$ctl" restore mirror --log back/log.db --log-key the.key --lang en >out 2>&1 && fail "restored over a log"
cp back/log.db server.db
cp back/log.db.checkpoint server.db.checkpoint
cmp -s back/log.db.key server.db.key || fail "another key"
rm -f server.db-wal server.db-shm
serve server
at chair show
same_as_server newest
at chair post observer/6 --name-zh 己 --tokens observer6.tokens
unserve

# A bundle that is older than what the folder of keys has seen; and one that is not.
rm -f mine
"$ctl" export mine --members --log newest >out 2>&1 || fail "export"
"$ctl" restore mine --log third.db --log-key the.key --keys keys/chair --lang en >out 2>&1 && fail "restored what is behind"
says "contradicts"
"$ctl" restore mine --log third.db --log-key the.key --lang en >out 2>&1 || fail "restore of a bundle"
"$ctl" show --log third.db >out 2>&1 || fail "the log from a bundle"

# ---- A successor, where acknowledged entries are lost for good ----------------------------

mkdir -m 700 keys/next
"$ctl" init conference.json --continues newest --log next.db --keys keys/next --lang en >out 2>&1 && fail "a successor of the same name"
says "origin of its own"
[ ! -e next.db ] || fail "a log of a successor that was refused"
sed 's/congress\|test.example\/7/test.example\/7b/' conference.json >successor.json
"$ctl" init successor.json --continues damaged --log next.db --keys keys/next --lang en >out 2>&1 && fail "a successor of a damaged log"
"$ctl" init successor.json --continues newest --log next.db --keys keys/next --lang en >out 2>&1 || fail "a successor"
"$ctl" export next --log next.db >out 2>&1 || fail "export of the successor"
record=$("$ctl" show --log newest --lang en | sed -nE 's/.*record code ([0-9A-Z-]+)\..*/\1/p')
"$build/ballotverify" --lang en next >out 2>&1 || fail "the audit of the successor"
says "This log continues test.example/7, of which entries were lost"
says "$record"
"$build/ballotverify" --lang zh next >out 2>&1
says "本日志接续 test.example/7"
"$build/ballotverify" --json next >out 2>&1
grep -qE '"continues": *\{' out || fail "not in JSON"
"$build/ballotverify" --lang en mine >out 2>&1
grep -q "This log continues" out && fail "a log that continues nothing says so"

[ $failed -eq 0 ] && echo "All is as it should be."
exit $failed
