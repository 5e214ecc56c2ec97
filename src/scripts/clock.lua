-- SPDX-FileCopyrightText: 2026 The RedGuard authors
-- SPDX-License-Identifier: Apache-2.0
-- The server's time, in front of every script. `now` is an integer in microseconds and stays exact
-- in a double; '..' and tostring() would cut it to 14 digits, so it is written by digits().
local time = redis.call('TIME')
local call, now = redis.call, time[1] * 1000000 + time[2]

local function digits(number)
    return string.format('%.0f', number)
end

-- Nothing shortens an expiry. One that has to be put off at every change is put off by `more` at once.
local function keep(key, milliseconds, more)
    if call('PTTL', key) < tonumber(milliseconds) then
        call('PEXPIRE', key, more and milliseconds + more or milliseconds)
    end
end
