# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
"""Case 9: 10,000 Locks that wait for 100 names, and a minute in which nothing happens."""
import re
import threading
import time

from bench import process, result
from bench.server import Server

LOCKS, NAMES = 10_000, 100
MINUTE = 60
CHECK_INTERVAL = 30  # the ttl of a Lock
HEALTH_CHECK_INTERVAL = 15
# In whole intervals, and one more for what falls on both ends of the minute.
ALLOWED = NAMES * (MINUTE // CHECK_INTERVAL + 1) + MINUTE // HEALTH_CHECK_INTERVAL + 1
FROM_SCRIPT = re.compile(rb'\[\d+ lua\]')


class Crowd:
    def __init__(self, programs, stack):
        self.server = stack.enter_context(Server())
        for i in range(NAMES):
            self.server.client.set(f'bench:crowd-{i}', 'somebody', px=600_000)
        self.party = stack.enter_context(programs.redguard(self.server.url))
        self.party.order('wait', LOCKS, NAMES)
        self.heap = self.settle() / LOCKS
        self.switches_before = process.switches(self.party.process.pid)
        self.switches = None
        self.monitor = stack.enter_context(self.server.client.monitor())
        # At its time, however long what is measured beside it takes.
        self.minute = threading.Timer(MINUTE, self.end)
        self.minute.start()
        stack.callback(self.minute.cancel)

    def end(self):
        try:
            self.switches = process.switches(self.party.process.pid) - self.switches_before
        finally:
            self.server.client.echo('end of the minute')

    def settle(self):
        while (answer := self.party.order('heap'))['waiting'] < LOCKS:
            time.sleep(0.2)
        time.sleep(1)
        return answer['heap']

    def rows(self):
        self.minute.join()
        return [
            result.bounded('9 10,000 waiting Locks on 100 names: heap of a Lock, bytes', self.heap, '<=', 1024),
            result.bounded('9 their commands in an idle minute', self.commands(), '<=', ALLOWED),
            # A timer and an answer for each.
            result.bounded('9 how often they wake in it', self.switches, '<=', 2 * ALLOWED),
        ]

    def commands(self):
        """Those that the client sent; what scripts called does not count."""
        count = 0
        while (line := self.monitor.connection.read_response(disable_decoding=True)) and b'end of the minute' not in line:
            count += not FROM_SCRIPT.search(line)
        return count
