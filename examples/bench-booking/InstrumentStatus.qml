// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import RedGuard

// Everything that is to be said of an instrument, in words; the card shows it, a screen reader reads it out.
QtObject {
    id: status

    required property Booking booking
    required property bool known
    required property bool taken
    required property string holder
    required property real remaining
    required property int waiters

    readonly property string who: holder !== "" ? holder : qsTr("somebody")
    readonly property string others: {
        if (!known)
            return qsTr("Not known at the moment");
        if (taken)
            return qsTr("Booked by %1").arg(who);
        return waiters > 0 ? qsTr("About to be handed over") : qsTr("Free");
    }
    readonly property string queue: waiters > 0 ? qsTr("%n waiting", "", waiters) : ""

    readonly property string headline: {
        switch (booking.phase) {
        case "mine":
            return qsTr("Yours, %1 left").arg(Clock.text(booking.remainingTime));
        case "ended":
            return qsTr("Your booking ended");
        case "failed":
            return qsTr("It could not be booked");
        case "leaving":
            return qsTr("Being given back");
        }
        return others;
    }
    readonly property string detail: {
        switch (booking.phase) {
        case "mine":
            return booking.endsSoon ? joined(qsTr("Ends soon"), queue, ", ") : queue;
        case "waiting":
            return booking.queuePosition > 0 ? qsTr("You are number %1 in the queue").arg(booking.queuePosition)
                                             : qsTr("Asking for it");
        case "ended":
            return textOf(booking.endReason);
        case "failed":
            return booking.failure;
        }
        return queue;
    }
    readonly property color color: {
        switch (booking.phase) {
        case "leaving":
            return Theme.faintText;
        case "mine":
            return booking.endsSoon ? Theme.warning : Theme.accent;
        case "ended":
        case "failed":
            return Theme.danger;
        }
        return known && !taken ? Theme.free : Theme.faintText;
    }

    // The card has the time in its ring, too.
    readonly property string summary: {
        const isOthers = taken && remaining > 0 && (booking.phase === "idle" || booking.phase === "waiting");
        return joined(isOthers ? qsTr("%1, %2 left").arg(headline).arg(Clock.text(remaining)) : headline, detail,
                      ". ");
    }

    function joined(first: string, second: string, by: string): string {
        return first !== "" && second !== "" ? first + by + second : first + second;
    }
    function textOf(reason: int): string {
        switch (reason) {
        case RedGuard.LossReason.Expired:
        case RedGuard.LossReason.MaxHoldReached:
            return qsTr("Its time is over");
        case RedGuard.LossReason.Disconnected:
            return qsTr("Its time ran out without a connection");
        case RedGuard.LossReason.ServerLostState:
            return qsTr("The server does not know of it any more");
        }
        return qsTr("Somebody else took it over");
    }
}
