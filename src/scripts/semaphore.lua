-- SPDX-FileCopyrightText: 2026 The RedGuard authors
-- SPDX-License-Identifier: Apache-2.0
-- What holding means for a semaphore: K is a sorted set, token -> lease end in microseconds; a
-- weight of k is k members, the token alone and the token with a number behind it.
-- KEYS: those of names.lua, 6 fences of the permits (hash, token -> fence)
-- ARGV: 1 token
local KIND, FENCES = 's', KEYS[6]
-- How many members K has. Where it is of another type, an error: the reply, once what has to be done
-- whatever K holds is done.
local used = redis.pcall('ZCARD', K)
local foreign = type(used) == 'table' and used
local held = not foreign and tonumber(call('ZSCORE', K, ARGV[1]) or 0) > now -- by the token itself
local left, begun -- not known: what lock.lua knows of K as a whole

local function member(token, i)
    return i == 1 and token or token .. ':' .. i
end

local function purge()
    local lapsed = call('ZRANGEBYSCORE', K, '-inf', now_text)
    if #lapsed > 0 then
        used = used - call('ZREMRANGEBYSCORE', K, '-inf', now_text)
        for _, token in ipairs(lapsed) do
            call('HDEL', FENCES, token)
        end
    end
    -- The Python package adds members without looking after K's expiry; and where K expired as a
    -- whole, nobody took the fences with it.
    local newest = used > 0 and call('ZRANGE', K, '-1', '-1', 'WITHSCORES')[2]
    if newest then
        keep(K, math.ceil((newest - now) / 1000) + 1)
    elseif call('EXISTS', FENCES) == 1 then
        call('DEL', FENCES)
    end
end

local function fits(permits, capacity)
    return used + permits <= tonumber(capacity)
end

local function take(token, permits, milliseconds, fence)
    local score = digits(now + milliseconds * 1000)
    for i = 1, permits do
        used = used + call('ZADD', K, score, member(token, i))
    end
    keep(K, milliseconds + 1)
    call('HSET', FENCES, token, fence)
    keep(FENCES, milliseconds + DAY, MINUTE)
    held = held or token == ARGV[1]
end

-- Returns the fence.
local function extend(permits, milliseconds)
    local score = digits(now + milliseconds * 1000)
    for i = 1, permits do
        call('ZADD', K, 'XX', 'GT', score, member(ARGV[1], i))
    end
    keep(K, milliseconds + 1)
    return tonumber(call('HGET', FENCES, ARGV[1]) or 0)
end

local function drop(permits)
    for i = 1, permits do
        used = used - call('ZREM', K, member(ARGV[1], i))
    end
    call('HDEL', FENCES, ARGV[1])
end

-- When the next place is free unless it is given back: 0 free now.
local function lease_end()
    return tonumber(call('ZRANGE', K, '0', '0', 'WITHSCORES')[2] or 0)
end
