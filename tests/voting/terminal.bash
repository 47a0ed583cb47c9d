# Sourced by tests of ballotctl: a scratch folder, and what commands must do.
# shellcheck shell=bash disable=SC2034  # some names are for those who source this
set -u
build=$(cd "${BUILD:-build/release}" && pwd)
ctl=$build/ballotctl
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
export LC_ALL=C
log=log.db
now=$(($(date +%s) - 7200))
failed=0

fail() {
    echo "FAILED: $1" >&2
    [ ! -s out ] || sed 's/^/    /' out >&2
    failed=1
}

# by KEYS COMMAND...: must succeed.
by() {
    "$ctl" "${@:2}" --log $log --keys "keys/$1" --at $now >out 2>&1 </dev/null || fail "$*"
}

# not STATUS KEYS COMMAND...: must fail, and log nothing.
not() {
    local before after status
    before=$("$ctl" show --log $log)
    "$ctl" "${@:3}" --log $log --keys "keys/$2" --at $now >out 2>&1 </dev/null
    status=$?
    after=$("$ctl" show --log $log)
    [ $status -eq "$1" ] || fail "${*:3}: status $status, not $1"
    [ "$before" = "$after" ] || fail "${*:3}: logged"
}

says() {
    grep -qF -- "$1" out || fail "does not say: $1"
}

