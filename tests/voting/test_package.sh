#!/usr/bin/env bash
# Goal: the Debian package is the same for the same commit, brings a server
# that can start, takes away all that it brought, and never a log.
set -u
build=$(cd "${BUILD:-build/release}" && pwd)
top=$(cd "$(dirname "$0")/../.." && pwd)
if [ "${build##*/}" != release ]; then
    echo "a package is made of release programs only; nothing is tested here"
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C SOURCE_DATE_EPOCH=1700000000
unset MAKEFLAGS MFLAGS
umask 022
failed=0

fail() {
    echo "FAILED: $1" >&2
    failed=1
}

# ---- The package ------------------------------------------------------------

deb=$("$top/voting/package/make_deb" "$build" "$work/one") || fail "make_deb"
(umask 077 && "$top/voting/package/make_deb" "$build" "$work/two" >/dev/null) ||
    fail "make_deb again"
cmp "$deb" "$work/two/${deb##*/}" || fail "the same commit gave other bytes"

dpkg-deb -f "$deb" Depends | grep -q 'libsodium23' || fail "no dependencies"
dpkg-deb -c "$deb" >"$work/contents"
! grep -vE ' root/root ' "$work/contents" || fail "files of another user"
! grep -E '^.{5}w|^.{8}w|^-..s|^-.....s' "$work/contents" || fail "odd permissions"

# ---- Installed --------------------------------------------------------------

root=$work/root
mkdir -p "$root/var/lib/dpkg/"{info,updates,triggers} "$root/etc"
touch "$root/var/lib/dpkg/"{status,available}
as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(fakeroot)
package() {
    "${as_root[@]}" dpkg --root="$root" --force-script-chrootless \
        --force-depends --force-not-root --log="$work/log" "$@" \
        >>"$work/said" 2>&1
}

package --install "$deb" || {
    cat "$work/said" >&2
    fail "it does not install"
}
for file in etc/ballotd/ballotd.conf usr/sbin/ballotd usr/bin/ballotctl \
    usr/bin/ballotverify usr/lib/systemd/system/ballotd.service \
    usr/lib/sysusers.d/ballotd.conf usr/share/man/man8/ballotd.8.gz \
    usr/share/man/man5/ballotd.conf.5.gz usr/share/man/man1/ballotctl.1.gz \
    usr/share/man/man1/ballotverify.1.gz usr/share/doc/ballotd/copyright \
    usr/share/doc/ballotd/operations.md usr/share/doc/ballotd/operations.zh.md \
    usr/share/doc/ballotd/examples/nginx.conf; do
    [ -f "$root/$file" ] || fail "$file is not installed"
done
if command -v systemd-sysusers >/dev/null; then
    grep -q '^ballotd:.*:/usr/sbin/nologin$' "$root/etc/passwd" || fail "no user"
fi
"$root/usr/sbin/ballotd" --check --config "$root/etc/ballotd/ballotd.conf" \
    >"$work/check" 2>&1 || fail "the settings do not hold: $(cat "$work/check")"
for program in usr/sbin/ballotd usr/bin/ballotctl usr/bin/ballotverify; do
    "$root/$program" --help >"$work/help" || fail "$program does not start"
    [ -s "$work/help" ] || fail "$program has no help"
done

# ---- The unit ---------------------------------------------------------------

if command -v systemd-analyze >/dev/null; then
    unit=$work/unit/ballotd.service
    mkdir "$work/unit"
    sed "s|^ExecStart=|&$root|" "$root/usr/lib/systemd/system/ballotd.service" >"$unit"
    systemd-analyze verify --man=no --recursive-errors=no "$unit" 2>"$work/verify" ||
        fail "the unit: $(cat "$work/verify")"
    ! grep -F "$unit" "$work/verify" || fail "the unit has warnings"
    level=$(systemd-analyze security --offline=true --no-pager "$unit" |
        sed -nE 's/.*Overall exposure level[^:]*: ([0-9.]+).*/\1/p')
    echo "exposure ${level:-unknown}"
    awk -v level="${level:-10}" 'BEGIN { exit !(level < 2) }' ||
        fail "the unit leaves too much open: ${level:-unknown}"
fi

# ---- Removed ----------------------------------------------------------------

mkdir -p "$root/var/lib/ballotd"
echo ballots >"$root/var/lib/ballotd/log.db"
echo '# mine' >>"$root/etc/ballotd/ballotd.conf"
left() {
    (cd "$root" && find . -type f -not -path './var/lib/dpkg/*' \
        -not -name '.pwd.lock' -not -path './etc/passwd*' \
        -not -path './etc/group*' -not -path './etc/shadow*' \
        -not -path './etc/gshadow*' | sort | tr '\n' ' ')
}
package --remove ballotd || fail "it is not removed"
[ "$(left)" = "./etc/ballotd/ballotd.conf ./var/lib/ballotd/log.db " ] ||
    fail "left after removal: $(left)"
: >"$work/said"
package --purge ballotd || fail "it is not purged"
[ "$(left)" = "./var/lib/ballotd/log.db " ] || fail "left after purge: $(left)"
[ "$(cat "$root/var/lib/ballotd/log.db")" = ballots ] || fail "the log was touched"
grep -q 'the log in /var/lib/ballotd is kept' "$work/said" ||
    fail "purge does not say that the log stays"

# ---- make install -----------------------------------------------------------

"${MAKE:-make}" --no-print-directory -s -C "$top" install-files VARIANT=release \
    DESTDIR="$work/dest" PREFIX=/opt/ballots || fail "make install"
[ -x "$work/dest/opt/ballots/sbin/ballotd" ] || fail "not below the prefix"
grep -q '^ExecStart=/opt/ballots/sbin/ballotd --config /opt/ballots/etc/ballotd/ballotd.conf$' \
    "$work/dest/opt/ballots/lib/systemd/system/ballotd.service" ||
    fail "the unit does not follow the prefix"
[ "$(cd "$work/dest" && echo *)" = opt ] || fail "something beside the prefix"

exit $failed
