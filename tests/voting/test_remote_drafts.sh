#!/usr/bin/env bash
# Goal: officers with a terminal each work together through the server's box of
# drafts: one asks, the other lists, reads, and signs or declines; nothing has an
# effect before all have signed, and nobody else sees or signs it.
# shellcheck source=tests/voting/serving.bash
. "$(dirname "$0")/serving.bash"
prepare_files

serve server
at chair init conference.json --setup-code-file server.db.set-up-code
at chair post desk/1 --name-zh 签到处 --tokens desk.tokens
at desk enrol desk/1 --token-file desk.tokens
at chair roll roll.csv --tokens tokens
at seats enrol seat/001 --token-file tokens
at chair session session.json
at chair session-start 7-1

size() { "$ctl" show --log "$address" --json; }
# waiting KEYS: the digits of the first that waits for them.
waiting() {
    at "$1" drafts
    digits=$(grep -oE '^[0-9a-f]{16} ' out | head -n 1 | tr -d ' ')
    [ -n "$digits" ] || fail "nothing waits for $1"
}

# asked: the digits of what has just been asked for.
asked() { digits=$(grep -oE '^[0-9a-f]{16}' out); }

# ---- One asks, the other reads and signs ----------------------------------------

at desk drafts
says "Nothing waits"
before=$(size)
at chair post observer/1 --name-zh 观察员甲 --tokens observer.tokens --as chair/1,desk/1 --ask
says "waits on the server"
[ "$(size)" = "$before" ] || fail "what waits has an effect"
waiting desk
says "post  signed by chair/1"
at desk drafts --json
grep -q '"signed_by": *"chair/1"' out || fail "no JSON of what waits"
at desk countersign "$digits"
says "invitation "
[ "$(size)" = "$before" ] || fail "reading it has an effect"
not_at 2 chair countersign "$digits" --as chair/1
says "has signed it already"
not_at 3 chair countersign "$digits" --as desk/1
not_at 2 desk countersign "$digits" --as desk/1 --out file
[ "$(size)" = "$before" ] || fail "what was not signed has an effect"
at desk countersign "${digits:0:8}" --as desk/1
says "Recorded"
at desk drafts
says "Nothing waits"
at desk show
[ "$(size)" != "$before" ] || fail "what all have signed has no effect"
at observer enrol observer/1 --token-file observer.tokens
at chair export bundle --members
grep -qa 观察员甲 bundle || fail "the name did not come along"
not_at 1 desk countersign "$digits" --as desk/1
says "Nothing that begins with"

# ---- Declined, and withdrawn ------------------------------------------------------

before=$(size)
at chair post observer/2 --name-zh 观察员乙 --tokens two.tokens --as chair/1,desk/1 --ask
waiting desk
not_at 1 desk drafts --decline 0123456789abcdef
at desk drafts --decline "$digits"
says "waits no more"
not_at 1 desk countersign "$digits" --as desk/1
at chair drafts
says "declined by desk/1"
at chair post observer/3 --name-zh 观察员丙 --tokens three.tokens --as chair/1,desk/1 --ask
asked
at chair drafts --decline "$digits"
at desk drafts
says "Nothing waits"
[ "$(size)" = "$before" ] || fail "what was declined has an effect"

# ---- Who may not, and what may not ------------------------------------------------

at chair post observer/4 --name-zh 观察员丁 --tokens four.tokens --as chair/1,desk/1 --ask
not_at 3 seats drafts
says "no key of a chair"
not_at 1 seats drafts --as seat/001
not_at 2 desk drafts --decline xyz
not_at 2 chair post observer/5 --name-zh 戊 --tokens five.tokens --as chair/1,desk/1 --ask --out file
[ ! -e file ] || fail "a draft in a file and on the server"
not_at 1 chair session-end --ask
says "does not take it"

# ---- Three signatures -------------------------------------------------------------

for n in 1 2; do
    at chair post scrutineer/$n --name-zh 监票人$n --tokens scrutineer$n.tokens --as chair/1,desk/1 --ask
    asked
    at desk countersign "$digits" --as desk/1
done
for n in 1 2; do at scrutineer$n enrol scrutineer/$n --token-file scrutineer$n.tokens; done
echo "quorum none" >policy
at chair policy policy --as chair/1,scrutineer/1,scrutineer/2 --ask
asked
at scrutineer2 drafts
says "policy  signed by chair/1"
at scrutineer2 countersign "$digits" --as scrutineer/2
says "waits on the server"
at scrutineer2 drafts
says "signed by chair/1, scrutineer/2"
at scrutineer1 countersign "$digits" --as scrutineer/1
says "Recorded"

# ---- A log in a file has no box ---------------------------------------------------

unserve
"$ctl" drafts --log server.db --keys keys/chair --lang en >out 2>&1 && fail "a box in a file"
says "is not a server"

[ $failed -eq 0 ] && echo "All is as it should be."
exit $failed
