#!/usr/bin/env bash
# Goal: ballotctl does over the network what it does on a file: founding, roll,
# papers, votes, names, receipts, audit; it believes no server that forgot or
# rewrote what this folder of keys has seen, and keeps what has no answer.
# shellcheck source=tests/voting/serving.bash
. "$(dirname "$0")/serving.bash"
prepare_files

# ---- Founding -----------------------------------------------------------------

serve server
not_at 1 chair init conference.json
says "set-up code"
[ ! -e keys/chair/chair-1.key ] || fail "a key of a log that was not founded stayed"
echo 0000-0000-0000-0000 >wrong
not_at 1 chair init conference.json --setup-code-file wrong
not_at 2 chair show
at chair init conference.json --setup-code-file server.db.set-up-code
says "entry 0, genesis"
not_at 3 other init conference.json
says "ERR_EXISTS"
not_at 2 chair show --at 2026-03-13T09:00:00Z

# ---- A sitting by show of hands, and names that members may have ----------------

at chair session session.json
at chair roll roll.csv --tokens tokens
at chair post desk/1 --name-zh 签到处 --tokens desk.tokens
at desk enrol desk/1 --token-file desk.tokens
for n in 1 2 3 4 5; do at seats enrol seat/00$n --token-file tokens; done
at chair roll roll.csv --tokens tokens
says "5"
at chair session-start 7-1
for n in 1 2 3 4 5; do at seats present seat/00$n; done
hands_paper M1 agenda >m.json
at chair paper m.json
at chair open M1
cp -p keys/chair/chair-1.key keys/desk/
at desk hands M1 5,0,0 --as chair/1,desk/1
at chair close M1
at chair result M1
at chair show M1
says "5 for, 0 against, 0 abstaining"
at chair verify
at chair export bundle --members
grep -qaE '^name [0-9]+$' bundle || fail "no names in the chair's copy"
at seats export bundle2 --members
cmp -s bundle bundle2 || fail "chair and seats have other copies"
mkdir -m 700 keys/nobody
at nobody export bundle3 --members
! grep -qaE '^name [0-9]+$' bundle3 || fail "names for somebody without a key"
"$build/ballotverify" bundle >out 2>&1 || fail "the audit of the copy"
"$build/ballotverify" "$address" >out 2>&1 || fail "the audit of the server"

# ---- A draft that two devices sign, with its texts ------------------------------

at chair paper m.json --out draft
hands_paper M2 measures >m2.json
rm draft
at chair paper m2.json --out draft
at desk submit draft
says "Recorded"
at chair open M2

# ---- Only what is new is fetched -------------------------------------------------

[ "$(stat -c %a keys/chair/entries)" = 600 ] || fail "the copy may be read by others"
before=$(stat -c %s keys/chair/entries)
at chair show
[ "$(stat -c %s keys/chair/entries)" = "$before" ] || fail "a copy that grows by looking"
printf 'X' | dd of=keys/chair/entries bs=1 seek=300 conv=notrunc 2>/dev/null
at chair show
at chair verify

# ---- Many in a batch --------------------------------------------------------------

for n in 1 2 3; do echo "leave seat/00$n --keys keys/seats"; done >lines
at seats batch lines

# ---- A server that goes away ------------------------------------------------------

size=$("$ctl" show --log "$address" --json)
unserve
not_at 3 chair show
says "cannot be reached"
serve server
at chair show
[ "$("$ctl" show --log "$address" --json)" = "$size" ] || fail "another log after a restart"

# A refusal is the log's signed word, and no doubt.
not_at 1 chair open M1
says "(open-already)"

# ---- An older database comes back -------------------------------------------------

unserve
mkdir old newer
cp -p server.db server.db.checkpoint server.db.key old/
serve server
at desk post observer/1 --name-zh 甲 --tokens observer.tokens --as chair/1,desk/1
at chair show
unserve
cp -p server.db server.db.checkpoint server.db.key newer/
# put_back FOLDER
put_back() {
    rm -f server.db server.db-wal server.db-shm server.db.checkpoint
    cp -p "$1"/* .
    serve server
}
put_back old
not_at 1 chair show
says "contradicts the record code"
not_at 1 chair verify
not_at 1 desk show
# Who has not seen the newer one cannot know, and goes on: now it is a fork.
at seats leave seat/004
at seats show
not_at 1 chair show

# The true one again: who saw the fork is told.
unserve
put_back newer
at chair show
at chair verify
not_at 1 seats show
says "contradicts the record code"

# ---- With a certificate -----------------------------------------------------------

unserve
certificate() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \
        -keyout "$1.key" -out "$1.pem" -subj "/CN=$1" -addext "subjectAltName=$2" \
        >out 2>&1 || fail "no certificate"
    chmod 600 "$1.key"
}
certificate ours IP:127.0.0.1
certificate other IP:127.0.0.2
serve server --certificate "$work/ours.pem" --certificate-key "$work/ours.key"
address=https://127.0.0.1:$port
not_at 3 chair show
says "certificate does not hold"
not_at 3 chair show --ca other.pem
not_at 3 chair show --ca nowhere.pem
at chair show --ca ours.pem
"$build/ballotverify" --lang en "$address" >out 2>&1 && fail "a certificate that nobody vouches for"
says "certificate does not hold"
"$build/ballotverify" --lang en --ca ours.pem "$address" >out 2>&1 || fail "the audit over https"
unserve
serve server --certificate "$work/other.pem" --certificate-key "$work/other.key"
address=https://127.0.0.1:$port
not_at 3 chair show --ca other.pem
says "certificate does not hold"

[ $failed -eq 0 ] && echo "All is as it should be."
exit $failed
