-- SPDX-FileCopyrightText: 2026 The RedGuard authors
-- SPDX-License-Identifier: Apache-2.0
-- What holding means for a lock: K is a string, the holder's token, and expires with the lease.
-- KEYS: 1 K, and those of queue.lua
local K, KIND = KEYS[1], 'l'

local function purge()
end

local function holds(token)
    return redis.call('GET', K) == token
end

local function fits(_)
    return redis.call('EXISTS', K) == 0
end

local function take(token, _, milliseconds, _)
    redis.call('SET', K, token, 'PX', digits(milliseconds))
end

local function extend(_, _, milliseconds)
    keep(K, milliseconds)
end

local function drop(token, _)
    if redis.call('GET', K) ~= token then
        return false
    end
    redis.call('DEL', K)
    return true
end

-- The fence of the holder: the newest grant is the only one.
local function fence_of(_)
    return tonumber(redis.call('GET', KEYS[4]) or 0)
end

-- When the next place is free unless it is given back: 0 free now, -1 not known.
local function lease_end()
    local left = redis.call('PTTL', K)
    if left == -2 then
        return 0
    end
    return left < 0 and -1 or now + left * 1000
end
