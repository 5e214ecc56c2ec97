-- SPDX-FileCopyrightText: 2026 The RedGuard authors
-- SPDX-License-Identifier: Apache-2.0
-- The end of release.lua.
if somebody_waits then
    keep_queue(false)
end
return reply
