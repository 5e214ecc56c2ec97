// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import RedGuardMonitor

Section {
    id: view

    required property Monitor monitor
    readonly property bool isWide: width >= 540

    signal opened

    function focusList() {
        list.forceActiveFocus(Qt.TabFocusReason)
    }

    title: qsTr("Names under “%1”").arg(monitor.nameSpace)

    NamesHeader {
        id: header
        visible: view.isWide && list.count > 0
        width: parent.width
        height: visible ? implicitHeight + 4 : 0
    }
    NamesList {
        id: list
        anchors { fill: parent; topMargin: header.height }
        monitor: view.monitor
        isWide: view.isWide
        onOpened: view.opened()
        Accessible.name: view.title
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
