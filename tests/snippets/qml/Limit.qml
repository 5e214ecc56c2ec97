// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import RedGuard

//! [limiter]
RedGuard {
    RateLimiter {
        name: "api"
        limit: 5
        window: 1000
        onAcquired: console.log("one call may be made now")
        onTimedOut: console.log("again in", retryAfter, "ms")
        Component.onCompleted: tryAcquire()
    }
}
//! [limiter]
