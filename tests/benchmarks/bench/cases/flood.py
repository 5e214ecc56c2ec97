# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
"""Cases 5 and 6: 10,000 locks at once through one guard."""
from bench import process, result
from bench.server import Server

ROUNDS = 9
LOCKS = 10_000
DEPTH = 256


def measure(programs):
    with Server() as server, programs.redguard(server.url) as redguard, programs.hiredis(*server.place) as hiredis:
        redguard.order('flood', LOCKS)
        hiredis.order('pipeline', LOCKS, DEPTH)
        process.place('two cores', server, [redguard, hiredis])
        ours, peer = [], []
        for _ in range(ROUNDS):
            ours.append(redguard.order('flood', LOCKS))
            peer.append(hiredis.order('pipeline', LOCKS, DEPTH))
    rate = lambda rounds: [LOCKS / round['seconds'] for round in rounds]
    processor = lambda rounds: [round['processor'] / LOCKS * 1e6 for round in rounds]
    return [
        result.against('5 10,000 locks at once, cycles/s: hiredis, pipelined 256 deep', rate(ours), rate(peer), '>=', 1.0),
        result.against('6 processor time of the client for a cycle, µs: the same', processor(ours), processor(peer),
                       '<=', 1.0),
    ]
