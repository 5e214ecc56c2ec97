-- SPDX-FileCopyrightText: 2026 The RedGuard authors
-- SPDX-License-Identifier: Apache-2.0
-- Takes a reservation back where it is the newest; otherwise its slot stays unused.
-- KEYS: 1 K, 2 the reservation of this token
-- ARGV: 1 interval of one operation in microseconds
-- Reply: {1, now} taken back, {0, now} it was not there or not the newest
local mine = redis.call('GET', KEYS[2])
if not mine then
    return { 0, now }
end
local _, became, cost = string.match(mine, '^(%d+) (%d+) (%d+)$')
redis.call('DEL', KEYS[2])
if redis.call('GET', KEYS[1]) ~= became then
    return { 0, now }
end
redis.call('SET', KEYS[1], digits(tonumber(became) - tonumber(cost) * tonumber(ARGV[1])), 'KEEPTTL')
return { 1, now }
