-- SPDX-FileCopyrightText: 2026 The RedGuard authors
-- SPDX-License-Identifier: Apache-2.0
-- A look at a name; changes nothing.
-- KEYS: 1 K, 2 the lock's queue, 3 its fence, 4 the semaphore's queue, 5 its fence
-- ARGV: 1 how many holders to name at most, 2 how many of the permits that end last to look at for that
-- Reply: {type of K, ms until K expires (-1 never, -2 no key), {{token, or the string; when it ends in
--         microseconds, 0 never; permits} of those that hold}, members that lie ahead, members in all,
--         newest score, now, {waiters, fence} of the lock, of the semaphore}
local kind = redis.call('TYPE', KEYS[1]).ok
local expires = redis.call('PTTL', KEYS[1])
local holders, members, last = {}, 0, 0
if kind == 'string' then
    local ends = expires < 0 and 0 or now + expires * 1000
    holders, members = { { redis.call('GETRANGE', KEYS[1], 0, 31), ends, 1 } }, 1
elseif kind == 'zset' then
    members = redis.call('ZCOUNT', KEYS[1], '(' .. digits(now), '+inf')
    local of = {}
    local newest_first = redis.call('ZREVRANGEBYSCORE', KEYS[1], '+inf', '(' .. digits(now), 'WITHSCORES',
        'LIMIT', 0, ARGV[2])
    for i = 1, #newest_first, 2 do
        local token = string.sub(newest_first[i], 1, 16)
        if of[token] then
            of[token][3] = of[token][3] + 1
        elseif #holders < tonumber(ARGV[1]) then
            of[token] = { token, tonumber(newest_first[i + 1]), 1 }
            holders[#holders + 1] = of[token]
        end
    end
    local newest = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
    last = tonumber(newest[2])
end
return {
    kind,
    expires,
    holders,
    members,
    kind == 'zset' and redis.call('ZCARD', KEYS[1]) or members,
    last,
    now,
    { redis.call('ZCARD', KEYS[2]), tonumber(redis.call('GET', KEYS[3]) or 0) },
    { redis.call('ZCARD', KEYS[4]), tonumber(redis.call('GET', KEYS[5]) or 0) },
}
