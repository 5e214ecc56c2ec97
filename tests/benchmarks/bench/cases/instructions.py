# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
"""Case 2: instructions of the whole client for an acquire and a release."""
import re
import subprocess

from bench import process, result
from bench.server import Server

FEW, MANY = 500, 2500


def measure(programs):
    with Server() as server:
        ours = slope(programs, 'redguard', [server.url], 'await')
        peer = slope(programs, 'hiredis', server.place)
    return [result.against('2 instructions for acquire + release: hiredis + Qt', [ours], [peer], '<=', 0.7)]


def slope(programs, name, place, *how):
    """What a process takes to start and to end is the same in both runs, and drops out."""
    runs = [begin(programs, name, place, count, how) for count in (FEW, MANY)]
    few, many = (collected(run) for run in runs)
    return (many - few) / (MANY - FEW)


def begin(programs, name, place, count, how):
    output = programs.build / f'callgrind.{name}.{count}'
    command = ['valgrind', '--tool=callgrind', f'--callgrind-out-file={output}', programs.path(name), *place]
    run = process.start(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    run.stdin.write(' '.join(['cycles', str(count), *how]) + '\n')
    run.stdin.close()
    return run


def collected(run):
    with run.stderr:
        text = run.stderr.read()
    run.stdout.close()
    found = re.search(r'Collected : (\d+)', text)
    if run.wait() != 0 or not found:
        raise RuntimeError(text)
    return int(found[1])
