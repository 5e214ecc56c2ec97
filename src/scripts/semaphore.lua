-- SPDX-FileCopyrightText: 2026 The RedGuard authors
-- SPDX-License-Identifier: Apache-2.0
-- What holding means for a semaphore: K is a sorted set, token -> lease end in microseconds; a
-- weight of k is k members, the token alone and the token with a number behind it.
-- KEYS: 1 K, those of queue.lua, 6 fences of the permits (hash, token -> fence)
local K, KIND, FENCES = KEYS[1], 's', KEYS[6]

local function member(token, i)
    return i == 1 and token or token .. ':' .. i
end

local function purge()
    local lapsed = redis.call('ZRANGEBYSCORE', K, '-inf', digits(now))
    if #lapsed > 0 then
        redis.call('ZREMRANGEBYSCORE', K, '-inf', digits(now))
        for _, token in ipairs(lapsed) do
            redis.call('HDEL', FENCES, token)
        end
    end
    -- The Python package adds members without looking after K's expiry; and where K expired as a
    -- whole, nobody took the fences with it.
    local newest = redis.call('ZRANGE', K, -1, -1, 'WITHSCORES')[2]
    if newest then
        keep(K, math.ceil((tonumber(newest) - now) / 1000) + 1)
    elseif redis.call('EXISTS', FENCES) == 1 then
        redis.call('DEL', FENCES)
    end
end

local function holds(token)
    local ends = redis.call('ZSCORE', K, token)
    return ends and tonumber(ends) > now
end

local function fits(entry)
    return redis.call('ZCARD', K) + entry.permits <= entry.capacity
end

local function take(token, permits, milliseconds, fence)
    local score = digits(now + milliseconds * 1000)
    for i = 1, permits do
        redis.call('ZADD', K, score, member(token, i))
    end
    keep(K, milliseconds + 1)
    redis.call('HSET', FENCES, token, digits(fence))
    keep(FENCES, milliseconds + 86400000)
end

local function extend(token, permits, milliseconds)
    local score = digits(now + milliseconds * 1000)
    for i = 1, permits do
        redis.call('ZADD', K, 'XX', 'GT', score, member(token, i))
    end
    keep(K, milliseconds + 1)
end

local function drop(token, permits)
    local held = holds(token)
    for i = 1, permits do
        redis.call('ZREM', K, member(token, i))
    end
    redis.call('HDEL', FENCES, token)
    return held
end

local function fence_of(token)
    return tonumber(redis.call('HGET', FENCES, token) or 0)
end

local function lease_end()
    local first = redis.call('ZRANGE', K, 0, 0, 'WITHSCORES')
    return first[2] and tonumber(first[2]) or 0
end
