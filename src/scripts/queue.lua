-- SPDX-FileCopyrightText: 2026 The RedGuard authors
-- SPDX-License-Identifier: Apache-2.0
-- The waiters of one name, and how a place that falls free goes to the first of them. Stands behind
-- lock.lua or semaphore.lua, which say what holding is.
-- KEYS: 2 queue (sorted set, token -> ticket), 3 waiters (hash, token -> entry), 4 fence (string),
--       5 withdrawn (sorted set, token -> the latest time at which a stray acquire of it could act)
-- An entry is 'ttl permits capacity attempt channel'; without a channel the client cannot be told and
-- asks. The attempt is the latest time at which that acquire could act, and rises from one to the next.
local GRANT_LEASE = 2000
local QUEUE, WAITERS, FENCE, WITHDRAWN = KEYS[2], KEYS[3], KEYS[4], KEYS[5]

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
    local ttl, permits, capacity, attempt, channel = string.match(text, '^(%d+) (%d+) (%d+) (%d+) (.*)$')
    return {
        ttl = tonumber(ttl),
        permits = tonumber(permits),
        capacity = tonumber(capacity),
        attempt = tonumber(attempt),
        channel = channel,
    }
end

-- Returns 1 where the token was not there. A copy that was long under way changes nothing of what a
-- newer attempt has said.
local function enqueue(token, ticket, ttl, permits, capacity, attempt, channel)
    local entry = entry_of(token)
    if entry and entry.attempt > attempt and redis.call('ZSCORE', QUEUE, token) then
        return 0
    end
    redis.call('HSET', WAITERS, token, table.concat({ ttl, permits, capacity, digits(attempt), channel }, ' '))
    return redis.call('ZADD', QUEUE, 'LT', digits(ticket), token)
end

local function unqueue(token)
    redis.call('HDEL', WAITERS, token)
    return redis.call('ZREM', QUEUE, token) == 1
end

-- Whether the message had a subscriber to go to. The count that PUBLISH returns proves nothing, and
-- a channel that may not be asked or published to is as good as closed. In a Cluster a channel is a
-- name of the slot's, in one place with the key.
local function told(channel, message)
    local of_slot = not string.find(channel, '^redguard:%x+$')
    local subscribers = redis.pcall('PUBSUB', of_slot and 'SHARDNUMSUB' or 'NUMSUB', channel)
    if subscribers.err or subscribers[2] == 0 then
        return false
    end
    local published = redis.pcall(of_slot and 'SPUBLISH' or 'PUBLISH', channel, message)
    return type(published) == 'number'
end

local function grant(token, entry)
    -- Who cannot be told asks every ttl, or every two seconds if that is more.
    local lease = entry.channel == '' and math.max(entry.ttl, 2000) + 1000 or math.min(GRANT_LEASE, entry.ttl)
    local fence = next_fence(lease)
    local message = table.concat({ 'g' .. token .. digits(fence), digits(now), lease, entry.permits, KIND, K }, ' ')
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
            changed = true
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
