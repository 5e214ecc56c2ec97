-- SPDX-FileCopyrightText: 2026 The RedGuard authors
-- SPDX-License-Identifier: Apache-2.0
-- Reserves a slot at a steady pace with a stated burst: the generic cell rate algorithm (ITU-T
-- I.371), in integers and constant memory.
-- KEYS: 1 K (string: when the last admitted operation will have been paid for, in microseconds),
--       2 the reservation of this token (string: slot, what K became, and cost)
-- ARGV: 1 token (its key is KEYS[2]), 2 cost, 3 and 4 as window_reserve.lua, 5 burst, 6 interval of one
--       operation in microseconds
-- Reply: as window_reserve.lua
local K, RESERVED = KEYS[1], KEYS[2]
local cost, longest, lead = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local burst, interval = tonumber(ARGV[5]), tonumber(ARGV[6])
local paid = tonumber(redis.call('GET', K) or 0)
if not paid then
    return redis.error_reply('WRONGTYPE The key holds no paced limiter')
end

local function reply(granted, value)
    local ahead = math.max(paid - now, 0)
    return { granted, value, now, math.floor((burst * interval - math.min(ahead, burst * interval)) / interval), ahead }
end

local mine = redis.call('GET', RESERVED)
if mine then
    local slot, became, price = string.match(mine, '^(%d+) (%d+) (%d+)$')
    if lead < 0 then
        return reply(1, tonumber(slot))
    end
    redis.call('DEL', RESERVED)
    if tonumber(became) == paid then
        paid = paid - tonumber(price) * interval
        redis.call('SET', K, digits(paid), 'KEEPTTL')
    end
end

local earliest = now + math.max(lead, 0)
local becomes = math.max(paid, earliest) + cost * interval
local slot = math.max(earliest, becomes - burst * interval)
if slot - now > longest then
    return reply(0, slot - now)
end
paid = becomes
redis.call('SET', K, digits(paid), 'KEEPTTL')
keep(K, math.ceil((paid - now) / 1000) + 1)
redis.call('SET', RESERVED, digits(slot) .. ' ' .. digits(paid) .. ' ' .. digits(cost), 'KEEPTTL')
keep(RESERVED, math.ceil((slot - now) / 1000) + 60000)
return reply(1, slot)
