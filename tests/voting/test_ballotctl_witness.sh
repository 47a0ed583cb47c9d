#!/usr/bin/env bash
# Goal: where a policy names witnesses, no box is opened before enough of them
# have cosigned the log with the close in it; and nothing else passes for that.
# shellcheck source=tests/voting/terminal.bash
. "$(dirname "$0")/terminal.bash"
witness=$build/tests/tools/witness

# ---- A locked box, under a policy of two witnesses, one of them needed ----------

mkdir -m 700 keys
title='"title": {"zh": "大会", "en": "Conference"}'
echo "{\"origin\": \"test.example/7\", $title}" >conference.json
echo "{\"id\": \"7-1\", \"term\": 7, \"number\": 1, \"date\": \"2026-03-13\", $title}" >session.json
{
    echo 'id,name_zh,voting'
    for n in 1 2 3 4 5; do echo "R00$n,代表$n,1"; done
} >roll.csv
paper() {
    cat <<END
{"id": "$1", "session": "7-1", "kind": "motion", "ballot": "$2", $title,
 "rule": {"preset": "school.default", "notice_days": 0}$3,
 "rows": [{"id": "$1.1", "text": {"zh": "一"}}]}
END
}
by chair init conference.json
by chair session session.json
by chair roll roll.csv --tokens tokens
by chair post desk/1 --name-zh 签到处 --tokens desk.tokens
by both enrol desk/1 --token-file desk.tokens
cp -p keys/chair/chair-1.key keys/both/
{
    for n in 1 2 3 4 5; do echo "enrol seat/00$n --token-file tokens --keys keys/seats"; done
    echo "session-start 7-1 --keys keys/chair"
    for n in 1 2 3 4 5; do echo "present seat/00$n --keys keys/seats"; done
} >lines
by chair batch lines
for what in agenda scrutineers measures; do
    paper "M-$what" hands ", \"settles\": \"$what\"" >m.json
    by chair paper m.json
    by chair open "M-$what"
    by both hands "M-$what" 5,0,0
    by chair close "M-$what"
    by chair result "M-$what"
done
paper P1 secret '' >p.json
by chair paper p.json
for n in 1 2 3; do by both post scrutineer/$n --name-zh "监票$n" --tokens s$n --as chair/1,desk/1; done
for n in 1 2 3; do by table enrol scrutineer/$n --token-file s$n; done
by chair key start --threshold 2
for step in commit deal accept; do
    for n in 1 2 3; do by table key $step --as scrutineer/$n; done
done
by table headcount 5

cp $log.checkpoint early
not 1 chair cosign early
{
    echo "witness w1 $("$witness" key witness.example/1)"
    echo "witness w2 $("$witness" key witness.example/2)"
    echo "group any-of 1 w1 w2"
    echo "quorum any-of"
} >policy
cp -p keys/chair/chair-1.key keys/table/
sed 's/^quorum .*/quorum nobody/' policy >bad
not 1 table policy bad
by table policy policy

by chair open P1
for n in 1 2 3 4 5; do by seats cast P1 --as seat/00$n --choices for --receipt r$n; done
cp $log.checkpoint before-close
by chair announce P1 last-call
now=$((now + 11))
by chair close P1

# ---- No cosignature, no share ----------------------------------------------------

not 1 table share P1 --as scrutineer/1
says "cosignatures"

# A stranger's line, a witness's line over other entries, half a line.
"$witness" cosign stranger.example/1 $now <$log.checkpoint >signed
not 1 chair cosign signed
says "no signature"
"$witness" cosign witness.example/1 $now <$log.checkpoint >signed
awk 'NR == 3 { $0 = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" } { print }' signed >forged
not 1 chair cosign forged
awk 'NR == 3 { $0 = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" } { print }' $log.checkpoint |
    "$witness" cosign witness.example/1 $now >forged
not 1 chair cosign forged
says "does not hold"
head -c 150 signed >forged
not 2 chair cosign forged
not 1 table share P1 --as scrutineer/1
says "cosignatures"

# What was cosigned before the close says nothing of the close.
"$witness" cosign witness.example/1 $now <before-close >old
by chair cosign old
says "1 cosignatures"
not 1 table share P1 --as scrutineer/1

# ---- One witness is enough --------------------------------------------------------

# cosigned WITNESS: the last checkpoint.
cosigned() {
    "$witness" cosign "witness.example/$1" $now <$log.checkpoint >signed
    by chair cosign signed
}
cosigned 2
by table share P1 --as scrutineer/1
not 1 table share P1 --as scrutineer/2
says "cosignatures"
cosigned 1
by table share P1 --as scrutineer/2
by chair result P1
cosigned 2
"$ctl" show P1 --log $log --lang en >out
says "5 for, 0 against, 0 abstaining"
"$ctl" export bundle --log $log >out 2>&1 || fail "export"
for n in 1 2; do
    grep -qE "^cosignature [^ ]+ witness.example/$n\$" bundle || fail "no share names witness $n"
done
"$build/ballotverify" bundle >out 2>&1 || fail "the audit"

[ $failed -eq 0 ] && echo "All is as it should be."
exit $failed
