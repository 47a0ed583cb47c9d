#!/usr/bin/env bash
# Goal: a secret ballot from a terminal: test ballots, paper sheets, new cards,
# a bad share, a void round; and no key is used on a log that does not hold.
# shellcheck source=tests/voting/terminal.bash
. "$(dirname "$0")/terminal.bash"

# ---- A conference whose ballot box is locked ---------------------------------

mkdir -m 700 keys
title='"title": {"zh": "大会", "en": "Conference"}'
echo "{\"origin\": \"test.example/7\", $title}" >conference.json
echo "{\"id\": \"7-1\", \"term\": 7, \"number\": 1, \"date\": \"2026-03-13\", \"title\": {\"zh\": \"第一次会议\", \"en\": \"First session\"}}" >session.json
{
    echo 'id,name_zh,voting'
    for n in 1 2 3 4 5 6 7 8 9; do echo "R00$n,代表$n,1"; done
} >roll.csv
paper() {
    cat <<EOF
{"id": "$1", "session": "7-1", "kind": "motion", "ballot": "$2", $title,
 "rule": {"preset": "school.default", "notice_days": 0}$3,
 "rows": [{"id": "$1.1", "text": {"zh": "一"}}, {"id": "$1.2", "text": {"zh": "二"}}]}
EOF
}
by chair init conference.json
by chair session session.json
by chair roll roll.csv --tokens tokens
by chair post desk/1 --name-zh 签到处 --tokens desk.tokens
by both enrol desk/1 --token-file desk.tokens
cp -p keys/chair/chair-1.key keys/both/
{
    for n in 1 2 3 4 5 6 7 8 9; do echo "enrol seat/00$n --token-file tokens --keys keys/seats"; done
    echo "session-start 7-1 --keys keys/chair"
    for n in 1 2 3 4 5 6 7 8 9; do echo "present seat/00$n --keys keys/seats"; done
} >lines
by chair batch lines
for what in agenda scrutineers measures; do
    paper "M-$what" hands ", \"settles\": \"$what\"" >m.json
    by chair paper m.json
    by chair open "M-$what"
    by both hands "M-$what" 9,0,0 8,1,0
    by chair close "M-$what"
    by chair result "M-$what"
done
paper P1 secret '' >p.json
by chair paper p.json
paper P2 secret ', "counts": "first", "recusals": [{"row": "P2.2", "seat": "seat/009"}]' >p.json
by chair paper p.json
for n in 1 2 3; do
    by both post scrutineer/$n --name-zh "监票$n" --tokens s$n --as chair/1,desk/1
done
for n in 1 2 3; do by table enrol scrutineer/$n --token-file s$n; done
not 1 chair open P1
says "key-not-ready"
by chair key start --threshold 2
not 3 table key deal --as scrutineer/1
not 2 chair key turn
by table key commit --as scrutineer/1
not 1 table key deal --as scrutineer/1
says "ceremony-stage"
for n in 2 3; do by table key commit --as scrutineer/$n; done
for n in 1 2 3; do by table key deal --as scrutineer/$n; done
not 1 table key complain --as scrutineer/1 --against 2 --out complaint
says "proves nothing"
[ ! -e complaint ] || fail "a complaint about a good share was written down"
for n in 1 2 3; do by table key accept --as scrutineer/$n; done
not 1 table key complain --as scrutineer/1 --against 2
[ "$(stat -c %a keys/table/scrutineer-1.seed)" = 600 ] || fail "a seed that others can read"
not 1 chair open P1
says "headcount"
by table headcount 9

# ---- A round that is made void -----------------------------------------------

by chair open P1
by seats cast P1 --as seat/001 --choices for,against --receipt r1
not 2 chair void P1
cp -p keys/chair/chair-1.key keys/table/
by table void P1 --reason "the roll was wrong"
not 1 seats cast P1 --as seat/002 --choices for,against --receipt r2
[ ! -e r2 ] || fail "a receipt of no vote"
paper P1 secret ', "follows": {"paper": "P1", "why": "void"}' | sed 's/"id": "P1",/"id": "P1b",/' >p.json
by chair paper p.json

# ---- Test ballots ------------------------------------------------------------

by chair open P1b
by seats test-ballot P1b --as seat/001 --choices for,abstain --out test
code=$(sed -n 's/^Code of the sealed ballot: //p' out)
by seats test-check test --code "$code"
says "for,abstain"
by seats test-check test --code "$(tr -d '-' <<<"$code" | tr '[:upper:]' '[:lower:]')"
not 1 seats test-check test --code "00000-00000-00000-00000-00000"
for change in 's/^choices for/choices against/' 's/^seat .*/seat seat\/002/' 's/^attempt 1/attempt 2/' \
    's/^secret 0/secret 1/;t;s/^secret ./secret 0/' 's/^key 0/key 1/;t;s/^key ./key 0/'; do
    sed "$change" test >changed
    cmp -s test changed && fail "$change changes nothing"
    not 1 seats test-check changed --code "$code"
done
head -n 4 test >changed
not 2 seats test-check changed --code "$code"

# ---- Phones, new cards, paper ------------------------------------------------

for n in 1 2 3 4; do by seats cast P1b --as seat/00$n --choices for,against --receipt p1b-$n; done
says "In the box"
by seats cast P1b --as seat/004 --choices abstain,abstain --receipt p1b-4b
not 1 both reissue seat/005 --tokens new.tokens --as chair/1,desk/1
rm -f new.tokens
cp -p keys/both/desk-1.key keys/table/
by table reissue seat/005 --tokens new.tokens
not 1 seats cast P1b --as seat/005 --choices for,for --receipt p1b-5
not 1 seats enrol seat/005 --token-file tokens --replace
by seats enrol seat/005 --token-file new.tokens --replace
by seats cast P1b --as seat/005 --choices against,for --receipt p1b-5
for n in 6 7 8; do by table desk-issue P1b seat/00$n; done
not 1 seats cast P1b --as seat/006 --choices for,for --receipt p1b-6
says "has-sheet"
printf 'for,for\nagainst,for\n' >sheets
not 1 table sheets P1b sheets
printf 'for,for\nagainst,for\nperhaps,for\n' >sheets
not 2 table sheets P1b sheets
printf 'for,for\nagainst,for\nabstain,for\nfor,for\n' >sheets
not 1 table sheets P1b sheets
printf 'for,for\nagainst,for\nabstain,for\n' >sheets
by table sheets P1b sheets
not 1 chair close P1b
by chair announce P1b last-call
now=$((now + 11))
by chair close P1b

# ---- The count ---------------------------------------------------------------

not 1 chair result P1b
cp -rp keys/table keys/forked
printf 'congress-mark/v1 test.example/7\ngenesis %s=\nlog 9 %s=\n' \
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA >keys/forked/verified
chmod 600 keys/forked/verified
not 1 forked share P1b --as scrutineer/1
says "contradicts"
mkdir -m 700 keys/stranger
cp -p keys/table/scrutineer-1.key keys/stranger/
sed 's/scrutineer\/2/scrutineer\/1/' keys/table/scrutineer-2.seed >keys/stranger/scrutineer-1.seed
chmod 600 keys/stranger/scrutineer-1.seed
not 1 stranger share P1b --as scrutineer/1
says "share-proof"

# The device of scrutineer/1 is lost; the sealed page is not.
by table key backup --as scrutineer/1 --out page.html
[ "$(stat -c %a page.html)" = 600 ] || fail "a page that others can read"
not 3 table key backup --as scrutineer/1 --out page.html
not 2 table key backup --as scrutineer/1
by table key backup --as scrutineer/2 --out page2.html
typed() { sed -n '/<pre>/,/<\/pre>/p' "$1" | sed 's/.*<pre>//; s/<\/pre>.*//'; }
typed page.html >digits
typed page2.html >digits2
mkdir -m 700 keys/spare
cp -p keys/table/scrutineer-1.key keys/spare/
not 3 spare share P1b --as scrutineer/1
not 2 spare key restore --as scrutineer/1
# One digit of the first group: a check digit catches every such slip.
first=$(tr -dc 0-9 <digits | head -c 1)
sed "0,/$first/s//$(((first + 1) % 10))/" digits >wrong
not 2 spare key restore --as scrutineer/1 --seed-file wrong
says "in group 1"
head -n 3 digits >wrong
not 2 spare key restore --as scrutineer/1 --seed-file wrong
says "hundred digits"
{ tail -n +3 digits && head -n 2 digits; } >wrong
not 1 spare key restore --as scrutineer/1 --seed-file wrong
not 1 spare key restore --as scrutineer/1 --seed-file digits2
says "not the seed"
[ ! -e keys/spare/scrutineer-1.seed ] || fail "a wrong seed was kept"
by spare key restore --as scrutineer/1 --seed-file digits
cmp -s keys/table/scrutineer-1.seed keys/spare/scrutineer-1.seed || fail "another seed came back"
[ "$(stat -c %a keys/spare/scrutineer-1.seed)" = 600 ] || fail "a restored seed that others can read"
not 3 spare key restore --as scrutineer/1 --seed-file digits
by spare share P1b --as scrutineer/1
not 1 table share P1b --as scrutineer/1
not 1 table void P1b --reason "too late"
not 1 chair result P1b
by table share P1b --as scrutineer/3
by chair result P1b
"$ctl" show P1b --log $log --lang en >out
says "4 for, 2 against, 2 abstaining"
says "4 for, 3 against, 1 abstaining"
says "First session"
grep -qx "Conference" out || fail "no title of the conference"
"$ctl" show P1b --log $log --lang zh >out
says "第一次会议"
not 1 chair declare P1b
by table sign-off P1b --as scrutineer/1
by table sign-off P1b --as scrutineer/2
by chair declare P1b
by chair publish P1b
by seats receipt p1b-1

# ---- The first ballot counts; somebody is recused ----------------------------

by chair open P2
by seats cast P2 --as seat/001 --choices for,for --receipt q1
not 1 seats cast P2 --as seat/001 --choices against,for --receipt q1b
not 2 seats cast P2 --as seat/009 --choices for,for --receipt q9
by seats cast P2 --as seat/009 --choices P2.1=for --receipt q9
not 1 chair session-end
by chair announce P2 last-call
now=$((now + 11))
by chair close P2
not 1 table share P2 --as scrutineer/1
says "share-none"
by chair result P2
"$ctl" show P2 --log $log --json >out
says '"outcome":"too_few"'
not 1 table erase-share --as scrutineer/1
by chair session-end
by table erase-share --as scrutineer/1
[ ! -e keys/table/scrutineer-1.seed ] || fail "the seed is still there"

"$ctl" export bundle --log $log >out 2>&1 || fail "export"
"$build/ballotverify" bundle >out 2>&1 || fail "the audit"
"$ctl" export members --members --log $log >out 2>&1 || fail "export for members"
[ "$(stat -c %a members)" = 600 ] || fail "members' texts that others can read"
grep -q 代表1 members || fail "no names for members"
grep -q 代表1 bundle && fail "names for everybody"

[ $failed -eq 0 ] && echo "All is as it should be."
exit $failed
