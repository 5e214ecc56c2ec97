// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Controls
import RedGuardMonitor

// The arrow keys choose a name, Enter and a click open it too.
ListView {
    id: list

    required property Monitor monitor
    property bool isWide

    signal opened

    function choose(index: int) {
        if (index < 0 || index >= count)
            return
        currentIndex = index
        const item = itemAtIndex(index) as NameItem
        if (item)
            monitor.subject.name = item.name
    }

    function open() {
        choose(Math.max(currentIndex, 0))
        if (count > 0)
            opened()
    }

    model: monitor.names
    activeFocusOnTab: true
    clip: true
    currentIndex: -1
    boundsBehavior: Flickable.StopAtBounds
    ScrollBar.vertical: ScrollBar {}
    Accessible.role: Accessible.List
    Accessible.description: qsTr("Arrow keys choose, Enter opens")
    Accessible.focusable: true

    Keys.onUpPressed: choose(currentIndex - 1)
    Keys.onDownPressed: choose(currentIndex + 1)
    Keys.onReturnPressed: open()
    Keys.onEnterPressed: open()
    Keys.onPressed: event => {
        if (event.key !== Qt.Key_Home && event.key !== Qt.Key_End)
            return
        const index = event.key === Qt.Key_Home ? 0 : count - 1
        positionViewAtIndex(index, ListView.Contain)
        choose(index)
        event.accepted = true
    }

    // Qt 6.8 has no ListView.view here at first, and Qt 6.4 no bound components.
    // qmllint disable unqualified
    delegate: NameItem {
        width: list.width
        isWide: list.isWide
        isChosen: name === list.monitor.subject.name
        isCurrent: list.activeFocus && ListView.isCurrentItem
        onClicked: {
            list.choose(index)
            list.forceActiveFocus(Qt.MouseFocusReason)
            list.opened()
        }
    }
    // qmllint enable unqualified

    // The focus is seen even where nothing is current.
    Rectangle {
        anchors.fill: parent
        visible: list.activeFocus && list.currentIndex < 0
        color: "transparent"
        border { color: Theme.accent; width: 2 }
        radius: 3
    }
}
