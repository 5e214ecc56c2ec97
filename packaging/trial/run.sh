#!/bin/sh
# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
#
# Run by .ci/package inside of a fresh root, in whose folder /trial the packages and this folder's files are.
set -eu
cd /trial
export HOME=/trial/home XDG_RUNTIME_DIR=/trial/runtime QT_QPA_PLATFORM=offscreen
mkdir -p home
mkdir -m 700 runtime
qml=/usr/lib/qt6/bin/qml

step() {
    echo "package: $*"
}

apt() {
    apt-get -q -y -o Dpkg::Use-Pty=0 "$@" > apt.log 2>&1 || {
        cat apt.log >&2
        exit 1
    }
}

# Nothing that changes with any package, or belongs to what has been run.
files() {
    find / -xdev \( -path /trial -o -path /tmp -o -path /run -o -path /proc -o -path /sys -o -path /dev \
        -o -path /var/cache -o -path /var/log -o -path /var/lib/apt \) -prune -o -printf '%p %y %m %l\n' | sort
}

purge() {
    # shellcheck disable=SC2046
    apt purge $(dpkg-query -W -f '${Package} ' '*redguard*')
}

# What is installed with a package is all that it needs.
step 'the QML module alone'
apt update
# The runtime shows everything in a window of its own.
apt install --no-install-recommends qml-qt6 qml6-module-qtquick-window ./libredguard0_*.deb ./qml6-module-redguard_*.deb
timeout 60 $qml module.qml
step 'the command alone'
purge
apt install --no-install-recommends ./libredguard0_*.deb ./redguard_*.deb
redguard --version
purge
step 'the documentation alone'
apt install --no-install-recommends ./redguard-doc_*.deb
pages=/usr/share/doc/redguard-doc/html
for page in "$pages"/*.html; do
    grep -oE '(href|src)="[^":#]+["#]' "$page" | sed -E 's/.*="(.*)./\1/' | sort -u | while read -r target; do
        [ -s "$pages/$target" ] || echo "$page: nothing at $target"
    done
done > astray
if [ ! -s $pages/index.html ] || [ -s astray ]; then
    cat astray
    exit 1
fi
purge

step 'what a user of them has: a compiler, a server, modules for a window'
apt install --no-install-recommends g++ cmake make redis-server man-db \
    qml6-module-qtquick-controls qml6-module-qtquick-templates qml6-module-qtquick-layouts
apt install --no-install-recommends ./*.deb
purge
files > before
if grep -i redguard before; then
    step 'left by what was purged'
    exit 1
fi

step 'all of them, by dpkg, which adds nothing'
dpkg -i ./*.deb > dpkg.log 2>&1 || {
    cat dpkg.log >&2
    exit 1
}
step 'the program in C++'
cmake -S program -B build > /dev/null
cmake --build build > /dev/null
build/consumer
step 'the program in QML'
timeout 60 $qml press.qml
step 'the command'
redguard lock backup -- true
man -P cat redguard | grep -q REDGUARD_URL
redguard local stop

purge
files > after
if ! diff before after; then
    step 'which is what removing them left, or took'
    exit 1
fi
