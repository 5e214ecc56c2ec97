# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
"""Cases 1 and 13: a free lock acquired and released, over TCP, a Unix socket and TLS."""
import contextlib

from bench import process, result
from bench.server import Server

ROUNDS = 15
CYCLES = 250
PYTHON_CYCLES = 50
# Two ratios of ratios of one machine differ by this much from run to run.
NOISE = 1.05


def measure(programs):
    with Server(tls=True) as server, contextlib.ExitStack() as stack:
        begin = stack.enter_context
        tcp = begin(programs.redguard(server.url))
        orders = {
            'tcp': (tcp, CYCLES, 'await'),
            'hiredis': (begin(programs.hiredis(*server.place)), CYCLES),
            'tcp, not awaited': (tcp, CYCLES, 'forget'),
            'socket': (begin(programs.plain_socket(*server.place)), CYCLES),
            'unix': (begin(programs.redguard(server.unix_url)), CYCLES, 'await'),
            'hiredis, unix': (begin(programs.hiredis(server.socket)), CYCLES),
            'tls': (begin(programs.redguard(server.tls_url)), CYCLES, 'await'),
            'socket, tls': (begin(programs.plain_socket('127.0.0.1', server.tls_port, server.authority)), CYCLES),
            'python': (begin(programs.python_package(*server.place)), PYTHON_CYCLES),
        }
        rows = []
        for placement in process.PLACEMENTS:
            process.place(placement, server, [party for party, *_ in orders.values()])
            rows += rows_of(placement, rounds(orders))
        return rows


def rounds(orders):
    medians = {name: [] for name in orders}
    for _ in range(ROUNDS):
        for name, (party, *order) in orders.items():
            medians[name].append(result.median(party.order('cycles', *order)['latencies']))
    return medians


def rows_of(placement, medians):
    def ratios(ours, peer):
        return [a / b for a, b in zip(medians[ours], medians[peer])]

    def row(name, ours, peer, target):
        return result.against(f'{name} ({placement})', ours, peer, '<=', target)

    return [
        row('1 acquire + release, µs: hiredis + Qt', medians['tcp'], medians['hiredis'], 1.0),
        row('1 the same, release not waited for, µs: hiredis + Qt', medians['tcp, not awaited'],
            medians['hiredis'], 0.6),
        row('1 acquire + release, µs: the Python package', medians['tcp'], medians['python'], 1.0),
        row('13 Unix socket, times hiredis + Qt there: the same over TCP', ratios('unix', 'hiredis, unix'),
            ratios('tcp', 'hiredis'), NOISE),
        row('13 TLS, times a plain socket of Qt there: the same over TCP', ratios('tls', 'socket, tls'),
            ratios('tcp', 'socket'), NOISE),
    ]
