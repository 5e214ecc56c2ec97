-- SPDX-FileCopyrightText: 2026 The RedGuard authors
-- SPDX-License-Identifier: Apache-2.0
-- Takes K, or a place in its queue.
-- KEYS: as queue.lua and the rules of the primitive
-- ARGV: 1 token, 2 ttl in ms, 3 permits, 4 capacity, 5 1 to wait, 6 channel or '', 7 ticket or 0,
--       8 the latest server time at which this may take effect
-- Reply: {1, fence, now, entered} held, also when it was held already, for the full ttl from now;
--        {0, position, end of the lease that frees a place (0 none, -1 unknown), now, ticket, entered};
--        {2, 0, now} too late, or withdrawn: nothing was done
--        entered: 1 if the token was not in the queue before and had to be put there
local token, ttl, permits, capacity = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local wait, channel, ticket, attempt = ARGV[5] == '1', ARGV[6], tonumber(ARGV[7]), tonumber(ARGV[8])

if now > attempt or redis.call('ZSCORE', WITHDRAWN, token) then
    return { 2, 0, now }
end

-- A waiter that is back is in its old place before anything is settled, with its new channel.
local already, entered = holds(token), 0
if wait and not already and (ticket > 0 or redis.call('ZSCORE', QUEUE, token)) then
    local place = ticket > 0 and ticket or tonumber(redis.call('ZSCORE', QUEUE, token))
    entered = enqueue(token, place, ttl, permits, capacity, attempt, channel)
end
settle(false)

if holds(token) then
    extend(token, permits, ttl)
    keep(FENCE, ttl + 86400000)
    return { 1, fence_of(token), now, entered }
end
local wanted = { permits = permits, capacity = capacity }
if not first_waiting() and fits(wanted) then
    local fence = next_fence(ttl)
    take(token, permits, ttl, fence)
    return { 1, fence, now, entered }
end
if not wait then
    return { 0, redis.call('ZCARD', QUEUE) + 1, lease_end(), now, 0, 0 }
end
if not redis.call('ZSCORE', QUEUE, token) then
    entered = enqueue(token, next_ticket(), ttl, permits, capacity, attempt, channel)
    settle(false)
end
return {
    0,
    redis.call('ZRANK', QUEUE, token) + 1,
    lease_end(),
    now,
    tonumber(redis.call('ZSCORE', QUEUE, token)),
    entered,
}
