// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Controls

// All names; one of them is chosen by a click or by the arrow keys, and opened by Enter.
Pane {
    id: view

    required property Monitor monitor
    readonly property bool isWide: width >= 540

    signal opened

    function focusList() {
        list.forceActiveFocus(Qt.TabFocusReason)
    }

    function choose(index: int) {
        if (index < 0 || index >= list.count)
            return
        list.currentIndex = index
        const item = list.itemAtIndex(index) as NameItem
        if (item)
            view.monitor.subject.name = item.name
    }

    title: qsTr("Names under “%1”").arg(monitor.nameSpace)

    NamesHeader {
        id: header
        visible: view.isWide && list.count > 0
        width: parent.width
        height: visible ? implicitHeight + 4 : 0
    }

    ListView {
        id: list
        anchors { fill: parent; topMargin: header.height }
        model: view.monitor.names
        activeFocusOnTab: true
        clip: true
        currentIndex: -1
        highlightFollowsCurrentItem: true
        boundsBehavior: Flickable.StopAtBounds
        ScrollBar.vertical: ScrollBar {}
        Accessible.role: Accessible.List
        Accessible.name: view.title
        Accessible.description: qsTr("Arrow keys choose, Enter opens")
        Accessible.focusable: true

        Keys.onUpPressed: view.choose(currentIndex - 1)
        Keys.onDownPressed: view.choose(currentIndex + 1)
        Keys.onReturnPressed: view.open()
        Keys.onEnterPressed: view.open()
        Keys.onPressed: event => {
            const isHome = event.key === Qt.Key_Home
            if (!isHome && event.key !== Qt.Key_End)
                return
            list.positionViewAtIndex(isHome ? 0 : list.count - 1, ListView.Contain)
            view.choose(isHome ? 0 : list.count - 1)
            event.accepted = true
        }

        delegate: NameItem {
            width: ListView.view.width
            isWide: view.isWide
            isChosen: name === view.monitor.subject.name
            isCurrent: list.activeFocus && ListView.isCurrentItem
            onClicked: {
                view.choose(index)
                list.forceActiveFocus(Qt.MouseFocusReason)
                view.opened()
            }
        }
    }

    function open() {
        if (list.currentIndex < 0)
            choose(0)
        if (list.currentIndex >= 0)
            opened()
    }

    // The focus is seen even where nothing is current.
    Rectangle {
        anchors.fill: list
        visible: list.activeFocus && list.currentIndex < 0
        color: "transparent"
        border { color: Theme.accent; width: 2 }
        radius: 3
    }

    Note {
        anchors.fill: parent
        visible: list.count === 0
        text: !view.monitor.hasLooked ? qsTr("No answer yet")
            : view.monitor.names.text !== ""
              ? qsTr("No name or holder contains “%1”").arg(view.monitor.names.text)
              : qsTr("Nothing is held under “%1”").arg(view.monitor.nameSpace)
    }
}
