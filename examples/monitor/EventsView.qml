// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Controls
import RedGuardMonitor

// What happened to all names, newest first.
Section {
    id: view

    required property Monitor monitor

    title: qsTr("Events")

    ListView {
        id: list
        anchors { fill: parent; leftMargin: 2 * Theme.gap; rightMargin: Theme.gap }
        model: view.monitor.events
        activeFocusOnTab: true
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        spacing: 2
        ScrollBar.vertical: ScrollBar {}
        Accessible.role: Accessible.List
        Accessible.name: view.title
        Accessible.focusable: true
        Keys.onUpPressed: list.flick(0, 500)
        Keys.onDownPressed: list.flick(0, -500)

        delegate: EventItem {
            width: ListView.view.width - Theme.gap
        }
    }
    Rectangle {
        anchors.fill: parent
        visible: list.activeFocus
        color: "transparent"
        border { color: Theme.accent; width: 2 }
        radius: 3
    }
    Note {
        anchors.fill: parent
        visible: list.count === 0
        text: qsTr("Nothing has happened since the first look")
    }
}
