# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
"""Uses the keys as the Python package redguard 0.1 does, with plain redis-py.

Reads commands from standard input, one a line, and answers each with a line. Its faults are kept
too: the expiry of a semaphore's or limiter's key is set only when the key was empty.
"""
import sys
import uuid

import redis

ADMIT = """
local at = redis.call('TIME')
local now = at[1] * 1000000 + at[2]
redis.call('ZREMRANGEBYSCORE', KEYS[1], 0, now - tonumber(ARGV[4]))
local count = redis.call('ZCARD', KEYS[1])
if count >= tonumber(ARGV[2]) then
    return 0
end
redis.call('ZADD', KEYS[1], string.format('%.0f', now + tonumber(ARGV[5])), ARGV[1])
if count == 0 then
    redis.call('PEXPIRE', KEYS[1], ARGV[3])
end
return 1
"""
RELEASE_LOCK = """
if redis.call('GET', KEYS[1]) == ARGV[1] then
    redis.call('DEL', KEYS[1])
end
"""


class Peer:
    def __init__(self, path):
        self.client = redis.Redis(unix_socket_path=path)
        self.admit = self.client.register_script(ADMIT)
        self.release_lock = self.client.register_script(RELEASE_LOCK)
        self.tokens = {}

    def acquire(self, kind, name, *numbers):
        token = uuid.uuid4().bytes
        if kind == "lock":
            (ttl,) = numbers
            granted = self.client.set(name, token, nx=True, px=ttl * 1000)
        elif kind == "semaphore":
            capacity, ttl = numbers
            granted = self.admit([name], [token, capacity, ttl * 1000, 0, ttl * 1000000])
        else:
            limit, window = numbers
            granted = self.admit([name], [token, limit, window * 1000, window * 1000000, 0])
        if granted:
            self.tokens.setdefault(name, []).append(token)
        return bool(granted)

    def release(self, kind, name):
        token = self.tokens[name].pop(0)
        if kind == "lock":
            self.release_lock([name], [token])
        elif kind == "semaphore":
            self.client.zrem(name, token)
        return True


peer = Peer(sys.argv[1])
for line in sys.stdin:
    verb, kind, name, *numbers = line.split()
    answer = peer.acquire(kind, name, *map(int, numbers)) if verb == "acquire" else peer.release(kind, name)
    print("yes" if answer else "no", flush=True)
