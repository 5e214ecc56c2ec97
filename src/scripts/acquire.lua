-- SPDX-FileCopyrightText: 2026 The RedGuard authors
-- SPDX-License-Identifier: Apache-2.0
-- Takes K, or a place in its queue.
-- KEYS: as names.lua and the rules of the primitive
-- ARGV: 1 token, 2 ttl in ms, 3 permits, 4 capacity, 5 1 to wait, 6 channel or '', 7 ticket or 0,
--       8 the latest server time at which this may take effect
-- Reply: {1, fence, now, entered} held, also when it was held already, for the full ttl from now;
--        {0, position, end of the lease that frees a place (0 none, -1 unknown), now, ticket, entered};
--        {2, 0, now} too late, or withdrawn: nothing was done
--        entered: 1 if the token was not in the queue before and had to be put there
local own, wait, ticket, attempt = ARGV[1], ARGV[5] == '1', ARGV[7], ARGV[8]
if now > tonumber(attempt) or call('ZSCORE', WITHDRAWN, own) then
    return { 2, 0, now }
end
if foreign then
    return foreign
end
if purge then
    purge()
end

-- A waiter that is back is in its old place before anything is settled, with its new channel. A copy
-- that was long under way changes nothing of what a newer attempt has said.
local changed, line = false, call('ZRANGE', QUEUE, '0', '1')
local entry = ARGV[2] .. ' ' .. ARGV[3] .. ' ' .. ARGV[4] .. ' ' .. attempt .. ' ' .. ARGV[6]
local entered, is_back = 0, false
if wait and not held and (line[1] or ticket ~= '0') then
    local place = call('ZSCORE', QUEUE, own)
    is_back = place or ticket ~= '0'
    local newest = place and string.match(call('HGET', WAITERS, own) or '', '^%d+ %d+ %d+ (%d+)')
    if is_back and tonumber(newest or 0) <= tonumber(attempt) then
        call('HSET', WAITERS, own, entry)
        if ticket ~= '0' then
            entered = call('ZADD', QUEUE, 'LT', ticket, own)
            line = call('ZRANGE', QUEUE, '0', '1')
        end
    end
end
