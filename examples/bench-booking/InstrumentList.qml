// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import RedGuard
import BenchBooking

ScrollView {
    id: list

    required property RedGuard guard
    required property BookingBoard board
    required property int duration

    readonly property Flickable view: contentItem as Flickable
    readonly property int columns: availableWidth >= 720 ? 2 : 1

    signal news(string text)

    function move(by: int) {
        for (let i = 0; i < cards.count; ++i) {
            if (cards.itemAt(i).activeFocus && i + by >= 0 && i + by < cards.count) {
                (cards.itemAt(i + by) as InstrumentCard).focusFirst(Qt.TabFocusReason);
                return;
            }
        }
    }
    function show(card: Item) {
        const top = card.y;
        const bottom = card.y + card.height + 2 * Theme.gap;
        if (top < view.contentY)
            view.contentY = top;
        else if (bottom > view.contentY + view.height)
            view.contentY = bottom - view.height;
    }

    contentWidth: availableWidth
    ScrollBar.horizontal.policy: ScrollBar.AlwaysOff

    Component.onCompleted: (cards.itemAt(0) as InstrumentCard).focusFirst(Qt.OtherFocusReason)

    GridLayout {
        width: list.availableWidth
        columns: list.columns
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap

        Accessible.role: Accessible.List
        Accessible.name: qsTr("Instruments")

        Keys.onUpPressed: list.move(-list.columns)
        Keys.onDownPressed: list.move(list.columns)
        Keys.onLeftPressed: list.move(-1)
        Keys.onRightPressed: list.move(1)

        // Not a view: that destroys what is scrolled out of sight, and a Lock that is destroyed gives back.
        Repeater {
            id: cards

            model: list.board
            delegate: InstrumentCard {
                guard: list.guard
                board: list.board
                duration: list.duration
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 1
                onNews: text => list.news(text)
                onActiveFocusChanged: if (activeFocus) list.show(this)
            }
        }
    }
}
