# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
"""Cases 3 and 4: from a release in one process to the next holder in another."""
import bisect
import contextlib
import statistics
import time

from bench import result
from bench.server import Server

ROUNDS = 9
# In which who gave back is in the queue again.
PAUSE_MS = 2
SECONDS = 0.4
PINGS = 100


def measure(programs):
    with Server() as server, contextlib.ExitStack() as stack:
        hiredis = stack.enter_context(programs.hiredis(*server.place))
        crowds = {
            '1 waiter': Crowd(stack, programs, server, processes=2, locks=1),
            '10 waiters': Crowd(stack, programs, server, processes=10, locks=1),
            '100 waiters': Crowd(stack, programs, server, processes=10, locks=10),
        }
        pings = []
        for _ in range(ROUNDS):
            for crowd in crowds.values():
                crowd.hand_over()
            pings.append(hiredis.order('ping', PINGS, PAUSE_MS * 1000)['latencies'])
    medians = {name: [result.median(round) for round in crowd.latencies] for name, crowd in crowds.items()}
    ping = [result.median(round) for round in pings]
    plot = {name: sum(crowd.latencies, []) for name, crowd in crowds.items() if name != '10 waiters'}
    return [
        result.against('3 release -> acquired in another process, µs: PING', medians['1 waiter'], ping, '<=', 1.5),
        result.against('4 the same with 100 waiters in 10 processes, µs: PING', medians['100 waiters'], ping, '<=', 1.7),
        result.against('4 server commands for a hand-over, 100 waiters: 10 waiters', crowds['100 waiters'].commands,
                       crowds['10 waiters'].commands, '<=', 1.05),
    ], plot | {'PING': sum(pings, [])}


class Crowd:
    """Processes whose locks all want one name."""

    def __init__(self, stack, programs, server, processes, locks):
        self.server = server
        self.parties = [stack.enter_context(programs.redguard(server.url)) for _ in range(processes)]
        for party in self.parties:
            party.order('contend', f'crowd-{processes}-{locks}', locks)
        self.latencies = []
        self.commands = []

    def hand_over(self):
        before = self.server.commands()
        for party in self.parties:
            party.order('go', PAUSE_MS)
        time.sleep(SECONDS)
        answers = [party.order('stop') for party in self.parties]
        commands = self.server.commands() - before
        latencies = latencies_of(answers)
        self.latencies.append(latencies)
        self.commands.append(commands / len(latencies))


def latencies_of(answers):
    """Each release with the acquisition that it led to, whoever's that was."""
    acquired = sorted(moment for answer in answers for moment in answer['acquired'])
    released = sorted(moment for answer in answers for moment in answer['released'])
    return [acquired[at] - moment for moment in released
            if (at := bisect.bisect(acquired, moment)) < len(acquired)]


class PythonPackage:
    """Meanwhile the Python package hands over at its own pace, which is that of its poll."""

    HANDOVERS = 100

    def __init__(self, programs, stack):
        self.server = stack.enter_context(Server())
        self.party = stack.enter_context(programs.python_package(*self.server.place))
        self.party.send('handovers', self.HANDOVERS)

    def rows(self, ours):
        peer = statistics.median(latencies := self.party.answer()['latencies']) / 1000
        return [result.against('3 the same, µs: the Python package', [statistics.median(ours) / 1000], [peer], '<=', 1.0)
                ], latencies
