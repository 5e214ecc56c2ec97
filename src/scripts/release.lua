-- SPDX-FileCopyrightText: 2026 The RedGuard authors
-- SPDX-License-Identifier: Apache-2.0
-- Gives back what the token holds, or its place in the queue, and hands over to who is next.
-- KEYS: as queue.lua and the rules of the primitive
-- ARGV: 1 token, 2 permits, 3 the latest time at which an unanswered acquire of it could act, or 0
-- Reply: {1, now} it was held, {0, now} it was not
-- The removals come first: they work when memory is full, and allow what follows. The place in the
-- queue goes, and the token is withdrawn, even where K holds something that is not ours, which ends the
-- script.
local token, permits = ARGV[1], tonumber(ARGV[2])
local was_head = first_waiting() == token
local waited = unqueue(token)
local not_after = tonumber(ARGV[3])
if not_after > now then
    redis.call('ZREMRANGEBYSCORE', WITHDRAWN, '-inf', '(' .. digits(now))
    redis.call('ZADD', WITHDRAWN, 'GT', digits(not_after), token)
    keep(WITHDRAWN, math.ceil((not_after - now) / 1000) + 1000)
end
local held = drop(token, permits)
settle(held or (waited and was_head))
return { held and 1 or 0, now }
