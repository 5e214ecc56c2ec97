# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
"""Case 12: what one operation costs with 1 to 10,000 names, and with as many waiters."""
import contextlib
import statistics
import time

from bench import process, result
from bench.server import Server

SIZES = (1, 10, 100, 1_000, 10_000)
ROUNDS = 5
TURNS = 300
HANDOVER_SECONDS = 0.5
PAUSE_MS = 2
MEASURES = ('latency', 'processor', 'commands')


def measure(programs):
    """The rows, and for the plot each operation's figures by size."""
    rows, plots = [], {}
    for title, operation in (('names held', Names), ('waiters', Waiters)):
        figures = figures_of(programs, operation)
        plots[title] = figures
        for name in MEASURES:
            rows.append(row(title, name, figures[name]))
    return rows, plots


def row(title, name, by_size):
    """The size that is worst against one, by the rounds of both."""
    unit = {'latency': 'latency, µs', 'processor': 'processor time of the client, µs', 'commands': 'server commands'}[name]
    worst = max(SIZES, key=lambda size: statistics.median(by_size[size]) / statistics.median(by_size[1]))
    return result.against(f'12 {unit}, {worst:,} {title}: 1', by_size[worst], by_size[1], '<=', 1.3)


def figures_of(programs, operation):
    figures = {name: {size: [] for size in SIZES} for name in MEASURES}
    with Server() as server, contextlib.ExitStack() as stack:
        parties = {size: operation(stack.enter_context(programs.redguard(server.url)), size) for size in SIZES}
        process.place('one core', server, [party.party for party in parties.values()])
        for _ in range(ROUNDS):
            for size, party in parties.items():
                before = server.commands()
                latencies, processor = party.run()
                commands = server.commands() - before
                figures['latency'][size].append(result.median(latencies))
                figures['processor'][size].append(processor / len(latencies) * 1e6)
                figures['commands'][size].append(commands / len(latencies))
    return figures


class Names:
    """Of so many locks that one guard holds, one is released and acquired again."""

    def __init__(self, party, size):
        self.party = party
        party.order('hold', size)

    def run(self):
        answer = self.party.order('turn', TURNS)
        return answer['latencies'], answer['processor']


class Waiters:
    """A lock goes from its holder to the first of so many waiters, and the holder to the end of their queue."""

    def __init__(self, party, size):
        self.party = party
        party.order('contend', f'crowd-{size}', size + 1)

    def run(self):
        self.party.order('go', PAUSE_MS)
        time.sleep(HANDOVER_SECONDS)
        answer = self.party.order('stop')
        acquired, released = answer['acquired'], answer['released']
        return [after - before for before, after in zip(released, acquired)], answer['processor']
