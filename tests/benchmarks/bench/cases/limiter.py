# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
"""Case 8: 16 processes on one rate limiter."""
import contextlib
import statistics
import time

from bench import result
from bench.server import Server

CLIENTS = 16
LIMIT, WINDOW_MS = 5, 50
SECONDS = 10
# Slots leave the server's memory when they are out of the window.
LOOK = 0.02


def measure(programs):
    with Server() as server, contextlib.ExitStack() as stack:
        clients = [stack.enter_context(programs.redguard(server.url)) for _ in range(CLIENTS)]
        for client in clients:
            client.order('admit', LIMIT, WINDOW_MS)
        slots = watch(server, SECONDS)
        times = sorted(time for client in clients for time in client.order('enough')['times'])
        calls = server.calls('evalsha')
    if len(slots) < len(times):
        raise RuntimeError(f'{len(times)} admissions, but only {len(slots)} slots were seen')
    errors = [abs(time - slot) / 1000 for time, slot in zip(times, sorted(slots.values()))]
    # Each client has asked once more than it was admitted.
    return [
        result.against('8 limiter, 16 clients: scripts called, admissions and those under way', [calls],
                       [len(times) + CLIENTS], '<=', 1.0),
        result.bounded('8 from its slot to an admission, median, ms', statistics.median(errors), '<', 1),
        result.bounded('8 the same, 99th percentile, ms', statistics.quantiles(errors, n=100)[-1], '<', 5),
    ]


def watch(server, seconds):
    """Each token's slot: where it was taken anew, the last."""
    slots = {}
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        slots |= dict(server.client.zrange('bench:limited', 0, -1, withscores=True))
        time.sleep(LOOK)
    return slots
