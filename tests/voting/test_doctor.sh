#!/usr/bin/env bash
# Goal: the doctor finds each thing that would spoil the day, says how to mend
# it, and does not cry wolf where all is well.
set -u
build=$(cd "${BUILD:-build/release}" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
ctl=$build/ballotctl
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work" || exit 1
export LC_ALL=C.UTF-8
failed=0

fail() {
    echo "FAILED: $1" >&2
    [ ! -s out ] || sed 's/^/    /' out >&2
    failed=1
}

# doctor STATUS WHAT OPTION...
doctor() {
    local want=$1 what=$2 status
    shift 2
    "$ctl" doctor --lang en "$@" >out 2>&1 </dev/null
    status=$?
    [ $status -eq "$want" ] || fail "$what: status $status, not $want"
}

# says VERDICT TEXT: one finding has both.
says() {
    grep -F -- "$2" out | grep -qF -- "[$1]" || fail "no [$1] with: $2"
}

silent() {
    ! grep -qF -- "$1" out || fail "should not say: $1"
}

# ---- The command line -------------------------------------------------------

doctor 2 "a hall without a server" --hall
doctor 2 "no devices" --devices 0 --log https://vote.example
doctor 2 "too many devices" --devices 501 --log https://vote.example
doctor 2 "an address that is none" --log "https://a b/"
doctor 2 "an argument" now

# ---- Files ------------------------------------------------------------------

mkdir -m 700 state
doctor 0 "a log that is not there yet" --log state/log.db
says " ok " "There is no log state/log.db yet"
says " ok " "closed to others"
silent FAIL
[ -z "$(ls -A state)" ] || fail "it left something behind: $(ls -A state)"

doctor 0 "a folder that is not there yet" --log none/log.db
says warn "There is no folder none"

echo '{"origin": "test.example/7", "title": {"en": "Conference"}}' >c.json
"$ctl" init c.json --log state/log.db --keys keys >out 2>&1 || fail init
doctor 0 "a log as it should be" --log state/log.db
for file in log.db log.db.key log.db.checkpoint; do
    says " ok " "state/$file: only its owner"
done

# spoiled FILE MODE: found, and gone when it is mended.
spoiled() {
    local was
    was=$(stat -c %a "$1")
    chmod "$2" "$1"
    doctor 1 "$1 with mode $2" --log state/log.db
    says FAIL "$1"
    chmod "$was" "$1"
}
spoiled state/log.db 644
spoiled state/log.db.key 640
spoiled state/log.db.checkpoint 606
spoiled state 777
chmod 755 state
doctor 0 "a folder that others may look into" --log state/log.db
says warn "look into the folder state"
chmod 700 state

mv state/log.db.key k
doctor 1 "without the log's key" --log state/log.db
says FAIL "state/log.db.key is missing"
ln -s ../k state/log.db.key
doctor 1 "a key by a symbolic link" --log state/log.db
says FAIL "state/log.db.key"
rm state/log.db.key
mv k state/log.db.key
mv state/log.db.checkpoint c
doctor 1 "without the checkpoint's copy" --log state/log.db
says FAIL "state/log.db.checkpoint is missing"
mv c state/log.db.checkpoint
if [ "$(id -u)" -eq 0 ]; then
    chown 65534 state/log.db.key
    doctor 1 "a key of another user" --log state/log.db
    says FAIL "state/log.db.key belongs to another user"
    chown 0 state/log.db.key
fi

if [ "$(stat -f -c %T /dev/shm 2>/dev/null)" = tmpfs ] && [ -w /dev/shm ]; then
    doctor 1 "a log in memory" --log /dev/shm/log.db
    says FAIL "/dev/shm is in memory"
fi
doctor 1 "a folder in which nothing can be written" --log /proc/log.db
says FAIL "Cannot write and fsync in /proc"

# ---- Settings ---------------------------------------------------------------

cat >bad.conf <<TEXT
log = $work/state/log.db
listen = here
certifcate = /etc/x
TEXT
doctor 1 "settings that are wrong" --config bad.conf
says FAIL "(bad.conf, line 2)"
says FAIL "no setting \"certifcate\". (bad.conf, line 3)"
doctor 1 "settings that are not there" --config none.conf
says FAIL "none.conf cannot be read"
printf 'log = %s\nlisten = 0.0.0.0:8000\n' "$work/state/log.db" >bad.conf
doctor 1 "settings that are unsafe" --config bad.conf
says FAIL "Refusing to serve plain http on 0.0.0.0"

# ---- Certificates -----------------------------------------------------------

# certificate DAYS NAME
certificate() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days "$1" \
        -subj "/CN=$2" -addext "subjectAltName=DNS:$2" \
        -keyout "$2.key" -out "$2.pem" 2>/dev/null || fail "no certificate"
    chmod 600 "$2.key"
}
# with CERTIFICATE KEY
with() {
    printf 'log = %s\nlisten = 127.0.0.1:0\ncertificate = %s\ncertificate-key = %s\n' \
        "$work/state/log.db" "$work/$1" "$work/$2" >tls.conf
}
certificate 40 one.example
certificate 3 two.example
with one.example.pem one.example.key
doctor 0 "a certificate in order" --config tls.conf
says " ok " "The certificate is valid until"
with two.example.pem two.example.key
doctor 0 "a certificate that ends soon" --config tls.conf
says warn "in less than 14 days"
mkdir ca
: >ca/index
echo 01 >ca/serial
printf '[ca]\ndefault_ca = c\n[c]\ndatabase = ca/index\nserial = ca/serial\nnew_certs_dir = ca\npolicy = p\n[p]\ncommonName = supplied\n' >ca.conf
openssl req -new -key one.example.key -subj /CN=one.example -out over.csr ||
    fail "no request"
openssl ca -config ca.conf -batch -selfsign -keyfile one.example.key -in over.csr \
        -out over.pem -notext -md sha256 -startdate 20200101000000Z \
        -enddate 20200201000000Z 2>/dev/null || fail "no certificate of the past"
with over.pem one.example.key
doctor 1 "a certificate that has ended" --config tls.conf
says FAIL "The certificate ended on 2020-0"
with one.example.pem two.example.key
doctor 1 "another certificate's key" --config tls.conf
says FAIL "cannot be used (ERR_INPUT)"
with one.example.pem none.key
doctor 1 "no key" --config tls.conf
says FAIL "cannot be used (ERR_NOTFOUND)"
chmod 644 one.example.key
with one.example.pem one.example.key
doctor 1 "a key that all may read" --config tls.conf
says FAIL "Everybody may read the certificate's key"

# ---- Ports and servers ------------------------------------------------------

serve() {
    [ -z "$server" ] || kill "$server"
    rm -f port
    python3 "$here/doctor_server.py" port "$1" &
    server=$!
    for _ in $(seq 100); do
        [ -e port ] && break
        sleep 0.1
    done
    port=$(cat port) || exit 1
    address=http://127.0.0.1:$port
    printf 'log = %s\nlisten = 127.0.0.1:%s\n' "$work/state/log.db" "$port" >good.conf
}

serve well
doctor 0 "a port where ballotd answers" --config good.conf
says " ok " "The settings in good.conf hold"
says " ok " "ballotd answers on 127.0.0.1:$port"
doctor 0 "a server that is well" --log "$address"
says " ok " "The server $address is well"
says " ok " "differ by "
silent FAIL
doctor 0 "a hall that is good" --log "$address" --hall --devices 20 \
    --phones 100 --seconds 2
says " ok " "All 100 requests were answered"
says " ok " "held for 2 s"
says " ok " "100 phones voting at once"
"$ctl" doctor --json --log "$address" >out 2>&1 || fail "as JSON"
python3 - <<'PYTHON' || fail "not the JSON that it should be"
import json
report = json.load(open("out"))
codes = {f["code"]: f for f in report["findings"]}
assert codes["SERVER_WELL"]["verdict"] == "ok", codes
assert all(f["words"] and "{" not in f["words"] for f in report["findings"])
assert report["verdict"] in ("ok", "warn"), report["verdict"]
PYTHON
"$ctl" doctor --lang zh --log "$address" >out 2>&1 || fail "in Chinese"
says 正常 "运行正常"

serve stopped
doctor 1 "a port where the log has stopped" --config good.conf
says FAIL "its log takes nothing in"
doctor 1 "a server whose log has stopped" --log "$address"
says FAIL "its log takes nothing in"
serve behind
doctor 0 "a clock that is 60 s off" --log "$address"
says warn "differ by "
serve ahead
doctor 1 "a clock that is far off" --log "$address"
says FAIL "phones would be refused"
serve other
doctor 1 "a port of another program" --config good.conf
says FAIL "is taken by another program"
doctor 1 "an address of another program" --log "$address"
says FAIL "No good answer"
serve lossy
doctor 1 "a hall that loses requests" --log "$address" --hall --devices 9 --seconds 1
says FAIL "got no answer"
serve cut
doctor 0 "a hall whose stream breaks" --log "$address" --hall --devices 5 --seconds 2
says warn "stream broke"

kill "$server"
wait "$server" 2>/dev/null
server=
doctor 0 "a port that is free" --config good.conf
says " ok " "127.0.0.1:$port is free"
doctor 1 "a server that is not there" --log "$address"
says FAIL "No good answer"
doctor 1 "a hall without a server" --log "$address" --hall --devices 3 --seconds 1
says FAIL "got no answer"
printf 'log = %s\nlisten = 192.0.2.7:8000\nplain-http = %s\n' "$work/state/log.db" \
    i-know-that-anyone-on-this-network-can-read-and-change-pages >good.conf
doctor 1 "an address of another machine" --config good.conf
says FAIL "is not an address of this machine"
says warn "can change pages"

exit $failed
