-- SPDX-FileCopyrightText: 2026 The RedGuard authors
-- SPDX-License-Identifier: Apache-2.0
-- The waiters of one name, and how a place that falls free goes to the first of them. Stands behind
-- lock.lua or semaphore.lua, which say what holding is.
-- KEYS: 2 queue (sorted set, token -> ticket), 3 waiters (hash, token -> entry), 4 fence (string)
-- An entry is 'ttl permits capacity channel'; without a channel the client cannot be told and asks.
local GRANT_LEASE = 2000
local QUEUE, WAITERS, FENCE = KEYS[2], KEYS[3], KEYS[4]

-- Rises across a restart without persistence too, and no counter lives for ever.
local function next_fence(milliseconds)
    local fence = math.max(tonumber(redis.call('GET', FENCE) or 0) + 1, now)
    redis.call('SET', FENCE, digits(fence), 'KEEPTTL')
    keep(FENCE, milliseconds + 86400000)
    return fence
end

local function next_ticket()
    local newest = redis.call('ZRANGE', QUEUE, -1, -1, 'WITHSCORES')
    return math.max((tonumber(newest[2] or 0)) + 1, now)
end

local function first_waiting()
    return redis.call('ZRANGE', QUEUE, 0, 0)[1]
end

local function entry_of(token)
    local text = redis.call('HGET', WAITERS, token)
    if not text then
        return nil
    end
    local ttl, permits, capacity, channel = string.match(text, '^(%d+) (%d+) (%d+) (.*)$')
    return { ttl = tonumber(ttl), permits = tonumber(permits), capacity = tonumber(capacity), channel = channel }
end

local function enqueue(token, ticket, ttl, permits, capacity, channel)
    redis.call('ZADD', QUEUE, 'NX', digits(ticket), token)
    redis.call('HSET', WAITERS, token, ttl .. ' ' .. permits .. ' ' .. capacity .. ' ' .. channel)
end

local function unqueue(token)
    redis.call('HDEL', WAITERS, token)
    return redis.call('ZREM', QUEUE, token) == 1
end

-- Whether the message had a subscriber to go to. The count that PUBLISH returns proves nothing, and
-- a channel that may not be asked or published to is as good as closed.
local function told(channel, message)
    local subscribers = redis.pcall('PUBSUB', 'NUMSUB', channel)
    if subscribers.err or subscribers[2] == 0 then
        return false
    end
    local published = redis.pcall('PUBLISH', channel, message)
    return type(published) == 'number'
end

local function grant(token, entry)
    -- Who cannot be told asks every ttl, or every two seconds if that is more.
    local lease = entry.channel == '' and math.max(entry.ttl, 2000) + 1000 or math.min(GRANT_LEASE, entry.ttl)
    local fence = next_fence(lease)
    local message = 'g' .. token .. digits(fence) .. ' ' .. digits(now) .. ' ' .. lease .. ' ' .. K
    if entry.channel ~= '' and not told(entry.channel, message) then
        return false
    end
    take(token, entry.permits, lease, fence)
    return true
end

local function tell_head(token, entry)
    return entry.channel == '' or told(entry.channel, 'h' .. token .. digits(lease_end()) .. ' ' .. digits(now) .. ' ' .. K)
end

-- Gives what is free to those who wait, in order; who cannot be reached loses the place. Where the
-- holder or the head is another than before, the new head is told.
local function settle(changed)
    purge()
    while true do
        local token = first_waiting()
        if not token then
            return
        end
        local entry = entry_of(token)
        if entry == nil then
            unqueue(token)
        elseif fits(entry) then
            unqueue(token)
            grant(token, entry)
            changed = true
        elseif not changed or tell_head(token, entry) then
            break
        else
            unqueue(token)
        end
    end
    local life = math.max(redis.call('PTTL', K), 0) + 3600000
    keep(QUEUE, life)
    keep(WAITERS, life)
end
