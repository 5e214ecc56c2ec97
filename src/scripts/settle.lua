-- SPDX-FileCopyrightText: 2026 The RedGuard authors
-- SPDX-License-Identifier: Apache-2.0
-- Gives what is free to those who wait, in order; who cannot be reached loses the place. Where the
-- holder or the head is another than before, the new head is told.
-- Takes: `changed`, whether they are; `line`, the first two of the queue. Leaves: somebody_waits.
local ENTRY = '^(%d+) (%d+) (%d+) %d+ (.*)$'

-- Rises across a restart without persistence too, and no counter lives for ever. As text and as a number.
local function next_fence(milliseconds)
    local last, life = tonumber(call('GET', FENCE) or 0), milliseconds + DAY
    local fence, number = now_text, now
    if last >= now then
        fence, number = digits(last + 1), last + 1
    end
    if call('PTTL', FENCE) < life then
        call('SET', FENCE, fence, 'PX', life + MINUTE)
    else
        call('SET', FENCE, fence, 'KEEPTTL')
    end
    return fence, number
end

-- Whether the message had a subscriber to go to. The count that PUBLISH returns proves nothing, so that
-- is asked before, in one call with the channel that may be `another` to be told; and one that may not
-- be asked or published to is as good as closed. In a Cluster a channel is a name of the slot's, in one
-- place with the key.
local subscribers = {}
local function told(channel, message, another)
    local of_slot = string.find(channel, '{', 1, true)
    if not subscribers[channel] then
        local both = another and another ~= channel and of_slot == string.find(another, '{', 1, true)
        local numsub = of_slot and 'SHARDNUMSUB' or 'NUMSUB'
        local counts = both and redis.pcall('PUBSUB', numsub, channel, another)
            or redis.pcall('PUBSUB', numsub, channel)
        for i = 1, #counts, 2 do
            subscribers[counts[i]] = counts[i + 1]
        end
    end
    if (subscribers[channel] or 0) == 0 then
        return false
    end
    return type(redis.pcall(of_slot and 'SPUBLISH' or 'PUBLISH', channel, message)) == 'number'
end

local at, ttl, permits, capacity, channel = 1, nil, nil, nil, nil
if line[1] then
    ttl, permits, capacity, channel = string.match(call('HGET', WAITERS, line[1]) or '', ENTRY)
end
while line[at] do
    local token = line[at]
    local room = ttl and fits(permits, capacity)
    if ttl and not room then
        -- The end of a lease that begins now is '+' and its milliseconds.
        if not changed or channel == '' or told(channel, 'h' .. token
            .. (begun and '+' .. begun or digits(lease_end())) .. ' ' .. now_text .. ' ' .. K) then
            break
        end
    end
    call('HDEL', WAITERS, token)
    call('ZREM', QUEUE, token)
    changed, at = true, at + 1
    if at > 2 then
        line, at = call('ZRANGE', QUEUE, '0', '1'), 1
    end
    local next_ttl, next_permits, next_capacity, next_channel
    if line[at] then
        next_ttl, next_permits, next_capacity, next_channel =
            string.match(call('HGET', WAITERS, line[at]) or '', ENTRY)
    end
    if room then
        local lease = tonumber(ttl) < 2000 and ttl or '2000'
        if channel == '' then
            -- Who cannot be told asks every ttl, or every two seconds if that is more.
            lease = math.max(ttl, 2000) + 1000
        end
        -- Used up even where the waiter turns out to be gone.
        local fence = next_fence(lease)
        if channel == '' or told(channel, 'g' .. token .. fence .. ' ' .. now_text .. ' ' .. lease .. ' '
            .. permits .. ' ' .. KIND .. ' ' .. K, next_channel) then
            take(token, permits, lease, fence)
        end
    end
    ttl, permits, capacity, channel = next_ttl, next_permits, next_capacity, next_channel
end
local somebody_waits = line[at]

-- Both live for an hour longer than K. They are put off together, and where something was `written`:
-- that may have made them anew.
local function keep_queue(written)
    left = left or call('PTTL', K)
    local life = math.max(left, 0) + HOUR
    local is_short = call('PTTL', QUEUE) < life
    if is_short then
        call('PEXPIRE', QUEUE, life + MINUTE)
    end
    if is_short or written then
        keep(WAITERS, life, MINUTE)
    end
end
