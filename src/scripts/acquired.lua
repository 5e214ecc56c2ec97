-- SPDX-FileCopyrightText: 2026 The RedGuard authors
-- SPDX-License-Identifier: Apache-2.0
-- The end of acquire.lua.
if held then
    if somebody_waits then
        keep_queue(is_back)
    end
    keep(FENCE, ARGV[2] + DAY, MINUTE)
    return { 1, extend(ARGV[3], ARGV[2]), now, entered }
end
if not somebody_waits and fits(ARGV[3], ARGV[4]) then
    local fence, number = next_fence(ARGV[2])
    take(own, ARGV[3], ARGV[2], fence)
    return { 1, number, now, entered }
end
local place = is_back and call('ZSCORE', QUEUE, own)
if place then
    keep_queue(true)
    return { 0, call('ZRANK', QUEUE, own) + 1, lease_end(), now, tonumber(place), entered }
end
if not wait then
    if somebody_waits then
        keep_queue(false)
    end
    return { 0, call('ZCARD', QUEUE) + 1, lease_end(), now, 0, 0 }
end

-- Behind all others, who had their turn.
local newest = somebody_waits and tonumber(call('ZRANGE', QUEUE, '-1', '-1', 'WITHSCORES')[2]) or 0
place = math.max(newest + 1, now)
call('HSET', WAITERS, own, entry)
call('ZADD', QUEUE, place == now and now_text or digits(place), own)
keep_queue(true)
return { 0, call('ZRANK', QUEUE, own) + 1, lease_end(), now, place, 1 }
