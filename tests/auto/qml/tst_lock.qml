// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtTest
import RedGuard

TestCase {
    id: test

    name: "Lock"

    RedGuard {
        id: lab

        url: server.url
        namespace: "lab"
    }

    RedGuard {
        id: shop

        url: server.url
        namespace: "shop"
    }

    Component {
        id: lockComponent

        Lock {
            id: lock

            property var told: []

            guard: lab
            name: "scope"

            onQueued: position => told.push("queued " + position)
            onAcquired: fence => told.push("acquired " + (fence > 0 && fence === lock.fence))
            onReleased: how => told.push("released " + how)
            onLost: reason => told.push("lost " + reason)
            onTimedOut: told.push("timedOut")
            onCancelled: told.push("cancelled")
            onErrorOccurred: message => told.push("error " + (message === lock.errorString))
        }
    }

    Component {
        id: boundComponent

        Lock {
            property int last: remainingTime
            property int changes: 0

            guard: lab
            name: "bound"
            onLastChanged: ++changes
        }
    }

    Component {
        id: delegates

        Repeater {
            model: 2

            Item {
                property alias lock: lock

                Lock {
                    id: lock

                    name: "scope"
                }
            }
        }
    }

    Component {
        id: nested

        RedGuard {
            property alias lock: lock

            url: server.url

            QtObject {
                property Lock inner: Lock {
                    id: lock

                    name: "nested"
                    active: true
                }
            }
        }
    }

    Component {
        id: lateComponent

        Lock {
            property RedGuard late

            guard: late
            name: "scope"
            active: true
        }
    }

    function init() {
        server.command(["FLUSHALL"]);
        tryCompare(lab, "connected", true);
    }

    function make(properties) {
        return createTemporaryObject(lockComponent, test, properties);
    }

    function test_defaults() {
        const lock = make({name: ""});
        compare(lock.ttl, 30000);
        compare(lock.renewal, RedGuard.Renewal.Background);
        compare(lock.maxHold, 0);
        verify(!lock.active && !lock.reacquire && !lock.held && !lock.pending);
        compare(lock.queuePosition, 0);
        compare(lock.remainingTime, 0);
        compare(lock.fence, 0);
        compare(lock.error, RedGuard.ErrorCode.NoError);
    }

    function test_acquireAndRelease() {
        const lock = make({ttl: 10000});
        lock.acquire();
        verify(lock.pending && !lock.held);
        tryCompare(lock, "held", true);
        verify(!lock.pending);
        verify(lock.remainingTime > 9000 && lock.remainingTime <= 10000);
        verify(server.command(["PTTL", "lab:scope"]) > 9000);
        lock.release();
        verify(!lock.held);
        tryCompare(lock.told, "length", 2);
        compare(lock.told[0], "acquired true");
        compare(lock.told[1], "released " + RedGuard.ReleaseOutcome.Clean);
        compare(server.command(["GET", "lab:scope"]), undefined);
    }

    function test_handOver() {
        const first = make({});
        const second = make({});
        first.acquire();
        tryCompare(first, "held", true);
        second.acquire();
        tryCompare(second, "queuePosition", 1);
        compare(second.told[0], "queued 1");
        first.release();
        tryCompare(second, "held", true);
        compare(second.queuePosition, 0);
        verify(second.fence > first.fence);
    }

    function test_tryAcquireAndAcquireFor() {
        const first = make({});
        const second = make({});
        first.acquire();
        tryCompare(first, "held", true);
        second.tryAcquire();
        tryCompare(second.told, "length", 1);
        compare(second.told[0], "timedOut");
        compare(second.error, RedGuard.ErrorCode.TimedOut);
        verify(second.errorString.includes("scope"));
        second.acquireFor(100);
        compare(second.error, RedGuard.ErrorCode.NoError);
        tryVerify(() => second.told.filter(it => it === "timedOut").length === 2);
    }

    function test_cancel() {
        const first = make({});
        const second = make({});
        first.acquire();
        tryCompare(first, "held", true);
        second.acquire();
        tryCompare(second, "queuePosition", 1);
        second.cancel();
        tryVerify(() => second.told.includes("cancelled"));
        verify(!second.pending);
        tryVerify(() => server.command(["ZCARD", "{lab:scope}:rg:lock:queue"]) === 0);
    }

    function test_lostIsToldInWords() {
        const lock = make({renewal: RedGuard.Renewal.None, ttl: 400});
        lock.acquire();
        tryCompare(lock, "held", true);
        tryCompare(lock, "held", false);
        tryVerify(() => lock.told.includes("lost " + RedGuard.LossReason.Expired));
        compare(lock.error, RedGuard.ErrorCode.LeaseLost);
        verify(lock.errorString.includes("scope") && lock.errorString.includes("lease ended"));
        compare(lock.remainingTime, 0);
    }

    function test_extend() {
        const lock = make({renewal: RedGuard.Renewal.None, ttl: 60000});
        lock.acquire();
        tryCompare(lock, "held", true);
        server.command(["PEXPIRE", "lab:scope", "1000"]);
        lock.extend();
        tryVerify(() => server.command(["PTTL", "lab:scope"]) > 50000);
    }

    function test_badOptionsAreToldOf_data() {
        return [
            {tag: "ttl", properties: {ttl: -1}},
            {tag: "maxHold", properties: {maxHold: -5}},
            {tag: "no name", properties: {name: ""}}
        ];
    }

    function test_badOptionsAreToldOf(row) {
        ignoreWarning(/./);
        const lock = make(row.properties);
        lock.acquire();
        tryVerify(() => lock.told.includes("error true"));
        compare(lock.error, RedGuard.ErrorCode.InvalidArgument);
        verify(!lock.pending);
    }

    // An option holds for the next acquisition, the current one stays as it is.
    function test_optionsOfTheNextAcquisition() {
        const lock = make({ttl: 10000});
        lock.acquire();
        tryCompare(lock, "held", true);
        lock.ttl = 60000;
        verify(lock.held);
        verify(server.command(["PTTL", "lab:scope"]) <= 10000);
        lock.release();
        tryVerify(() => lock.told.includes("released 0"));
        lock.acquire();
        tryCompare(lock, "held", true);
        verify(server.command(["PTTL", "lab:scope"]) > 50000);
    }

    function test_renamedWhileHeld() {
        const lock = make({});
        lock.acquire();
        tryCompare(lock, "held", true);
        lock.name = "other";
        verify(!lock.held);
        tryVerify(() => lock.told.includes("released " + RedGuard.ReleaseOutcome.Clean));
        compare(server.command(["GET", "lab:scope"]), undefined);
        verify(!lock.pending); // nobody asked for the other one
        lock.acquire();
        tryCompare(lock, "held", true);
        verify(server.command(["GET", "lab:other"]) !== undefined);
    }

    function test_renamedWhileWaiting() {
        const first = make({});
        const second = make({});
        first.acquire();
        tryCompare(first, "held", true);
        second.acquire();
        tryCompare(second, "queuePosition", 1);
        second.name = "other";
        tryVerify(() => second.told.includes("cancelled"));
        tryVerify(() => server.command(["ZCARD", "{lab:scope}:rg:lock:queue"]) === 0);
    }

    function test_anotherGuardWhileHeld() {
        const lock = make({active: true});
        tryCompare(lock, "held", true);
        lock.guard = shop;
        tryVerify(() => server.command(["GET", "lab:scope"]) === undefined);
        tryCompare(lock, "held", true);
        verify(server.command(["GET", "shop:scope"]) !== undefined);
        lock.guard = null;
        verify(!lock.held);
        tryVerify(() => server.command(["GET", "shop:scope"]) === undefined);
        verify(lock.active);
    }

    function test_active() {
        const lock = make({active: true});
        tryCompare(lock, "held", true);
        lock.active = false;
        verify(!lock.held);
        tryVerify(() => lock.told.includes("released 0"));
        lock.active = true;
        tryCompare(lock, "held", true);
        lock.release();
        verify(!lock.active);
    }

    function test_activeWaits() {
        const first = make({active: true});
        tryCompare(first, "held", true);
        const second = make({active: true});
        tryCompare(second, "queuePosition", 1);
        second.active = false;
        tryVerify(() => second.told.includes("cancelled"));
        second.active = true;
        tryCompare(second, "queuePosition", 1);
        first.active = false;
        tryCompare(second, "held", true);
    }

    function test_activeEndsWithALoss() {
        const lock = make({active: true});
        tryCompare(lock, "held", true);
        server.command(["DEL", "lab:scope"]);
        lock.extend();
        tryVerify(() => lock.told.includes("lost " + RedGuard.LossReason.ServerLostState));
        verify(!lock.active && !lock.held && !lock.pending);
        lock.active = true;
        tryCompare(lock, "held", true);
    }

    function test_reacquire() {
        const lock = make({active: true, reacquire: true});
        tryCompare(lock, "held", true);
        const before = lock.fence;
        server.command(["DEL", "lab:scope"]);
        lock.extend();
        tryVerify(() => lock.told.includes("lost " + RedGuard.LossReason.ServerLostState));
        tryCompare(lock, "held", true);
        verify(lock.active && lock.fence > before);
    }

    function test_remainingTimeTicksForABinding() {
        const lock = createTemporaryObject(boundComponent, test);
        lock.acquire();
        tryCompare(lock, "held", true);
        const changes = lock.changes;
        tryVerify(() => lock.changes > changes + 2);
        verify(lock.last < 30000 - 200);
        lock.release();
        compare(lock.last, 0);
    }

    function test_enclosingGuard() {
        const guard = createTemporaryObject(nested, test);
        tryCompare(guard.lock, "held", true);
        compare(guard.lock.guard, guard);
    }

    function test_aDelegateHasNoGuard() {
        const repeater = createTemporaryObject(delegates, test);
        const lock = repeater.itemAt(1).lock;
        compare(lock.guard, null);
        ignoreWarning(/"scope" has no guard: put it inside a RedGuard, or set its guard/);
        lock.acquire();
        compare(lock.error, RedGuard.ErrorCode.InvalidArgument);
        verify(lock.errorString.includes("guard"));
        ignoreWarning(/"scope" has no guard/);
        lock.active = true;
        verify(!lock.active);
        lock.guard = lab;
        lock.acquire();
        tryCompare(lock, "held", true);
        compare(lock.errorString, "");
    }

    function test_aGuardThatComesLate() {
        const lock = createTemporaryObject(lateComponent, test);
        verify(lock.active && !lock.pending);
        lock.late = lab;
        tryCompare(lock, "held", true);
    }

    function test_theGuardGoes() {
        const guard = createTemporaryObject(nested, test, {namespace: "gone"});
        const lock = make({guard: guard, name: "theirs"});
        lock.acquire();
        tryCompare(lock, "held", true);
        guard.destroy();
        tryCompare(lock, "guard", null);
        verify(!lock.held);
        tryVerify(() => server.command(["GET", "gone:theirs"]) === undefined);
    }

    function test_destroyedWhileHeld() {
        const lock = lockComponent.createObject(test);
        lock.acquire();
        tryCompare(lock, "held", true);
        lock.destroy();
        tryVerify(() => server.command(["GET", "lab:scope"]) === undefined);
    }
}
