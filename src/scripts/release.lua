-- SPDX-FileCopyrightText: 2026 The RedGuard authors
-- SPDX-License-Identifier: Apache-2.0
-- Gives back what the token holds, or its place in the queue, and hands over to who is next.
-- KEYS: as names.lua and the rules of the primitive
-- ARGV: 1 token, 2 permits, 3 the latest time at which an unanswered acquire of it could act, or 0
-- Reply: {1, now} it was held, {0, now} it was not
-- The removals come first: they work when memory is full, and allow what follows. The place in the
-- queue goes, and the token is withdrawn, even where K holds something that is not ours, which ends the
-- script. Who holds has no place.
local reply, changed, not_after = { held and 1 or 0, now }, held, ARGV[3]
if not held then
    changed = call('ZRANGE', QUEUE, '0', '0')[1] == ARGV[1]
    call('ZREM', QUEUE, ARGV[1])
    call('HDEL', WAITERS, ARGV[1])
end
if not_after ~= '0' and tonumber(not_after) > now then
    call('ZREMRANGEBYSCORE', WITHDRAWN, '-inf', '(' .. now_text)
    call('ZADD', WITHDRAWN, 'GT', not_after, ARGV[1])
    keep(WITHDRAWN, math.ceil((not_after - now) / 1000) + 1000)
end
if foreign then
    return foreign
end
drop(ARGV[2])
if purge then
    purge()
end
local line = call('ZRANGE', QUEUE, '0', '1')
