#!/bin/sh
# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
#
# Usage: gif.sh SCREENSHOTS
# Makes SCREENSHOTS/contention.gif, for the README, of the frames that tst_benchbooking leaves in
# SCREENSHOTS/contention where the environment variable REDGUARD_SCREENSHOTS names that folder.
set -eu

if [ $# -ne 1 ] || ! [ -e "$1/contention/frame-0001.png" ]; then
  echo "gif.sh: no frames: run REDGUARD_SCREENSHOTS=FOLDER tst_benchbooking isFilmed, then gif.sh FOLDER" >&2
  exit 64
fi

# The frames are 200 ms apart; the last one stays for a while. One palette for all, without dithering:
# flat colours stay flat and small.
last=$(find "$1/contention" -name 'frame-*.png' | sort | tail -n 1)
convert -loop 0 -delay 20 "$1"/contention/frame-*.png -delay 150 "$last" \
  +dither -colors 96 -layers OptimizeTransparency "$1/contention.gif"
