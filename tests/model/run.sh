#!/bin/sh
# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
#
# run.sh              checks the model, what it reaches and every mutant
# run.sh NAME...      only these runs
# run.sh trace NAME   the steps of the counter-example that NAME finds
set -u
here=$(cd "$(dirname "$0")" && pwd)

# A run: its name, what it has to find, the switches of the model, how pan searches.
#   all      every state, depth first, compressed without loss
#   sample   what a minute allows, by hash and to a bounded depth: there are too many for all
#   first    breadth first up to the first error, so that the trace is the shortest
#   LTL      the temporal property LTL under weak fairness, every state
runs() {
    cat <<'RUNS'
delays           none             -DTTL=3 -DGRANT=2 -DFAULTS=1                                   all
delays-3         none             -DN=3 -DONCE -DTTL=2 -DGRANT=1 -DFAULTS=1                      sample
timely           none             -DTIMELY -DPAUSES -DFAULTS=2                                   all
timely-3         none             -DTIMELY -DPAUSES -DN=3 -DTTL=2 -DGRANT=1 -DFAULTS=1           all
restart          none             -DRESTARTS -DTTL=2 -DGRANT=1 -DFAULTS=0                        all
live-crashed     none             -DLIVE -DFAULTS=2                                              crashed
live-served      none             -DLIVE -DFAULTS=2                                              served
HOLD_BY_GRANT    was_reached      -DREACH=HOLD_BY_GRANT                                          first
HAND_OVER        was_reached      -DREACH=HAND_OVER                                              first
LAPSE            was_reached      -DREACH=LAPSE                                                  first
CONFIRM          was_reached      -DREACH=CONFIRM                                                first
GHOST_REFUSED    was_reached      -DREACH=GHOST_REFUSED                                          first
GHOST_TOOK       was_reached      -DREACH=GHOST_TOOK                                             first
GHOST_NO_MOVE    was_reached      -DREACH=GHOST_NO_MOVE                                          first
TOO_LATE         was_reached      -DREACH=TOO_LATE                                               first
KEPT_PLACE       was_reached      -DREACH=KEPT_PLACE -DTIMELY -DN=3 -DTTL=2 -DGRANT=1            first
DROP             was_reached      -DREACH=DROP                                                   first
HALF_OPEN        was_reached      -DREACH=HALF_OPEN                                              first
LOSS             was_reached      -DREACH=LOSS                                                   first
STALE_RELEASE    was_reached      -DREACH=STALE_RELEASE                                          first
STALE_RENEW      was_reached      -DREACH=STALE_RENEW                                            first
GRANT_OF_GONE    was_reached      -DREACH=GRANT_OF_GONE                                          first
BOTH             was_reached      -DREACH=BOTH                                                   first
CLAIM            was_reached      -DREACH=CLAIM                                                  first
LATE_REPLY       was_reached      -DREACH=LATE_REPLY                                             first
HEAD_TOLD        was_reached      -DREACH=HEAD_TOLD -DTIMELY -DN=3 -DTTL=2 -DGRANT=1             first
RESTARTED        was_reached      -DREACH=RESTARTED -DRESTARTS -DFAULTS=0 -DTTL=2 -DGRANT=1      first
M1               L2_idle_lock     -DM1 -DTIMELY                                                  first
M1-live          cycle            -DM1 -DLIVE -DFAULTS=1                                         served
M2               I2_containment   -DM2                                                           first
M3               I2_containment   -DM3                                                           first
M4               I2_containment   -DM4                                                           first
M5               I7_grant_lease   -DM5                                                           first
M6               I5_duplicate     -DM6                                                           first
M7               I2_containment   -DM7 -DTIMELY -DPAUSES                                         first
M8               I8_order         -DM8                                                           first
M9               I3_fence         -DM9 -DRESTARTS -DFAULTS=0 -DTTL=2 -DGRANT=1                   first
M10              I8_order         -DM10 -DTIMELY                                                 first
M11              I4_stale         -DM11                                                          first
M12              I7_left_behind   -DM12                                                          first
X1               I7_ghost         -DX1                                                           first
X2               I7_ghost         -DX2                                                           first
X3               I7_ghost         -DX3                                                           first
X4               L2_idle_lock     -DX4 -DTIMELY                                                  first
X5               L2_idle_lock     -DX5 -DTIMELY -DN=3 -DTTL=2 -DGRANT=1                          first
X6               I8_order         -DX6 -DTIMELY                                                  first
X7               L2_idle_lock     -DX7 -DTIMELY                                                  first
X8               I8_order         -DX8 -DTIMELY -DN=3 -DTTL=2 -DGRANT=1                          first
X9               I8_unreachable   -DX9                                                           first
X10              I6_lost_is_final -DX10                                                          first
X11              I2_containment   -DX11                                                          first
X12              I2_containment   -DX12                                                          first
X13              cycle            -DX13 -DLIVE -DFAULTS=1                                        crashed
RUNS
}

# The columns of one run: name, expected, search, switches.
load() {
    line=$(runs | sed -n "s/^$1  *//p")
    [ -n "$line" ] || { echo "There is no run $1." >&2; return 1; }
    expected=${line%% *}
    how=${line##* }
    switches=${line#* }
    switches=${switches% *}
}

# search FOLDER: leaves pan's words in FOLDER/log and a trail beside the model.
search() {
    cp "$here/handover.pml" "$1/" && cd "$1" || return
    case $how in
    all) built='-O2 -DSAFETY -DCOLLAPSE' searched='-w22 -m3000000' ;;
    sample) built='-O2 -DSAFETY -DBITSTATE' searched='-w30 -m20000 -Q1' ;;
    first) built='-O1 -DSAFETY -DBFS' searched='' switches="$switches -DBREADTH_FIRST" ;;
    *) built='-O2 -DCOLLAPSE -DNFAIR=3' searched="-w22 -a -f -m3000000 -N $how" ;;
    esac
    # shellcheck disable=SC2086
    spin -a $switches handover.pml > log 2>&1 && ${CC:-cc} -w $built -o pan pan.c >> log 2>&1 \
        && ./pan $searched >> log 2>&1
}

finding() {
    violated=$(sed -n 's/^pan:1: assertion violated \([A-Za-z0-9_]*\).*/\1/p' "$1")
    if [ -n "$violated" ]; then
        echo "$violated"
    elif grep -q 'acceptance cycle (' "$1"; then
        echo cycle
    elif [ "$how" = sample ] && grep -q 'errors: 0$' "$1"; then
        echo none
    elif grep -q 'errors: 0$' "$1" && ! grep -qE 'depth too small|out of memory|not completed' "$1"; then
        echo none
    else
        echo incomplete
    fi
}

one() {
    load "$1" || exit
    folder=$work/$1
    mkdir "$folder"
    began=$(date +%s)
    (search "$folder")
    seconds=$(($(date +%s) - began))
    found=$(finding "$folder/log")
    states=$(sed -n 's/^ *\([0-9.e+]*\) states, stored.*/\1/p' "$folder/log")
    verdict=ok
    if [ "$found" != "$expected" ]; then
        verdict=SURPRISE
        [ "$found" != incomplete ] || tail -n 20 "$folder/log" >&2
    fi
    printf '%-16s %-17s %-17s %12s %6s  %s\n' "$1" "$expected" "$found" "${states:-?}" "$seconds" $verdict
    rm -rf "$folder"
}

trace() {
    load "$1" || exit
    (search "$work")
    cd "$work" || exit
    # shellcheck disable=SC2086
    spin -t -p -g $switches handover.pml
}

if [ "${1:-}" = one ]; then
    one "$2"
    exit
fi
work=$(mktemp -d) || exit
export work
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
if [ "${1:-}" = trace ]; then
    trace "${2:?trace NAME}"
    exit
fi
printf '%-16s %-17s %-17s %12s %6s\n' run expected found states seconds
if [ $# = 0 ]; then
    runs | cut -d ' ' -f 1
else
    printf '%s\n' "$@"
fi > "$work/names"
# Not more at once: a run takes up to a gigabyte.
xargs -n 1 -P 2 sh "$here/run.sh" one < "$work/names" | tee "$work/results"
ran=$(wc -l < "$work/names")
passed=$(grep -c ' ok$' "$work/results")
echo "$passed of $ran runs found what they have to find"
[ "$passed" = "$ran" ]
