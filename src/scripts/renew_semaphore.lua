-- SPDX-FileCopyrightText: 2026 The RedGuard authors
-- SPDX-License-Identifier: Apache-2.0
-- Extends the permits of a token that still run; never brings one back.
-- KEYS: 1 K
-- ARGV: 1 token, 2 ttl in ms, 3 permits
-- Reply: {1, now} extended, {0, now} not held
local token, milliseconds = ARGV[1], tonumber(ARGV[2])
local score = redis.call('ZSCORE', KEYS[1], token)
if not score or tonumber(score) <= now then
    return { 0, now }
end
-- A removal works when memory is full, and allows what follows.
redis.call('ZREM', KEYS[1], '')
local ends = digits(now + milliseconds * 1000)
for i = 1, tonumber(ARGV[3]) do
    redis.call('ZADD', KEYS[1], 'XX', 'GT', ends, i == 1 and token or token .. ':' .. i)
end
local newest = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')[2]
keep(KEYS[1], math.ceil((tonumber(newest) - now) / 1000) + 1)
return { 1, now }
