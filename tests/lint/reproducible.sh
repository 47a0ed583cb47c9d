#!/usr/bin/env bash
# Builds the same sources in two folders of different names, and expects the
# same bytes of every archive, program and, unless WEB=0, of the pages' modules.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset MAKEFLAGS MFLAGS MAKELEVEL
make_() {
    "${MAKE:-make}" --no-print-directory -s -j"$(nproc)" WEB="${WEB:-1}" "$@"
}

# Fetched once, for both.
if [ "${WEB:-1}" != 0 ]; then
    make_ build/web/libsodium.ready
    LIBSODIUM_SRC=$(realpath build/web/libsodium/src)
    export LIBSODIUM_SRC
fi

for copy in one another/deeper; do
    mkdir -p "$work/$copy"
    cp -rp Makefile "$work/$copy"
    for layer in crypto ballots voting; do
        [ ! -d $layer ] || cp -rp $layer "$work/$copy"
    done
    make_ -C "$work/$copy" VARIANT=release all
done

cd "$work/one/build/release"
compared=0
for file in *.a ballot*; do
    [ -f "$file" ] || continue
    cmp "$file" "$work/another/deeper/build/release/$file"
    compared=$((compared + 1))
done
[ $compared -gt 0 ]
[ "${WEB:-1}" = 0 ] ||
    for file in {core,vote,audit,office,box}.wasm; do
        cmp "../web/$file" "$work/another/deeper/build/web/$file"
    done
