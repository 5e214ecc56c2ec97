-- SPDX-FileCopyrightText: 2026 The RedGuard authors
-- SPDX-License-Identifier: Apache-2.0
-- Takes a reservation back; the place it leaves among later ones stays unused.
-- KEYS: 1 K
-- ARGV: 1 token, 2 cost
-- Reply: {1, now} it was there, {0, now} it was not
local removed = 0
for i = 1, tonumber(ARGV[2]) do
    removed = removed + redis.call('ZREM', KEYS[1], i == 1 and ARGV[1] or ARGV[1] .. ':' .. i)
end
return { removed > 0 and 1 or 0, now }
