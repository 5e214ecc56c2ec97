# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
"""Processes that end with this one, however it ends, and where they run."""
import ctypes
import os
import signal
import subprocess

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)
CORES = sorted(os.sched_getaffinity(0))
# Who waits for whom on which core decides over a latency by a factor of four, so it is not left to chance:
# the server on the first of these, its clients on the second.
PLACEMENTS = {'one core': (CORES[0], CORES[0]), 'two cores': (CORES[0], CORES[-1])}


def start(command, **options):
    return subprocess.Popen(command, preexec_fn=lambda: LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL), **options)


def end(process):
    if process.poll() is None:
        process.kill()
    process.wait()


def pin(process, core):
    for thread in os.listdir(f'/proc/{process.pid}/task'):
        os.sched_setaffinity(int(thread), {core})


def place(placement, server, parties):
    of_server, of_parties = PLACEMENTS[placement]
    pin(server.process, of_server)
    for party in parties:
        pin(party.process, of_parties)


def switches(pid):
    """How often its threads have gone to sleep, and so were woken."""
    total = 0
    for thread in os.listdir(f'/proc/{pid}/task'):
        with open(f'/proc/{pid}/task/{thread}/status', encoding='ascii') as status:
            total += next(int(line.split()[1]) for line in status if line.startswith('voluntary_ctxt_switches'))
    return total


def private_dirty(pid):
    """KiB."""
    with open(f'/proc/{pid}/smaps_rollup', encoding='ascii') as rollup:
        return next(int(line.split()[1]) for line in rollup if line.startswith('Private_Dirty'))
