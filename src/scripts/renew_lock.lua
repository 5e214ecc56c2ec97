-- SPDX-FileCopyrightText: 2026 The RedGuard authors
-- SPDX-License-Identifier: Apache-2.0
-- Extends a lock that is still the token's own; never brings one back.
-- KEYS: 1 K
-- ARGV: 1 token, 2 ttl in ms, 3 permits (not used)
-- Reply: {1, now} extended, {0, now} nobody holds it, {2, now} another token does
local holder = call('GET', KEYS[1])
if holder == ARGV[1] then
    keep(KEYS[1], ARGV[2])
    return { 1, now }
end
return { holder and 2 or 0, now }
