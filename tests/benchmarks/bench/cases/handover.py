# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
"""Cases 3 and 4: from a release in one process to the next holder in another."""
import bisect
import contextlib
import time

from bench import process, result
from bench.server import Server

ROUNDS = 7
# In which who gave back is in the queue again: it joins after half of it.
PAUSE_MS = 2
SECONDS = 0.4
PINGS = 100


def measure(programs, polls):
    """The rows, and for the plot all latencies; `polls` are those of the Python package."""
    with Server() as server, contextlib.ExitStack() as stack:
        hiredis = stack.enter_context(programs.hiredis(*server.place))
        crowds = {
            '1 waiter': Crowd(stack, programs, server, processes=2, locks=1),
            '10 waiters': Crowd(stack, programs, server, processes=10, locks=1),
            '100 waiters': Crowd(stack, programs, server, processes=10, locks=10),
        }
        rows = []
        for placement in process.PLACEMENTS:
            process.place(placement, server, [hiredis] + sum((crowd.parties for crowd in crowds.values()), []))
            latencies = rounds(crowds, hiredis)
            rows += rows_of(placement, latencies)
        rows.append(result.against('4 server commands for a hand-over, 100 waiters: 10 waiters',
                                   crowds['100 waiters'].commands, crowds['10 waiters'].commands, '<=', 1.05))
        ours = sum(latencies['1 waiter'], [])
        rows.append(result.against('3 release -> acquired, µs: the Python package', [result.median(ours)],
                                   [result.median(polls)], '<=', 1.0))
        return rows, {'PING': sum(latencies['PING'], []), 'RedGuard, 1 waiter': ours,
                      'RedGuard, 100 waiters': sum(latencies['100 waiters'], []), 'the Python package': polls}


def rounds(crowds, hiredis):
    latencies = {name: [] for name in [*crowds, 'PING']}
    for _ in range(ROUNDS):
        for name, crowd in crowds.items():
            latencies[name].append(crowd.hand_over())
        latencies['PING'].append(hiredis.order('ping', PINGS, PAUSE_MS * 1000)['latencies'])
    return latencies


def rows_of(placement, latencies):
    medians = {name: [result.median(latencies) for latencies in rounds] for name, rounds in latencies.items()}
    return [
        result.against(f'3 release -> acquired in another process, µs: PING ({placement})', medians['1 waiter'],
                       medians['PING'], '<=', 1.5),
        result.against(f'4 the same with 100 waiters in 10 processes, µs: PING ({placement})',
                       medians['100 waiters'], medians['PING'], '<=', 1.7),
    ]


class Crowd:
    """Processes whose locks all want one name."""

    def __init__(self, stack, programs, server, processes, locks):
        self.server = server
        self.parties = [stack.enter_context(programs.redguard(server.url)) for _ in range(processes)]
        for party in self.parties:
            party.order('contend', f'crowd-{processes}-{locks}', locks)
        self.commands = []

    def hand_over(self):
        before = self.server.commands()
        for party in self.parties:
            party.order('go', PAUSE_MS)
        time.sleep(SECONDS)
        answers = [party.order('stop') for party in self.parties]
        commands = self.server.commands() - before
        latencies = latencies_of(answers)
        self.commands.append(commands / len(latencies))
        return latencies


def latencies_of(answers):
    """Each release with the acquisition that it led to, whoever's that was."""
    acquired = sorted(moment for answer in answers for moment in answer['acquired'])
    released = sorted(moment for answer in answers for moment in answer['released'])
    return [acquired[at] - moment for moment in released
            if (at := bisect.bisect(acquired, moment)) < len(acquired)]


class PythonPackage:
    """Hands over at the pace of its poll, whatever else is measured meanwhile."""

    HANDOVERS = 100

    def __init__(self, programs, stack):
        server = stack.enter_context(Server())
        self.party = stack.enter_context(programs.python_package(*server.place))
        self.party.send('handovers', self.HANDOVERS)

    def latencies(self):
        return self.party.answer()['latencies']
