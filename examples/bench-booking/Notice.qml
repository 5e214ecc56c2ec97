// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick

// One line across the window, said aloud by a screen reader whenever it changes.
Rectangle {
    id: notice

    property alias text: line.text
    property alias textColor: line.color
    property alias font: line.font

    Accessible.role: Accessible.AlertMessage
    Accessible.name: text

    implicitHeight: line.implicitHeight + 8
    color: Theme.window

    Text {
        id: line

        anchors.fill: parent
        anchors.leftMargin: Theme.gap + 4
        anchors.rightMargin: Theme.gap + 4
        verticalAlignment: Text.AlignVCenter
        font.pixelSize: Theme.smallSize
        elide: Text.ElideRight
        Accessible.ignored: true
    }
}
