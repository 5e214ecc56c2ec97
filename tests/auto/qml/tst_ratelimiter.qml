// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtTest
import RedGuard

TestCase {
    id: test

    name: "RateLimiter"

    RedGuard {
        id: lab

        url: server.url
    }

    Component {
        id: limiterComponent

        RateLimiter {
            property int admissions: 0
            property int timeouts: 0
            property int cancellations: 0

            guard: lab
            name: "api"
            limit: 2
            window: 60000
            onAcquired: ++admissions
            onTimedOut: ++timeouts
            onCancelled: ++cancellations
        }
    }

    function init() {
        server.command(["FLUSHALL"]);
        tryCompare(lab, "connected", true);
    }

    function make(properties) {
        return createTemporaryObject(limiterComponent, test, properties);
    }

    function test_defaults() {
        const limiter = make({});
        compare(limiter.cost, 1);
        compare(limiter.algorithm, RedGuard.Algorithm.SlidingWindow);
        compare(limiter.burst, 0);
        compare(limiter.slack, 50);
        compare(limiter.remaining, 0);
        compare(limiter.retryAfter, 0);
    }

    function test_limit() {
        const limiter = make({});
        limiter.tryAcquire();
        limiter.tryAcquire();
        limiter.tryAcquire();
        tryCompare(limiter, "timeouts", 1);
        compare(limiter.admissions, 2);
        compare(limiter.remaining, 0);
        verify(limiter.retryAfter > 50000 && limiter.retryAfter <= 60000);
        compare(limiter.error, RedGuard.ErrorCode.TimedOut);
    }

    function test_cost() {
        const limiter = make({cost: 2});
        limiter.tryAcquire();
        tryCompare(limiter, "admissions", 1);
        compare(server.command(["ZCARD", "api"]), 2);
    }

    function test_waitsForItsSlot() {
        const limiter = make({limit: 1, window: 300});
        limiter.acquire();
        limiter.acquire();
        tryCompare(limiter, "admissions", 2);
        verify(!limiter.pending);
    }

    function test_paced() {
        const limiter = make({algorithm: RedGuard.Algorithm.Paced, burst: 1});
        limiter.tryAcquire();
        limiter.tryAcquire();
        tryCompare(limiter, "timeouts", 1);
        compare(limiter.admissions, 1);
        compare(server.command(["TYPE", "api"]), "string");
    }

    function test_renamedWhileWaiting() {
        const limiter = make({limit: 1});
        limiter.acquire();
        tryCompare(limiter, "admissions", 1);
        limiter.acquire();
        tryVerify(() => server.command(["ZCARD", "api"]) === 2);
        limiter.name = "other";
        tryCompare(limiter, "cancellations", 1);
        tryVerify(() => server.command(["ZCARD", "api"]) === 1);
    }

    function test_badLimit() {
        ignoreWarning(/./);
        const limiter = make({limit: 0});
        limiter.acquire();
        tryCompare(limiter, "error", RedGuard.ErrorCode.InvalidArgument);
        verify(limiter.errorString.length > 0);
    }
}
