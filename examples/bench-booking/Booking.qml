// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import RedGuard

// A lock for a fixed time: nothing renews it by itself, so the time runs out unless the user extends it.
Lock {
    id: booking

    // It ended without being given back, and the user has not taken note.
    property bool ended: false
    property bool endsSoon: false
    // Given back, which the board has not seen yet.
    property bool leaving: false
    property bool isReturned: false
    property int endReason: RedGuard.LossReason.None
    property string failure

    readonly property string phase: held ? "mine" : pending ? "waiting" : failure !== "" ? "failed"
                                                                        : ended ? "ended"
                                                                                : leaving ? "leaving" : "idle"
    readonly property bool isOver: phase === "ended" || phase === "failed"

    // Something that the others see, too.
    signal changed

    function giveBack() {
        leaving = true;
        isReturned = false;
        release();
    }
    // The board has looked.
    function settle() {
        leaving = leaving && !isReturned;
    }
    function book() {
        forget();
        acquire();
    }
    function forget() {
        ended = false;
        endsSoon = false;
        leaving = false;
        failure = "";
    }

    renewal: RedGuard.Renewal.None

    onAcquired: {
        forget();
        changed();
    }
    onQueued: changed()
    onCancelled: changed()
    onRenewed: {
        endsSoon = false;
        changed();
    }
    onAtRisk: endsSoon = true
    onReleased: {
        endsSoon = false;
        isReturned = true;
        changed();
    }
    onLost: reason => {
        endReason = reason;
        endsSoon = false;
        ended = true;
        changed();
    }
    onErrorOccurred: message => failure = message
}
