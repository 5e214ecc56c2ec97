# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
"""What a Python service does to hold the same lock; tst_docshell runs it beside a program of ours."""
import sys
import uuid

import redis


def measure():
    print("ours", flush=True)
    sys.stdin.readline()


url = sys.argv[1]
#! [lock]
server = redis.Redis.from_url(url)  # as in Qt: "redis://localhost:6379"
release = server.register_script("if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end")

token = uuid.uuid4().bytes  # of this one acquisition
if server.set("lab:oscilloscope-2", token, nx=True, px=10_000):  # namespace:name
    try:
        measure()  # within 10 s: nobody renews this
    finally:
        release(["lab:oscilloscope-2"], [token])
#! [lock]
else:
    print("busy", flush=True)
