#!/usr/bin/env bash
# Goal: from a terminal, what is right is done, and what is wrong is refused
# with a status of its own and changes nothing.
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

# Everything that a command could have changed: the log, by its record code.
state() {
    "$ctl" show --log $log 2>/dev/null
    find keys -type f ! -name seen -printf '%p %s\n' | sort
}

# wants STATUS WHAT COMMAND...: the status, and for a failure no change.
wants() {
    local want=$1 what=$2 before after status
    shift 2
    before=$(state)
    "$ctl" "$@" >out 2>&1 </dev/null
    status=$?
    [ $status -eq "$want" ] || fail "$what: status $status, not $want"
    [ "$want" -eq 0 ] && return
    [ -s out ] || fail "$what: not a word"
    after=$(state)
    [ "$before" = "$after" ] || fail "$what: something changed"
}

says() {
    grep -qF -- "$1" out || fail "does not say: $1"
}

chair() {
    "$ctl" "$@" --log $log --keys keys/chair >out 2>&1 </dev/null || fail "chair: $*"
}

mkdir -m 700 keys

# ---- The command line -------------------------------------------------------

wants 2 "no command"
wants 0 "the overview" --help
wants 2 "an unknown command" vote
wants 2 "an unknown option" show --colour red
wants 2 "no log" show
wants 3 "a log that is not there" show --log none.db
wants 2 "a language that is not spoken" show --log none.db --lang fr
wants 3 "a server that is not there" show --log http://127.0.0.1:1
wants 2 "an address that is none" show --log "https://a b/"
wants 2 "a time on a server" show --log http://127.0.0.1:1 --at 2026-03-13T09:00:00Z
for command in $("$ctl" --help | awk '/^  / { print $1 }'); do
    wants 0 "help of $command" "$command" --help --lang zh
    says "ballotctl $command"
done
[ "$("$ctl" --help | grep -c '^  ')" -ge 40 ] || fail "commands are missing"

# ---- Founding ---------------------------------------------------------------

title='"title": {"zh": "大会", "en": "Conference"}'
echo "{\"origin\": \"test.example/7\", $title}" >conference.json
echo "{\"origin\": \"test example\", $title}" >bad.json
wants 2 "a conference whose origin is none" init bad.json --log $log --keys keys/chair
[ ! -e $log ] || fail "a log was made of a bad file"
wants 2 "a conference without keys" init conference.json --log $log
"$ctl" init conference.json --log $log --keys keys/chair >out 2>&1 || fail "init"
wants 3 "a second founding" init conference.json --log $log --keys keys/other

# ---- Set-up -----------------------------------------------------------------

today=$(date +%F)
echo "{\"id\": \"7-1\", \"term\": 7, \"number\": 1, \"date\": \"$today\", $title}" >session.json
chair session session.json
wants 1 "the same session again" session session.json --log $log --keys keys/chair
wants 2 "a session file that is none" session conference.json --log $log --keys keys/chair
wants 3 "without the chair's key" session session.json --log $log --keys keys/empty

printf 'id,name_zh,voting\nR001,甲,1\nR002,,1\nR003,丙,maybe\n' >bad.csv
wants 2 "a roll with bad rows" roll bad.csv --tokens t --log $log --keys keys/chair
says "ine 3"
says "ine 4"
[ ! -e t ] || fail "tokens of a bad roll"
printf '\xff\xff\n' >bad.csv
wants 2 "a roll in no encoding" roll bad.csv --tokens t --log $log --keys keys/chair
: >bad.csv
wants 2 "an empty roll" roll bad.csv --tokens t --log $log --keys keys/chair
{
    echo 'id,name_zh,name_en,voting'
    for n in 1 2 3 4 5 6; do echo "R00$n,代表$n,Member $n,1"; done
    echo 'O001,列席,Guest,0'
} | iconv -f UTF-8 -t GB18030 >roll.csv
wants 0 "a dry run" roll roll.csv --tokens t --dry-run --log $log --keys keys/chair
[ ! -e t ] || fail "a dry run wrote tokens"
chair roll roll.csv --tokens tokens
[ "$(stat -c %a tokens)" = 600 ] || fail "tokens that others can read"
wants 1 "the same roll again" roll roll.csv --tokens t2 --log $log --keys keys/chair
wants 3 "tokens over tokens" post desk/1 --name-zh 签到处 --tokens tokens --log $log --keys keys/chair
chair post desk/1 --name-zh 签到处 --tokens desk.tokens
chair cards tokens --out cards.html --address https://vote.example
[ "$(stat -c %a cards.html)" = 600 ] || fail "cards that others can read"
[ "$(grep -o '<svg' cards.html | wc -l)" = 7 ] || fail "seven cards"
wants 3 "cards over cards" cards tokens --out cards.html --log $log
wants 2 "cards of nothing" cards conference.json --out c.html --log $log

# ---- Cards and keys ---------------------------------------------------------

seat() {
    "$ctl" "$@" --log $log --keys keys/seats >out 2>&1 </dev/null || fail "seat: $*"
}
seat enrol seat/001 --token-file tokens
awk '$1 == "seat/002" { print $2 }' tokens >one
seat enrol seat/002 --token-file one
wants 1 "a card used twice" enrol seat/001 --token-file tokens --replace --log $log --keys keys/seats
wants 1 "somebody else's card" enrol seat/003 --token-file one --log $log --keys keys/seats
echo 12345 >one
wants 2 "digits that are wrong" enrol seat/003 --token-file one --log $log --keys keys/seats
for n in 3 4 5 6; do seat enrol "seat/00$n" --token-file tokens; done
"$ctl" enrol desk/1 --token-file desk.tokens --log $log --keys keys/desk >out 2>&1 || fail "the desk enrols"
# ---- Papers -----------------------------------------------------------------

paper() {
    cat <<EOF
{"id": "$1", "session": "7-1", "kind": "motion", "ballot": "$2", $title,
 "rule": {"preset": "school.default", "notice_days": 0},
 "rows": [{"id": "$1", "text": {"zh": ["题目", "正文"], "en": "Question"}}]$3}
EOF
}
paper N1 named '' >N1.json
paper M1 hands ', "settles": "agenda"' >M1.json
paper P1 secret ', "colour": "red"' >bad.json
wants 2 "a paper with a member too many" paper bad.json --log $log --keys keys/chair
says "colour"
paper 'P 1' secret '' >bad.json
wants 2 "a paper whose id is none" paper bad.json --log $log --keys keys/chair
paper P1 hands ', "recusals": [{"row": "P1", "seat": "seat/001"}]' >bad.json
wants 1 "a show of hands with recusals" paper bad.json --log $log --keys keys/chair
chair paper N1.json
chair paper M1.json
wants 1 "voting before the session" open N1 --log $log --keys keys/chair
wants 2 "a question that is not there" show P9 --log $log

# ---- A session, in a batch, and a vote --------------------------------------

cat >lines <<'EOF'
# the session is called to order
session-start 7-1 --keys keys/chair
present seat/001 seat/002 seat/003 seat/004 --keys "keys/seats"

present seat/005 --keys 'keys/seats'
open N1 --keys keys/chair
EOF
wants 0 "a batch" batch lines --log $log
printf 'show\nopen N1 --keys keys/chair\nclose N1 --keys keys/chair\n' >lines
wants 1 "a batch with a line that is refused" batch lines --log $log
says "ine 2"
printf 'show "N1\n' >lines
wants 2 "a batch with an open quote" batch lines --log $log
printf 'batch lines\n' >lines
wants 2 "a batch in a batch" batch lines --log $log

mv keys/seats/seat-003.key k
wants 3 "a key that is not there" leave seat/003 --as seat/003 --log $log --keys keys/seats
mv k keys/seats/seat-003.key
chmod 640 keys/seats/seat-003.key
wants 3 "a key that others can read" leave seat/003 --as seat/003 --log $log --keys keys/seats
chmod 600 keys/seats/seat-003.key

wants 2 "a choice that is none" cast N1 --as seat/001 --choices perhaps --receipt r --log $log --keys keys/seats
wants 2 "too many choices" cast N1 --as seat/001 --choices for,for --receipt r --log $log --keys keys/seats
wants 2 "no choice" cast N1 --as seat/001 --receipt r --log $log --keys keys/seats
wants 1 "a vote by the absent" cast N1 --as seat/006 --choices for --receipt r --log $log --keys keys/seats
[ ! -e r ] || fail "a receipt of no vote"
seat cast N1 --as seat/001 --choices for --receipt r1
echo against >choices
seat cast N1 --as seat/002 --choices-file choices --receipt r2
seat cast N1 --as seat/002 --choices N1=abstain --receipt r2b
for n in 3 4 5; do seat cast N1 --as "seat/00$n" --choices for --receipt "r$n"; done
wants 0 "the receipt" receipt r1 --log $log
sed 's/^index 2/index 1/' r1 >bad
wants 1 "a receipt of another entry" receipt bad --log $log
head -c 100 r1 >bad
wants 1 "half a receipt" receipt bad --log $log
awk 'NR == 4 { $0 = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" } { print }' r1 >bad
wants 1 "a receipt with a changed proof" receipt bad --log $log
wants 1 "a secret test of a named vote" test-ballot N1 --as seat/001 --choices for --out t --log $log --keys keys/seats
wants 3 "a share by nobody" share N1 --log $log --keys keys/seats
wants 1 "a result before the end" result N1 --log $log --keys keys/chair
wants 1 "a seat that closes" close N1 --as seat/001 --log $log --keys keys/seats
chair close N1
wants 1 "a vote after the end" cast N1 --as seat/001 --choices for --receipt r9 --log $log --keys keys/seats
chair result N1
wants 1 "the result again" result N1 --log $log --keys keys/chair
"$ctl" show N1 --log $log --lang en >out
says "4 for"
"$ctl" show N1 --log $log --json >out
says '"stage":"counted"'
says '"returned":5'

# ---- Two devices ------------------------------------------------------------

chair open M1
wants 3 "half of a pair" hands M1 5,0,0 --as chair/1,desk/1 --log $log --keys keys/chair
chair hands M1 5,0,0 --as chair/1,desk/1 --out draft
[ -s draft ] || fail "no draft"
wants 1 "a draft that is not signed by all" submit draft --log $log
wants 3 "a countersignature without the key" countersign draft --as desk/1 --log $log --keys keys/seats
wants 2 "a countersignature nobody asked for" countersign draft --as seat/001 --log $log --keys keys/seats
cp draft kept
"$ctl" countersign draft --log $log --keys keys/desk >out 2>&1 || fail "look at a draft"
says "row 5 0 0"
"$ctl" countersign draft --as desk/1 --log $log --keys keys/desk >out 2>&1 || fail "countersign"
wants 2 "signing twice" countersign draft --as desk/1 --log $log --keys keys/desk
sed 's/^row 5 0 0/row 4 1 0/' draft >bad
wants 1 "a draft that was changed after it was signed" submit bad --log $log
wants 0 "a draft signed by all" submit draft --log $log
before=$(state)
wants 0 "the same draft again" submit draft --log $log
[ "$before" = "$(state)" ] || fail "the same draft counted twice"
chair close M1
chair result M1

# What belongs to a note goes with its draft, and to the log only with the note.
wants 0 "a statement's draft" complaint --text "the hall was cold" --as seat/001 --out spoken --log $log --keys keys/seats
grep -qF "the hall was cold" spoken || fail "a draft without its text"
chair post observer/7 --name-zh 观察员七 --tokens tokens-7 --as chair/1,desk/1 --out invited
wants 0 "another's signature" countersign invited --as desk/1 --log $log --keys keys/desk
wants 0 "a bundle before" export before-drafts --members --log $log
grep -qE "the hall was cold|观察员七" before-drafts && fail "a text without its entry"
wants 0 "the statement" submit spoken --log $log
wants 0 "the post" submit invited --log $log
wants 0 "a bundle after" export after-drafts --members --log $log
grep -qF "the hall was cold" after-drafts || fail "a text was lost"
grep -qF "观察员七" after-drafts || fail "a name was lost"
wants 0 "the statement again" submit spoken --log $log
wants 0 "another statement's draft" complaint --text "the hall was dark" --as seat/001 --out darker --log $log --keys keys/seats
sed 's/the hall was dark/the hall was damp/' darker >bad
wants 1 "a draft whose text was changed" submit bad --log $log

# What could not be sent is kept as a submission, and is sent as one.
sed -n '/^congress\/v1 /,$p' darker >note
wants 1 "a note without its text" submit note --log $log
sed -n '/^congress-submission/,/^end$/p' darker | sed '$d' >unsent
{
    echo "note $(wc -c <note)"
    cat note
    printf '\nend\n'
} >>unsent
sed 's/the hall was dark/the hall was damp/' unsent >bad
wants 1 "a submission whose text was changed" submit bad --log $log
head -c -4 unsent >bad
wants 1 "a submission that is cut short" submit bad --log $log
wants 0 "a submission" submit unsent --log $log
wants 0 "a bundle with it" export after-unsent --members --log $log
grep -qF "the hall was dark" after-unsent || fail "the submission's text was lost"

# ---- Audits, bundles, time --------------------------------------------------

wants 0 "an audit" verify --log $log --keys keys/desk
[ -s keys/desk/verified ] || fail "the audit left no mark"
sed 's/^log .*/log 5 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=/' keys/desk/verified >bad
cp keys/desk/verified kept
cat bad >keys/desk/verified
wants 1 "a log that contradicts what was seen" verify --log $log --keys keys/desk
wants 1 "the same log once more" show --log $log --keys keys/desk
cat kept >keys/desk/verified
wants 0 "a bundle" export bundle --log $log
[ "$(head -n 1 bundle)" = congress-bundle/v1 ] || fail "not a bundle"
wants 3 "a bundle over a bundle" export bundle --log $log
wants 2 "a time that is none" close N1 --at yesterday --log $log --keys keys/chair
wants 2 "a time before the last entry" session-end --at 1000000000 --log $log --keys keys/chair
wants 2 "a statement without a word" objection --about 3 --log $log --keys keys/seats
wants 1 "an objection to what is not there" objection --about 999 --text no --log $log --keys keys/seats
wants 0 "a complaint" complaint --text "the hall was loud" --as seat/001 --log $log --keys keys/seats
"$ctl" session-end --json --log $log --keys keys/chair >out 2>&1 || fail "the end"
says '"type":"session-end"'
"$ctl" session-end --json --log $log --keys keys/chair >out 2>&1 && fail "two ends"
says '"error":"session-not-running"'

# No token, seed or passphrase is ever printed.
grep -hoE '[A-Za-z0-9_-]{22}$' tokens >secrets
sed -n 's/^seed //p' keys/*/*.key >>secrets
for file in out bundle; do
    grep -qFf secrets "$file" && fail "a secret in $file"
done

[ $failed -eq 0 ] && echo "All is as it should be."
exit $failed
