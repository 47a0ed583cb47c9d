# Sourced by tests that need a server: starts and ends ballotd in the scratch
# folder of terminal.bash, which is sourced with it.
# shellcheck shell=bash disable=SC2034,SC2154
# shellcheck source=tests/voting/terminal.bash
. "$(dirname "${BASH_SOURCE[0]}")/terminal.bash"
ballotd=${BALLOTD:-$build/ballotd}
log=$work/server.db
servers=
export LANG=C

# serve [NAME [OPTION...]]: a server on the log NAME.db; sets address, and port
# keeps to it when it is started anew.
serve() {
    local name=${1:-server}
    [ $# -eq 0 ] || shift
    : >"$name.err"
    "$ballotd" --log "$work/$name.db" --listen "127.0.0.1:${port:-0}" "$@" \
        >"$name.out" 2>"$name.err" </dev/null &
    server=$!
    servers="$servers $server"
    for _ in {1..200}; do
        port=$(sed -nE 's/.*127\.0\.0\.1:([0-9]+).*/\1/p' "$name.err" | head -n 1)
        [ -z "$port" ] || break
        kill -0 $server 2>/dev/null || break
        sleep 0.05
    done
    address=http://127.0.0.1:$port
    [ -n "$port" ] || { cat "$name.err"; fail "no server"; exit 1; }
}

# unserve: ends the server that was started last, and waits until it has.
unserve() {
    kill -TERM "$server" 2>/dev/null
    wait "$server" 2>/dev/null
}
# shellcheck disable=SC2086  # a list
trap 'kill $servers 2>/dev/null; wait 2>/dev/null; rm -rf "$work"' EXIT

# at KEYS COMMAND...: on the server; must succeed.
at() {
    "$ctl" "${@:2}" --log "$address" --keys "keys/$1" --lang en >out 2>&1 </dev/null ||
        fail "$* (status $?)"
}

# not_at STATUS KEYS COMMAND...: must fail so.
not_at() {
    "$ctl" "${@:3}" --log "$address" --keys "keys/$2" --lang en >out 2>&1 </dev/null
    local status=$?
    [ $status -eq "$1" ] || fail "${*:3}: status $status, not $1"
}

# A conference of five seats on the server, with files for it.
title='"title": {"zh": "大会", "en": "Conference"}'
prepare_files() {
    mkdir -m 700 keys
    echo "{\"origin\": \"test.example/7\", $title}" >conference.json
    echo "{\"id\": \"7-1\", \"term\": 7, \"number\": 1, \"date\": \"$(date +%F)\", $title}" >session.json
    {
        echo 'id,name_zh,voting'
        for n in 1 2 3 4 5; do echo "R00$n,代表$n,1"; done
    } >roll.csv
}
# hands_paper ID WHAT
hands_paper() {
    cat <<END
{"id": "$1", "session": "7-1", "kind": "motion", "ballot": "hands", $title,
 "rule": {"preset": "school.default", "notice_days": 0}, "settles": "$2",
 "rows": [{"id": "$1.1", "text": {"zh": "一"}}]}
END
}

# server_vkey ORIGIN: the vkey that the log of an unfounded server will have.
server_vkey() {
    python3 - "$1" "$(curl -s "$address/log-key")" <<'END'
import base64, hashlib, sys
key = b"\1" + base64.b64decode(sys.argv[2])
name = sys.argv[1]
digest = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4].hex()
print(f"{name}+{digest}+{base64.b64encode(key).decode()}")
END
}

# witness N [PORT]: a witness of the log $vkey; sets witness and witness_port.
witness() {
    "$ballotd" --witness --name "witness.example/$1" --key "w$1.key" --state "w$1" \
        --log "$vkey" --listen "127.0.0.1:${2:-0}" >"w$1.out" 2>"w$1.err" </dev/null &
    witness=$!
    servers="$servers $witness"
    for _ in {1..100}; do
        grep -q 127.0.0.1: "w$1.err" 2>/dev/null && break
        kill -0 $witness 2>/dev/null || break
        sleep 0.05
    done
    witness_port=$(sed -nE 's/.*127\.0\.0\.1:([0-9]+).*/\1/p' "w$1.err")
}
