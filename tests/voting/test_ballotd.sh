#!/usr/bin/env bash
# Goal: the server starts only where it is safe, says so, stops in order, and
# what it logs and leaves behind holds nothing secret.
set -u
build=$(cd "${BUILD:-build/release}" && pwd)
ballotd=$build/ballotd
ctl=$build/ballotctl
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill -9 "$server" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work" || exit 1
export LC_ALL=C.UTF-8
unset NOTIFY_SOCKET JOURNAL_STREAM
failed=0

fail() {
    echo "FAILED: $1" >&2
    [ ! -s log ] || sed 's/^/    /' log >&2
    failed=1
}

# refuses STATUS WHAT TEXT OPTION...: it does not start, and says the text.
refuses() {
    local want=$1 what=$2 text=$3 status
    shift 3
    [ ! -e log ] || cat log >>logs
    timeout 20 "$ballotd" --lang en "$@" >log 2>&1 </dev/null
    status=$?
    [ $status -eq "$want" ] || fail "$what: status $status, not $want"
    grep -qF -- "$text" log || fail "$what: does not say: $text"
}

# start [OPTION...]: starts it on any port of 127.0.0.1 and waits until it serves.
start() {
    [ ! -e log ] || cat log >>logs
    : >log # what the last one said is not this one's
    "$ballotd" --lang en --log state/log.db --listen 127.0.0.1:0 "$@" \
        >out 2>>log </dev/null &
    server=$!
    for _ in $(seq 200); do
        grep -q ' listening: ' log && break
        kill -0 "$server" 2>/dev/null || break
        sleep 0.05
    done
    port=$(sed -nE 's/.* listening: Serving on 127.0.0.1:([0-9]+) .*/\1/p' log)
    [ -n "$port" ] || fail "it does not start"
    address=http://127.0.0.1:$port
}

# stop SIGNAL WANT WHAT
stop() {
    local status
    kill -"$1" "$server"
    wait "$server"
    status=$?
    server=
    [ $status -eq "$2" ] || fail "$3: status $status, not $2"
}

# get PATH: its status, with the body in `body`.
get() {
    curl -s -m 10 -o body -w '%{http_code}' --noproxy '*' "$address$1"
}

mkdir -m 700 state

# ---- The command line -------------------------------------------------------

"$ballotd" --version | grep -qE '^ballotd [0-9]+\.[0-9]+\.[0-9]+$' || fail "the version"
"$ballotd" --help --lang zh | grep -q '^用法：ballotd' || fail "the help in Chinese"
"$ballotd" --help --lang en | grep -q '^usage: ballotd' || fail "the help in English"
refuses 2 "no log" "no-log: "
refuses 2 "an option that is none" "--colour" --colour red
refuses 2 "plain http to all" "plain-http: " --log state/log.db --listen 0.0.0.0:0
refuses 2 "plain http to all, IPv6" "plain-http: " --log state/log.db --listen '[::]:0'
refuses 2 "a sentence that is not it" "sentence: " --log state/log.db \
    --listen 0.0.0.0:0 --plain-http yes
refuses 2 "a proxy elsewhere" "proxy-open: " --log state/log.db \
    --listen 0.0.0.0:0 --behind-proxy yes
printf 'log = %s\nlisten = 127.0.0.1:0\nlog-kye = /x\n' "$work/state/log.db" >conf
refuses 2 "a setting that is misspelt" "conf:3: unknown-setting: " --config conf
refuses 2 "settings that are not there" "none" --config none
[ -z "$(ls -A state)" ] || fail "a server that did not start made files"
for address in 0.0.0.0:0 '[::]:0' 192.0.2.7:8090; do
    "$ballotd" --witness --name w.example --key w/key --state w/state --listen "$address" \
        --log "test.example/7+e448d394+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f" >log 2>&1
    [ $? -eq 2 ] || fail "a witness that speaks plainly on $address"
    grep -q plain-http log || fail "a witness does not say why not on $address"
done
[ ! -e w ] || fail "a witness that did not start made files"
refuses 3 "a log in no folder" "cannot-start: " --log "$work/no/such/log.db"

# ---- First start ------------------------------------------------------------

start
[ "$(get /healthz)" = 200 ] || fail "healthz of an empty log"
grep -q '^ok$' body || fail "healthz does not say ok"
get / >/dev/null
! grep -q 'anyone on this network' body || fail "a warning that is out of place"
[ "$(get /nowhere)" = 404 ] || fail "a path that is none"
code=$(cat state/log.db.set-up-code) || fail "there is no set-up code"
[ "$(stat -c %a state/log.db.set-up-code)" = 600 ] || fail "others may read the set-up code"
grep -q ' log-empty: .*state/log.db.set-up-code' log || fail "where is the set-up code?"
for file in state/log.db state/log.db.key; do
    [ "$(stat -c %a $file)" = 600 ] || fail "others may read $file"
done
[ "$(stat -c %a state)" = 700 ] || fail "the folder's mode"
grep -q '^0$' <(awk '/^Max core file size/ { print $5 }' "/proc/$server/limits") ||
    fail "it may dump core"
# A process that is not dumpable belongs to root in /proc.
[ "$(stat -c %u "/proc/$server/environ")" = 0 ] || fail "it can be looked into"

timeout 20 "$ballotd" --lang en --log state/log.db --listen 127.0.0.1:0 >second 2>&1
[ $? -eq 3 ] || fail "two servers on one log"
grep -q 'another process uses the log' second || fail "does not say why: $(cat second)"
timeout 20 "$ballotd" --lang en --log other/log.db --listen "127.0.0.1:$port" >second 2>&1
[ $? -eq 3 ] || fail "two servers on one port"
grep -q 'the port is taken' second || fail "does not say why: $(cat second)"

kill -HUP "$server"
sleep 0.3
[ "$(get /healthz)" = 200 ] || fail "SIGHUP ended it"
stop TERM 0 "SIGTERM"
start
[ "$(cat state/log.db.set-up-code)" != "$code" ] || fail "the set-up code is the same again"
code2=$(cat state/log.db.set-up-code)
stop INT 0 "SIGINT"

# ---- A conference -----------------------------------------------------------

rm -rf state
mkdir -m 700 state
echo '{"origin": "canary-origin.example/7", "title": {"en": "Canary"}}' >c.json
"$ctl" init c.json --log state/log.db --keys keys >out 2>&1 || fail "init"
echo stale >state/log.db.set-up-code
start
[ "$(get /checkpoint)" = 200 ] || fail "no checkpoint"
grep -q '^canary-origin.example/7$' body || fail "another checkpoint"
[ "$(get /log-key)" = 404 ] || fail "a founded conference has no set-up"
for _ in $(seq 60); do
    [ -e state/log.db.set-up-code ] || break
    sleep 0.05
done
[ ! -e state/log.db.set-up-code ] || fail "a set-up code that is no use stays"
[ "$("$ctl" doctor --lang en --log "$address" --json | grep -c SERVER_WELL)" -eq 1 ] ||
    fail "the doctor does not find it well"
printf 'id,name_zh,name_en,voting\nR001,金丝雀,Canaryname,1\n' >roll.csv
"$ctl" roll roll.csv --tokens tokens --log "$address" --keys keys >out 2>&1 ||
    fail "a roll over HTTP: $(cat out)"
token=$(awk 'NR == 1 { print $2 }' tokens)
"$ctl" enrol seat/001 --token-file tokens --log "$address" --keys seat >out 2>&1 ||
    fail "an enrolment over HTTP: $(cat out)"
secret=$(sed -n 's/^seed //p' state/log.db.key)
kill -9 "$server"
wait "$server" 2>/dev/null
start
stop TERM 0 "after kill -9"

# ---- Unsafe files -----------------------------------------------------------

options=(--log state/log.db --listen 127.0.0.1:0)
for file in log.db log.db.key log.db.checkpoint; do
    chmod 644 "state/$file"
    refuses 3 "$file that all may read" "chmod 600" "${options[@]}"
    chmod 600 "state/$file"
done
mv state/log.db.key k
refuses 3 "a log without its key" "some are missing" "${options[@]}"
mv state/log.db d
mv k state/log.db.key
refuses 3 "a key without its log" "some are missing" "${options[@]}"
mv d state/log.db

# ---- Certificates -----------------------------------------------------------

# certificate DAYS
certificate() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days "$1" \
        -subj /CN=localhost -addext subjectAltName=DNS:localhost \
        -keyout key.pem -out chain.pem 2>/dev/null || fail "no certificate"
}
certificate 2
tls=(--certificate chain.pem --certificate-key key.pem)
chmod 604 key.pem
refuses 3 "a certificate's key that all may read" "ERR_AUTH" "${options[@]}" "${tls[@]}"
refuses 3 "checking the same" "ERR_AUTH" "${options[@]}" --check "${tls[@]}"
chmod 600 key.pem
"$ballotd" --check "${options[@]}" "${tls[@]}" >/dev/null || fail "a certificate in order"
start "${tls[@]}"
grep -q ' listening: .*(https)' log || fail "it does not say that it speaks TLS"
tls_get() {
    curl -s -m 10 -o body -w '%{http_code}' --noproxy '*' --cacert chain.pem \
        --resolve "localhost:$port:127.0.0.1" "https://localhost:$port$1"
}
[ "$(tls_get /healthz)" = 200 ] || fail "no answer over TLS"
[ "$(get /healthz)" != 200 ] || fail "it speaks plainly beside TLS"

# reloads CODE WHAT: SIGHUP leads to a line of this code.
reloads() {
    kill -HUP "$server"
    for _ in $(seq 100); do
        grep -q " $1: " log && return
        sleep 0.05
    done
    fail "$2"
}
cp chain.pem old.pem
echo nonsense >chain.pem
reloads reload-failed "a certificate that is none is not reported"
cp old.pem chain.pem
[ "$(tls_get /healthz)" = 200 ] || fail "the old certificate did not stay"
certificate 40
[ "$(tls_get /healthz)" != 200 ] || fail "the new certificate is there before its time"
reloads reloaded "a new certificate is not taken"
grep -q "valid until $(date -u -d '+40 days' +%Y-%m-)" log || fail "until when is it valid?"
[ "$(tls_get /healthz)" = 200 ] || fail "the new certificate is not used"
"$ctl" doctor --lang en --log "https://localhost:$port" --ca chain.pem >findings 2>&1 ||
    fail "the doctor, over TLS: $(cat findings)"
grep -q "ok.* is well" findings || fail "the doctor does not find it well: $(cat findings)"
"$ctl" doctor --lang en --log "https://127.0.0.1:$port" --ca chain.pem >findings 2>&1 &&
    fail "a certificate for another name is good to the doctor"
grep -q "FAIL.*certificate does not hold" findings || fail "does not say so: $(cat findings)"
stop TERM 0 "with TLS"
refuses 3 "a certificate that is not there" "cannot-start: " "${options[@]}" \
    --certificate none.pem --certificate-key none.key

# ---- Systemd, and plain http said outright ---------------------------------------------

cat >notify.py <<'PYTHON'
import os, socket, subprocess, sys

name = "@test_ballotd.%d" % os.getpid()
manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
manager.bind("\0" + name[1:])
manager.settimeout(20)
env = dict(os.environ, NOTIFY_SOCKET=name, WATCHDOG_USEC="1000000")
server = subprocess.Popen(sys.argv[1:], env=env, stdin=subprocess.DEVNULL)
said = []


def until(line):
    while line not in said:
        said.extend(manager.recv(4096).decode().splitlines())


try:
    until("READY=1")
    until("WATCHDOG=1")
    said.clear()
    until("WATCHDOG=1")
    server.send_signal(1)
    until("RELOADING=1")
    until("READY=1")
    server.terminate()
    until("STOPPING=1")
    sys.exit(server.wait(20))
finally:
    server.kill()
PYTHON
cat log >>logs
python3 notify.py "$ballotd" --lang en "${options[@]}" >log 2>&1 || fail "systemd's protocol"

[ ! -e log ] || cat log >>logs
: >log
sentence=i-know-that-anyone-on-this-network-can-read-and-change-pages
"$ballotd" --lang en --log state/log.db --listen 0.0.0.0:0 --plain-http $sentence \
    >out 2>>log </dev/null &
server=$!
for _ in $(seq 200); do
    grep -q ' plain-open: ' log && break
    sleep 0.05
done
grep -q ' warning plain-open: ' log || fail "plain http to all without a warning"
port=$(sed -nE 's/.* listening: Serving on 0.0.0.0:([0-9]+) .*/\1/p' log)
address=http://127.0.0.1:$port
# A build without pages has no page to warn on.
if [ "$(get /)" = 200 ]; then
    grep -q 'anyone on this network can read and change this page' body ||
        fail "a page over plain http to all without a warning"
    grep -q '连接未加密' body || fail "no warning in Chinese"
    curl -s -m 10 --compressed --noproxy '*' "$address/" | cmp - body ||
        fail "a compressed page is another one"
fi
stop TERM 0 "plain http to all"

# ---- Nothing secret ---------------------------------------------------------

grep -q ' log-empty: ' logs || fail "the logs are not all here"
for canary in "$code" "$code2" "$secret" "$token" 金丝雀 Canaryname seat/001 seat/1; do
    [ -n "$canary" ] || fail "there is nothing to look for"
    ! grep -qF -- "$canary" logs log out second body || fail "a secret was said"
done

exit $failed
