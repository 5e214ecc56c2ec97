// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound
import QtQuick

// What can be done now. Buttons come and go rather than change their meaning: a click that comes a moment
// too late, after the booking has ended, does nothing instead of the opposite.
FocusScope {
    id: actions

    required property Booking booking
    required property string subject
    required property bool isFree

    function focusFirst(reason: int) {
        // A list of Qt 6.4 cannot be walked by "of".
        for (let i = 0; i < row.children.length; ++i) {
            if (row.children[i].visible) {
                row.children[i].forceActiveFocus(reason);
                return;
            }
        }
    }

    implicitWidth: row.implicitWidth
    implicitHeight: row.implicitHeight

    Row {
        id: row

        spacing: Theme.gap
        // The button that had the focus may be gone.
        onVisibleChildrenChanged: if (actions.activeFocus) actions.focusFirst(Qt.TabFocusReason)

        ActionButton {
            subject: actions.subject
            text: qsTr("Extend")
            isPrimary: true
            visible: actions.booking.phase === "mine"
            onClicked: actions.booking.extend()
        }
        ActionButton {
            subject: actions.subject
            text: qsTr("Give back")
            visible: actions.booking.phase === "mine"
            onClicked: actions.booking.giveBack()
        }
        ActionButton {
            subject: actions.subject
            text: qsTr("Leave the queue")
            visible: actions.booking.phase === "waiting"
            onClicked: actions.booking.cancel()
        }
        ActionButton {
            subject: actions.subject
            text: qsTr("OK")
            visible: actions.booking.isOver
            onClicked: actions.booking.forget()
        }
        ActionButton {
            subject: actions.subject
            text: actions.booking.isOver ? qsTr("Book again") : qsTr("Book")
            isPrimary: actions.isFree
            visible: actions.booking.phase === "idle" || actions.booking.phase === "leaving" || actions.booking.isOver
            onClicked: actions.booking.book()
        }
    }
}
