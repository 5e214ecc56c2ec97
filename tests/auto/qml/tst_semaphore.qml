// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtTest
import RedGuard

TestCase {
    id: test

    name: "Semaphore"

    RedGuard {
        id: lab

        url: server.url
    }

    Component {
        id: semaphoreComponent

        Semaphore {
            property int losses: 0
            property int releases: 0

            guard: lab
            name: "seats"
            capacity: 2
            onLost: ++losses
            onReleased: ++releases
        }
    }

    SignalSpy {
        id: capacityChanged

        signalName: "capacityChanged"
    }

    function init() {
        server.command(["FLUSHALL"]);
        tryCompare(lab, "connected", true);
    }

    function make(properties) {
        return createTemporaryObject(semaphoreComponent, test, properties);
    }

    function test_capacity() {
        const all = [make({}), make({}), make({})];
        all.forEach(it => it.acquire());
        tryVerify(() => all.filter(it => it.held).length === 2);
        tryCompare(all[2], "queuePosition", 1);
        compare(server.command(["ZCARD", "seats"]), 2);
        all[0].release();
        tryCompare(all[2], "held", true);
    }

    function test_permits() {
        const two = make({permits: 2});
        const one = make({});
        two.active = true;
        tryCompare(two, "held", true);
        compare(server.command(["ZCARD", "seats"]), 2);
        one.active = true;
        tryCompare(one, "queuePosition", 1);
        two.active = false;
        tryCompare(one, "held", true);
    }

    // One object may take several, and gives back the oldest first.
    function test_several() {
        const semaphore = make({});
        semaphore.acquire();
        semaphore.acquire();
        tryVerify(() => server.command(["ZCARD", "seats"]) === 2);
        tryCompare(semaphore, "pending", false);
        semaphore.release();
        verify(semaphore.held);
        tryCompare(semaphore, "releases", 1);
        semaphore.name = "others";
        verify(!semaphore.held);
        tryCompare(semaphore, "releases", 2);
        compare(server.command(["ZCARD", "seats"]), 0);
    }

    function test_tooManyPermits() {
        ignoreWarning(/./);
        const semaphore = make({permits: 3});
        semaphore.acquire();
        tryCompare(semaphore, "error", RedGuard.ErrorCode.InvalidArgument);
    }

    function test_capacityOfTheNextAcquisition() {
        const semaphore = make({capacity: 1});
        capacityChanged.target = semaphore;
        capacityChanged.clear();
        semaphore.capacity = 1;
        compare(capacityChanged.count, 0);
        semaphore.capacity = 3;
        compare(capacityChanged.count, 1);
        const others = [make({capacity: 3}), make({capacity: 3})];
        others.forEach(it => it.acquire());
        tryVerify(() => others.every(it => it.held));
        semaphore.acquire();
        tryCompare(semaphore, "held", true);
    }

    function test_lost() {
        const semaphore = make({renewal: RedGuard.Renewal.None, ttl: 300});
        semaphore.acquire();
        tryCompare(semaphore, "losses", 1);
        verify(!semaphore.held);
    }
}
