#!/usr/bin/env bash
# Builds the same sources in two folders of different names, and expects the
# same bytes of every archive and program.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset MAKEFLAGS MFLAGS MAKELEVEL

for copy in one another/deeper; do
    mkdir -p "$work/$copy"
    cp -rp Makefile "$work/$copy"
    for layer in crypto ballots voting; do
        [ ! -d $layer ] || cp -rp $layer "$work/$copy"
    done
    "${MAKE:-make}" --no-print-directory -s -j"$(nproc)" \
        -C "$work/$copy" VARIANT=release all
done

cd "$work/one/build/release"
compared=0
for file in *.a ballot*; do
    [ -f "$file" ] || continue
    cmp "$file" "$work/another/deeper/build/release/$file"
    compared=$((compared + 1))
done
[ $compared -gt 0 ]
