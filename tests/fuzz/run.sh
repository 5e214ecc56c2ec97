#!/bin/sh
# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
#
# tests/fuzz/run.sh [--seconds N] [TARGET...]: runs the fuzzers that build/fuzz holds, N seconds each. What
# one finds is kept in build/fuzz/found, and belongs into the target's seeds once it is mended.
set -eu
cd "$(dirname "$0")/../.."
seconds=60
if [ "${1:-}" = --seconds ]; then
    seconds=${2:?a number}
    shift 2
fi
[ $# != 0 ] || set -- parser split url lease admission exchange

failed=
mkdir -p build/fuzz/found
for target in "$@"; do
    program=build/fuzz/bin/fuzz_$target
    [ -x "$program" ] || {
        echo "There is no target $target." >&2
        exit 64
    }
    corpus=build/fuzz/corpus/$target
    log=build/fuzz/$target.log
    mkdir -p "$corpus"
    echo "fuzz: $target"
    "$program" -max_total_time="$seconds" -rss_limit_mb=512 -malloc_limit_mb=64 -timeout=5 -max_len=4096 \
        -dict="tests/fuzz/$target/$target.dict" -artifact_prefix="build/fuzz/found/$target-" \
        "$corpus" "tests/fuzz/$target/seeds" >"$log" 2>&1 || failed="$failed $target"
    grep -E 'broken:|runtime error|ERROR:|DONE' "$log" || true
    case $failed in *" $target") tail -n 5 "$log" ;; esac
done
if [ -n "$failed" ]; then
    echo "fuzz: found something in:$failed"
    exit 1
fi
echo 'fuzz: found nothing'
