// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import RedGuard
import BenchBooking

FocusScope {
    id: card

    required property RedGuard guard
    required property BookingBoard board
    required property int duration

    required property string name
    required property string title
    required property bool known
    required property bool taken
    required property string holder
    required property real remaining
    required property int waiters

    readonly property bool isMine: booking.phase === "mine"
    readonly property bool isMarked: isMine || booking.isOver

    // What a user who looks elsewhere should hear of.
    signal news(string text)

    function focusFirst(reason: int) {
        actions.focusFirst(reason);
    }

    Component.onCompleted: board.looked.connect(booking.settle)

    Accessible.role: Accessible.Grouping
    Accessible.name: title
    Accessible.description: status.summary

    implicitHeight: Math.max(72, row.implicitHeight + 2 * Theme.gap)

    Booking {
        id: booking

        guard: card.guard
        name: card.name
        ttl: card.duration
        onChanged: card.board.refresh()
        onAcquired: card.news(qsTr("%1 is yours").arg(card.title))
        onAtRisk: card.news(qsTr("Your booking of %1 ends soon").arg(card.title))
        onLost: card.news(qsTr("Your booking of %1 ended").arg(card.title))
        onReleased: card.news(qsTr("You gave back %1").arg(card.title))
        onErrorOccurred: message => card.news(message)
    }

    InstrumentStatus {
        id: status

        booking: booking
        known: card.known
        taken: card.taken
        holder: card.holder
        remaining: card.remaining
        waiters: card.waiters
    }

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: card.isMarked ? Theme.tint(status.color) : Theme.card
        border.color: card.isMarked ? status.color : Theme.line
    }

    RowLayout {
        id: row

        anchors.fill: parent
        anchors.margins: Theme.gap
        anchors.leftMargin: Theme.gap + 4
        anchors.rightMargin: Theme.gap + 4
        spacing: Theme.gap + 4

        CountdownRing {
            readonly property real time: card.isMine ? booking.remainingTime : card.remaining

            color: status.color
            fraction: booking.isOver ? 0 : isChecked ? 1 : booking.leaving ? 0 : time / card.duration
            isChecked: booking.phase === "idle" && card.known && !card.taken
            text: booking.isOver ? "!" : !card.known && !card.isMine ? "?" : time > 0 && !booking.leaving ? Clock.text(time) : "…"
        }

        ColumnLayout {
            Layout.fillWidth: true
            spacing: 1

            Label {
                Layout.fillWidth: true
                text: card.title
                color: Theme.text
                font.pixelSize: Theme.titleSize
                font.bold: true
                elide: Text.ElideRight
            }
            Label {
                Layout.fillWidth: true
                text: status.headline
                color: status.color
                font.pixelSize: Theme.textSize
                elide: Text.ElideRight
            }
            Label {
                Layout.fillWidth: true
                visible: text !== ""
                text: status.detail
                color: booking.endsSoon ? Theme.warning : Theme.faintText
                font.pixelSize: Theme.smallSize
                elide: Text.ElideRight
            }
        }

        BookingActions {
            id: actions

            booking: booking
            subject: card.title
            isFree: card.known && !card.taken
            focus: true
        }
    }
}
