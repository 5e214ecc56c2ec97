# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
"""Cases 1 and 13: a free lock acquired and released, over TCP, a Unix socket and TLS."""
import contextlib

from bench import result
from bench.server import Server

ROUNDS = 21
CYCLES = 400
PYTHON_CYCLES = 60
# Two ratios of ratios of one machine differ by this much from run to run.
NOISE = 1.05


def measure(programs):
    with Server(tls=True) as server, contextlib.ExitStack() as stack:
        tcp = stack.enter_context(programs.redguard(server.url))
        unix = stack.enter_context(programs.redguard(server.unix_url))
        tls = stack.enter_context(programs.redguard(server.tls_url))
        hiredis = stack.enter_context(programs.hiredis(*server.place))
        hiredis_unix = stack.enter_context(programs.hiredis(server.socket))
        socket = stack.enter_context(programs.plain_socket(*server.place))
        tls_socket = stack.enter_context(programs.plain_socket('127.0.0.1', server.tls_port, server.authority))
        python = stack.enter_context(programs.python_package(*server.place))
        orders = {
            'tcp': (tcp, CYCLES, 'await'),
            'hiredis': (hiredis, CYCLES),
            'tcp, not awaited': (tcp, CYCLES, 'forget'),
            'socket': (socket, CYCLES),
            'unix': (unix, CYCLES, 'await'),
            'hiredis, unix': (hiredis_unix, CYCLES),
            'tls': (tls, CYCLES, 'await'),
            'socket, tls': (tls_socket, CYCLES),
            'python': (python, PYTHON_CYCLES),
        }
        medians = {name: [] for name in orders}
        for _ in range(ROUNDS):
            for name, (party, *order) in orders.items():
                medians[name].append(result.median(party.order('cycles', *order)['latencies']))
    return rows(medians)


def rows(medians):
    ratios = lambda ours, peer: [a / b for a, b in zip(medians[ours], medians[peer])]
    return [
        result.against('1 acquire + release, µs: hiredis + Qt', medians['tcp'], medians['hiredis'], '<=', 1.0),
        result.against('1 the same, release not waited for, µs: hiredis + Qt', medians['tcp, not awaited'],
                       medians['hiredis'], '<=', 0.6),
        result.against('1 the same, µs: the Python package', medians['tcp'], medians['python'], '<=', 1.0),
        result.against('13 Unix socket, times hiredis + Qt there: the same over TCP', ratios('unix', 'hiredis, unix'),
                       ratios('tcp', 'hiredis'), '<=', NOISE),
        result.against('13 TLS, times a plain socket of Qt there: the same over TCP', ratios('tls', 'socket, tls'),
                       ratios('tcp', 'socket'), '<=', NOISE),
    ]
