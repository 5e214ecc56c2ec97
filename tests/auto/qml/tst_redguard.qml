// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtTest
import RedGuard

TestCase {
    id: test

    name: "RedGuard"

    Component {
        id: guardComponent

        RedGuard {
            property alias lock: lock

            url: server.url
            namespace: "lab"

            Lock {
                id: lock

                name: "scope"
            }
        }
    }

    Component {
        id: bareComponent

        RedGuard {}
    }

    SignalSpy {
        id: failed

        signalName: "errorOccurred"
    }

    SignalSpy {
        id: released

        signalName: "released"
    }

    SignalSpy {
        id: cancelled

        signalName: "cancelled"
    }

    function init() {
        server.command(["FLUSHALL"]);
    }

    function make(properties) {
        return createTemporaryObject(guardComponent, test, properties);
    }

    function test_defaults() {
        // The default url would start the private server of whoever runs this; tst_readme goes by it.
        const guard = createTemporaryObject(bareComponent, test, {url: server.url});
        compare(guard.namespace, "");
        compare(guard.clientName, "");
        compare(guard.error, RedGuard.ErrorCode.NoError);
        compare(guard.errorString, "");
    }

    function test_connects() {
        const guard = make({});
        verify(!guard.connected);
        tryCompare(guard, "connected", true);
        compare(guard.state, RedGuard.ConnectionState.Connected);
    }

    function test_namespace() {
        const guard = make({namespace: "shop"});
        guard.lock.acquire();
        tryCompare(guard.lock, "held", true);
        verify(server.command(["GET", "shop:scope"]) !== undefined);
    }

    function test_clientName() {
        const guard = make({clientName: "anna@bench"});
        tryCompare(guard, "connected", true);
        verify(String(server.command(["CLIENT", "LIST"])).includes(":anna@bench "));
    }

    function test_badUrl() {
        ignoreWarning(/scheme/);
        const guard = make({url: "http://localhost"});
        failed.target = guard;
        failed.clear();
        tryCompare(failed, "count", 1);
        compare(guard.error, RedGuard.ErrorCode.InvalidUrl);
        verify(guard.errorString.includes("scheme"));
        compare(failed.signalArguments[0][0], guard.errorString);
        compare(guard.state, RedGuard.ConnectionState.Disconnected);
    }

    function test_errorGoesWithTheConnectionThatHadIt() {
        const guard = make({url: "unix:///nowhere/redis.sock"});
        tryCompare(guard, "error", RedGuard.ErrorCode.NotConnected);
        verify(guard.errorString.length > 0);
        guard.url = server.url;
        tryCompare(guard, "connected", true);
        compare(guard.error, RedGuard.ErrorCode.NoError);
        compare(guard.errorString, "");
    }

    function test_changesWhileHeld_data() {
        return [
            {tag: "url", property: "url", value: "unix:///nowhere/redis.sock"},
            {tag: "namespace", property: "namespace", value: "shop"},
            {tag: "clientName", property: "clientName", value: "bob"}
        ];
    }

    // What is held is given back through the connection that it is held by.
    function test_changesWhileHeld(row) {
        const guard = make({});
        const lock = guard.lock;
        released.target = lock;
        released.clear();
        lock.acquire();
        tryCompare(lock, "held", true);
        guard[row.property] = row.value;
        verify(!lock.held);
        tryCompare(released, "count", 1);
        compare(released.signalArguments[0][0], RedGuard.ReleaseOutcome.Clean);
        compare(server.command(["GET", "lab:scope"]), undefined);
        wait(0);
        verify(!lock.held && !lock.pending);
    }

    function test_changesWhileWaiting() {
        const holder = make({});
        holder.lock.acquire();
        tryCompare(holder.lock, "held", true);
        const guard = make({});
        cancelled.target = guard.lock;
        cancelled.clear();
        guard.lock.acquire();
        tryCompare(guard.lock, "queuePosition", 1);
        guard.namespace = "shop";
        tryCompare(cancelled, "count", 1);
        compare(guard.lock.queuePosition, 0);
        tryVerify(() => server.command(["ZCARD", "{lab:scope}:rg:lock:queue"]) === 0);
    }

    function test_activeFollowsTheNamespace() {
        const guard = make({});
        guard.lock.active = true;
        tryCompare(guard.lock, "held", true);
        guard.namespace = "shop";
        verify(!guard.lock.held);
        tryCompare(guard.lock, "held", true);
        compare(server.command(["GET", "lab:scope"]), undefined);
        verify(server.command(["GET", "shop:scope"]) !== undefined);
    }

    // The connection of before is closed once all is given back.
    function test_oldConnectionsGo() {
        const guard = make({});
        tryCompare(guard, "connected", true);
        tryVerify(() => server.clients() === 2);
        for (let i = 0; i < 5; ++i) {
            guard.namespace = "lab" + i;
            guard.lock.acquire();
            tryCompare(guard.lock, "held", true);
        }
        guard.namespace = "";
        tryCompare(guard, "connected", true);
        tryVerify(() => server.clients() === 2);
    }

    function test_destroyedWhileHeld() {
        const guard = guardComponent.createObject(test);
        guard.lock.acquire();
        tryCompare(guard.lock, "held", true);
        guard.destroy();
        tryVerify(() => server.command(["GET", "lab:scope"]) === undefined);
    }
}
