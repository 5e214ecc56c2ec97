# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
"""Case 11: the library on the disk, and the memory of a program that holds one lock."""
import pathlib
import statistics
import subprocess
import tempfile
import time

from bench import process, result
from bench.server import Server

PAIRS = 7
SETTLE = 0.3


def measure(programs):
    with Server() as server:
        taken = statistics.median(difference(programs, server) for _ in range(PAIRS))
    return [
        result.bounded('11 libRedGuard.so, stripped, KiB', stripped(programs.library) / 1024, '<=', 400),
        result.bounded('11 Private_Dirty of a program with one lock, less one with a QTcpSocket, KiB', taken, '<=', 300),
    ]


def difference(programs, server):
    with programs.redguard(server.url) as holder, programs.idle_socket(*server.place) as socket:
        holder.order('hold', 1)
        time.sleep(SETTLE)
        return process.private_dirty(holder.process.pid) - process.private_dirty(socket.process.pid)


def stripped(library):
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / 'library'
        subprocess.run(['strip', '-o', copy, library], check=True)
        return copy.stat().st_size
