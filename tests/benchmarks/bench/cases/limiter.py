# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
"""Case 8: 16 processes on one rate limiter."""
import contextlib
import statistics
import time

from bench import result
from bench.server import Server

CLIENTS = 16
LIMIT, WINDOW_MS = 40, 50
SECONDS = 10


def measure(programs):
    with Server() as server, contextlib.ExitStack() as stack:
        clients = [stack.enter_context(programs.redguard(server.url)) for _ in range(CLIENTS)]
        for client in clients:
            client.order('admit', LIMIT, WINDOW_MS)
        time.sleep(SECONDS)
        times = sorted(moment for client in clients for moment in client.order('enough')['times'])
        calls = server.calls('evalsha')
        slots = [slot for _, slot in server.client.zrange('bench:limited', 0, -1, withscores=True)]
    if len(slots) < len(times):
        raise RuntimeError(f'{len(times)} admissions, but only {len(slots)} slots')
    errors = [abs(moment - slot) / 1000 for moment, slot in zip(times, slots)]
    # Each client has asked once more than it was admitted.
    return [
        result.against('8 limiter, 16 clients: scripts called, admissions and those under way', [calls],
                       [len(times) + CLIENTS], '<=', 1.0),
        result.bounded('8 from its slot to an admission, median, ms', statistics.median(errors), '<', 1),
        result.bounded('8 the same, 99th percentile, ms', statistics.quantiles(errors, n=100)[-1], '<', 5),
    ]
