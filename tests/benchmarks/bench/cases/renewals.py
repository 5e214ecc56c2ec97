# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
"""Case 10: 10,000 leases that are renewed."""
import pathlib
import signal
import subprocess
import time

from bench import process, result
from bench.server import Server

LEASES = 10_000
ROUND = 10  # seconds, of a ttl of 30


class Renewals:
    """A round to settle, two for the processor's time, and two under strace."""

    def __init__(self, programs, stack):
        self.server = stack.enter_context(Server())
        self.party = stack.enter_context(programs.redguard(self.server.url))
        self.party.order('hold', LEASES)
        self.trace = pathlib.Path(self.server.path('strace'))
        self.begin = time.monotonic()

    def processor(self):
        self.wait(1)
        before = self.party.order('processor')['processor']
        self.wait(3)
        self.share = (self.party.order('processor')['processor'] - before) / (2 * ROUND)

    def writes(self):
        calls = self.server.calls('evalsha')
        command = ['strace', '-f', '-qq', '-e', 'trace=write,writev,sendto,sendmsg', '-o', self.trace, '-p',
                   str(self.party.process.pid)]
        strace = process.start(command, stderr=subprocess.PIPE)
        time.sleep(2 * ROUND)
        strace.send_signal(signal.SIGINT)
        strace.communicate()
        rounds = (self.server.calls('evalsha') - calls) / LEASES
        writes = sum('(' in line for line in self.trace.read_text().splitlines())
        if rounds < 1:
            raise RuntimeError(f'{rounds} rounds of renewals in {2 * ROUND} s')
        self.writes_per_round = writes / rounds

    def wait(self, rounds):
        time.sleep(max(self.begin + rounds * ROUND - time.monotonic(), 0))

    def rows(self):
        return [
            result.bounded('10 renewal of 10,000 leases, ttl 30 s: share of one processor, %', self.share * 100, '<', 1),
            result.bounded('10 its writes in a round', self.writes_per_round, '<', 400),
        ]
