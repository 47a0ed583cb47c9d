#!/usr/bin/env bash
# Goal: a secret ballot over the network from the locked box to the published
# result, under a policy whose witness the server asks by itself: casts,
# receipts, shares, count and audit, each command on a server's address.
# shellcheck source=tests/voting/serving.bash
. "$(dirname "$0")/serving.bash"
prepare_files

serve server
vkey=$(server_vkey test.example/7)
witness 1
there=http://127.0.0.1:$witness_port
{
    echo "witness w1 $(curl -s "$there/vkey") $there"
    echo "quorum w1"
} >policy

at chair init conference.json --policy policy --setup-code-file server.db.set-up-code
[ $failed -eq 0 ] || exit 1
at chair session session.json
at chair roll roll.csv --tokens tokens
at chair post desk/1 --name-zh 签到处 --tokens desk.tokens
at both enrol desk/1 --token-file desk.tokens
cp -p keys/chair/chair-1.key keys/both/
for n in 1 2 3 4 5; do echo "enrol seat/00$n --token-file tokens"; done >lines
at seats batch lines
at chair session-start 7-1
for n in 1 2 3 4 5; do echo "present seat/00$n"; done >lines
at seats batch lines
for what in agenda scrutineers measures; do
    hands_paper "M-$what" $what >m.json
    at chair paper m.json
    at chair open "M-$what"
    at both hands "M-$what" 5,0,0 --as chair/1,desk/1
    at chair close "M-$what"
    at chair result "M-$what"
done
for n in 1 2 3; do at both post scrutineer/$n --name-zh "监票$n" --tokens s$n --as chair/1,desk/1; done
for n in 1 2 3; do at table enrol scrutineer/$n --token-file s$n; done
at chair key start --threshold 2
for step in commit deal accept; do
    for n in 1 2 3; do at table key $step --as scrutineer/$n; done
done
cat >p.json <<END
{"id": "P1", "session": "7-1", "kind": "motion", "ballot": "secret", $title,
 "rule": {"preset": "school.default", "notice_days": 0},
 "rows": [{"id": "P1.1", "text": {"zh": "一"}}]}
END
at chair paper p.json
at table headcount 5
at chair open P1
for n in 1 2 3 4; do at seats cast P1 --as seat/00$n --choices for --receipt r$n; done
at seats cast P1 --as seat/005 --choices against --receipt r5
at chair announce P1 last-call
sleep 11
at chair close P1
for _ in {1..100}; do
    [ "$(curl -s "$address/checkpoint/witnessed" | sed -n 2p)" = "$(curl -s "$address/checkpoint" | sed -n 2p)" ] && break
    sleep 0.2
done
for n in 1 2; do
    at table share P1 --as scrutineer/$n
    # The next share must see this one cosigned, or the close: either will do.
    sleep 0.2
done
at chair result P1
at chair show P1
says "4 for, 1 against, 0 abstaining"
at table verify
"$build/ballotverify" --lang en --receipt r1 "$address" >out 2>&1 || fail "the audit with a receipt"
says "V2    passed"
says "V18   passed"
not_at 1 seats cast P1 --as seat/001 --choices against --receipt late

[ $failed -eq 0 ] && echo "All is as it should be."
exit $failed
