// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import RedGuard

FocusScope {
    id: scope

    default property Component content

    property alias guard: lock.guard
    property alias name: lock.name
    property alias ttl: lock.ttl
    property alias renewal: lock.renewal
    property alias maxHold: lock.maxHold
    property alias active: lock.active
    property alias reacquire: lock.reacquire
    readonly property alias held: lock.held
    readonly property alias pending: lock.pending
    readonly property alias queuePosition: lock.queuePosition
    readonly property alias remainingTime: lock.remainingTime
    readonly property alias fence: lock.fence
    readonly property alias error: lock.error
    readonly property alias errorString: lock.errorString
    readonly property alias item: loader.item

    signal queued(int position)
    signal acquired(real fence)
    signal renewed
    signal atRisk(int remaining)
    signal released(int how)
    signal lost(int reason)
    signal timedOut
    signal cancelled
    signal errorOccurred(string message)

    function acquire() {
        lock.acquire();
    }
    function tryAcquire() {
        lock.tryAcquire();
    }
    function acquireFor(milliseconds: int) {
        lock.acquireFor(milliseconds);
    }
    function cancel() {
        lock.cancel();
    }
    function release() {
        lock.release();
    }
    function extend() {
        lock.extend();
    }

    implicitWidth: loader.implicitWidth
    implicitHeight: loader.implicitHeight

    Lock {
        id: lock

        onQueued: position => scope.queued(position)
        onAcquired: fence => scope.acquired(fence)
        onRenewed: scope.renewed()
        onAtRisk: remaining => scope.atRisk(remaining)
        onReleased: how => scope.released(how)
        onLost: reason => scope.lost(reason)
        onTimedOut: scope.timedOut()
        onCancelled: scope.cancelled()
        onErrorOccurred: message => scope.errorOccurred(message)
    }

    Loader {
        id: loader

        anchors.fill: parent
        focus: true
        active: lock.held
        sourceComponent: scope.content
    }
}
