# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
"""What the Python package redguard 0.1 does, on redis-py: SET NX PX, compare and delete, a poll every 100 ms.

package.py HOST PORT: takes orders as the other parties do.
"""
import asyncio
import json
import random
import secrets
import sys
import time

import redis.asyncio

POLL = 0.1
TTL = 30_000
RELEASE = """
if redis.call('GET', KEYS[1]) == ARGV[1] then
    return redis.call('DEL', KEYS[1])
end
return 0
"""


class Lock:
    def __init__(self, host, port, name):
        self.client = redis.asyncio.Redis(host=host, port=port)
        self.name = name
        self.token = None
        self.release_script = self.client.register_script(RELEASE)

    async def acquire(self):
        token = secrets.token_bytes(16)
        while not await self.client.set(self.name, token, nx=True, px=TTL):
            await asyncio.sleep(POLL)
        self.token = token

    async def release(self):
        if await self.release_script(keys=[self.name], args=[self.token]) != 1:
            sys.exit('A lock was not held')


async def cycles(lock, count):
    latencies = []
    for _ in range(count):
        start = time.monotonic_ns()
        await lock.acquire()
        await lock.release()
        latencies.append(time.monotonic_ns() - start)
    return latencies


async def handovers(holder, waiter, count):
    """The waiter has begun to poll when the holder gives the lock back, at any moment of its interval."""
    latencies = []
    await holder.acquire()
    for _ in range(count):
        waiting = asyncio.create_task(waiter.acquire())
        await asyncio.sleep(POLL + random.uniform(0, POLL))
        start = time.monotonic_ns()
        await holder.release()
        await waiting
        latencies.append(time.monotonic_ns() - start)
        holder, waiter = waiter, holder
    await holder.release()
    return latencies


async def main():
    host, port = sys.argv[1], int(sys.argv[2])
    locks = [Lock(host, port, 'bench:python') for _ in range(2)]
    print('{}', flush=True)
    for line in sys.stdin:
        order, count = line.split()
        if order == 'cycles':
            latencies = await cycles(locks[0], int(count))
        else:
            latencies = await handovers(*locks, int(count))
        print(json.dumps({'latencies': latencies}), flush=True)


asyncio.run(main())
