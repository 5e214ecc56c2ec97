-- SPDX-FileCopyrightText: 2026 The RedGuard authors
-- SPDX-License-Identifier: Apache-2.0
-- A look at a name; changes nothing.
-- KEYS: 1 K, 2 the lock's queue, 3 its fence, 4 the semaphore's queue, 5 its fence
-- ARGV: how many holders to name at most
-- Reply: {type of K, ms until K expires (-1 never, -2 no key), {first four bytes of tokens, or the string},
--         members that lie ahead, members in all, newest score, now, {waiters, fence} of the lock, of the semaphore}
local kind = redis.call('TYPE', KEYS[1]).ok
local holders, members, last = {}, 0, 0
if kind == 'string' then
    holders, members = { redis.call('GETRANGE', KEYS[1], 0, 31) }, 1
elseif kind == 'zset' then
    members = redis.call('ZCOUNT', KEYS[1], '(' .. digits(now), '+inf')
    for _, member in ipairs(redis.call('ZRANGE', KEYS[1], -tonumber(ARGV[1]), -1)) do
        if #member == 16 then
            holders[#holders + 1] = string.sub(member, 1, 4)
        end
    end
    local newest = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
    last = tonumber(newest[2])
end
return {
    kind,
    redis.call('PTTL', KEYS[1]),
    holders,
    members,
    kind == 'zset' and redis.call('ZCARD', KEYS[1]) or members,
    last,
    now,
    { redis.call('ZCARD', KEYS[2]), tonumber(redis.call('GET', KEYS[3]) or 0) },
    { redis.call('ZCARD', KEYS[4]), tonumber(redis.call('GET', KEYS[5]) or 0) },
}
