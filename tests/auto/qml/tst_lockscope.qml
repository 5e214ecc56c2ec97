// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtTest
import RedGuard

TestCase {
    id: test

    property int alive: 0

    name: "LockScope"
    width: 200
    height: 200
    visible: true
    when: windowShown

    RedGuard {
        id: lab

        url: server.url
    }

    Component {
        id: scopeComponent

        LockScope {
            property var told: []

            guard: lab
            name: "scope"
            onAcquired: told.push("acquired " + (item !== null))
            onReleased: told.push("released " + (item === null))
            onLost: reason => told.push("lost " + (item === null) + " " + reason)
            onErrorOccurred: told.push("error")

            Rectangle {
                objectName: "content"
                implicitWidth: 120
                implicitHeight: 50
                Component.onCompleted: ++test.alive
                Component.onDestruction: --test.alive
            }
        }
    }

    Component {
        id: orphan

        LockScope {
            name: "scope"
            active: true
        }
    }

    function init() {
        server.command(["FLUSHALL"]);
        tryCompare(lab, "connected", true);
        tryCompare(test, "alive", 0);
    }

    function make(properties) {
        return createTemporaryObject(scopeComponent, test, properties);
    }

    function test_contentOnlyWhileHeld() {
        const scope = make({});
        compare(scope.item, null);
        compare(test.alive, 0);
        scope.acquire();
        compare(test.alive, 0);
        tryCompare(scope, "held", true);
        compare(test.alive, 1);
        compare(scope.item.objectName, "content");
        compare(scope.implicitWidth, 120);
        scope.release();
        compare(scope.item, null);
        tryCompare(test, "alive", 0);
        tryCompare(scope.told, "length", 2);
        compare(scope.told[0], "acquired true");
        compare(scope.told[1], "released true");
    }

    function test_unloadsOnLost() {
        const scope = make({active: true, ttl: 300, renewal: RedGuard.Renewal.None});
        tryCompare(test, "alive", 1);
        tryCompare(test, "alive", 0);
        tryCompare(scope.told, "length", 2);
        compare(scope.told[1], "lost true " + RedGuard.LossReason.Expired);
        verify(scope.errorString.length > 0);
    }

    function test_waitsItsTurn() {
        const first = make({active: true});
        tryCompare(test, "alive", 1);
        const second = make({active: true});
        tryCompare(second, "queuePosition", 1);
        compare(second.item, null);
        first.active = false;
        tryCompare(second, "held", true);
        verify(second.item !== null);
        compare(first.item, null);
    }

    function test_reacquired() {
        const scope = make({active: true, reacquire: true});
        tryCompare(test, "alive", 1);
        server.command(["DEL", "scope"]);
        scope.extend();
        tryVerify(() => scope.told.length === 3);
        compare(scope.told[2], "acquired true");
        tryCompare(test, "alive", 1);
    }

    function test_withoutAGuard() {
        ignoreWarning(/no guard/);
        const scope = createTemporaryObject(orphan, test);
        verify(!scope.active);
        compare(scope.error, RedGuard.ErrorCode.InvalidArgument);
    }

    function test_destroyed() {
        const scope = scopeComponent.createObject(test, {active: true});
        tryCompare(test, "alive", 1);
        scope.destroy();
        tryCompare(test, "alive", 0);
        tryVerify(() => server.command(["GET", "scope"]) === undefined);
    }
}
