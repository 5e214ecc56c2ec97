-- SPDX-FileCopyrightText: 2026 The RedGuard authors
-- SPDX-License-Identifier: Apache-2.0
-- Reserves a slot in a sliding window: at most `limit` admissions in any window, exactly.
-- KEYS: 1 K (sorted set, token -> slot in microseconds; a cost of c is c members)
-- ARGV: 1 token, 2 cost, 3 longest wait in microseconds, 4 how far from now the slot lies at least, in
--       microseconds, where the one this token has is void; or -1,
--       then limit and window in microseconds, once or more
-- Reply: {1, slot, now, remaining, reset after} admitted at the slot, in microseconds;
--        {0, retry after, now, remaining, reset after} refused, nothing written
local K, token, cost, longest, lead = KEYS[1], ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local MOST_RESERVED = 100000

local widest = 0
for i = 5, #ARGV, 2 do
    widest = math.max(widest, tonumber(ARGV[i + 1]))
end
redis.call('ZREMRANGEBYSCORE', K, 0, digits(now - widest))

local function score_at(rank)
    local found = redis.call('ZRANGE', K, -rank, -rank, 'WITHSCORES')
    return found[2] and tonumber(found[2])
end

-- The `remaining` that every window allows, and when the last entry leaves the widest one.
local function quota()
    local remaining = math.huge
    for i = 5, #ARGV, 2 do
        local inside = redis.call('ZCOUNT', K, '(' .. digits(now - tonumber(ARGV[i + 1])), '+inf')
        remaining = math.min(remaining, math.max(tonumber(ARGV[i]) - inside, 0))
    end
    local newest = score_at(1)
    return remaining, newest and math.max(newest + widest - now, 0) or 0
end

local function reply(granted, value)
    local remaining, reset = quota()
    return { granted, value, now, remaining, reset }
end

local mine = redis.call('ZSCORE', K, token)
if mine and lead < 0 then
    return reply(1, tonumber(mine))
end
for i = 1, mine and cost or 0 do
    redis.call('ZREM', K, i == 1 and token or token .. ':' .. i)
end

local earliest = now + math.max(lead, 0)
local slot, free = earliest, true
for i = 5, #ARGV, 2 do
    local limit, window = tonumber(ARGV[i]), tonumber(ARGV[i + 1])
    local blocking = score_at(limit - cost + 1)
    if blocking and blocking + window > earliest then
        slot, free = math.max(slot, blocking + window), false
    end
end
if not free then
    slot = math.max(slot, score_at(1))
end
if slot - now > longest or redis.call('ZCOUNT', K, '(' .. digits(now), '+inf') + cost > MOST_RESERVED then
    return reply(0, math.max(slot - now, 1))
end
for i = 1, cost do
    redis.call('ZADD', K, digits(slot), i == 1 and token or token .. ':' .. i)
end
keep(K, math.ceil((math.max(slot, score_at(1)) + widest - now) / 1000) + 1)
return reply(1, slot)
