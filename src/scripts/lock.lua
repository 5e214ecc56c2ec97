-- SPDX-FileCopyrightText: 2026 The RedGuard authors
-- SPDX-License-Identifier: Apache-2.0
-- What holding means for a lock: K is a string, the holder's token, and expires with the lease.
-- KEYS: those of names.lua
-- ARGV: 1 token
local KIND = 'l'
-- The holder, or false. Where K is of another type, an error: the reply, once what has to be done
-- whatever K holds is done.
local holder = redis.pcall('GET', K)
local foreign = type(holder) == 'table' and holder
local held = holder == ARGV[1] -- by the token itself
local left -- what PTTL says of K, where that is known
local begun -- in ms, the lease that begins now
local purge -- nothing lapses but K as a whole

local function fits(_, _)
    return not holder
end

local function take(token, _, milliseconds, _)
    call('SET', K, token, 'PX', milliseconds)
    holder, held, left, begun = token, token == ARGV[1], tonumber(milliseconds), milliseconds
end

-- Returns the fence: that of the newest grant.
local function extend(_, milliseconds)
    keep(K, milliseconds)
    return tonumber(call('GET', FENCE) or 0)
end

local function drop(_)
    if held then
        call('DEL', K)
        holder = false
    end
end

-- When the next place is free unless it is given back: 0 free now, -1 not known.
local function lease_end()
    if not holder then
        return 0
    end
    left = left or call('PTTL', K)
    return left < 0 and -1 or now + left * 1000
end
