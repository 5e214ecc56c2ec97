-- SPDX-FileCopyrightText: 2026 The RedGuard authors
-- SPDX-License-Identifier: Apache-2.0
-- The keys of one name that is held and waited for, and the moment as text.
-- KEYS: 1 K, 2 queue (sorted set, token -> ticket), 3 waiters (hash, token -> entry), 4 fence (string),
--       5 withdrawn (sorted set, token -> the latest time at which a stray acquire of it could act)
-- An entry is 'ttl permits capacity attempt channel'; without a channel the client cannot be told and
-- asks. The attempt is the latest time at which that acquire could act, and rises from one to the next.
--
-- A release and an acquire are each put together of: clock, names, lock or semaphore, which say what
-- holding is, what comes first, settle, what comes then. All that lies between a holder and the next
-- one, so it is few calls; it is no function where that is for one place, since each is made anew at
-- every run; and what came as text stays text: a number that becomes text costs as much as a call.
local K, QUEUE, WAITERS, FENCE, WITHDRAWN = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local HOUR, DAY, MINUTE = 3600000, 86400000, 60000
local now_text = time[1] .. string.sub('00000' .. time[2], -6)
