// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick

// The kind's letter, filled while the name is held.
Rectangle {
    id: mark

    required property string letter
    required property bool isHeld

    implicitWidth: 22
    implicitHeight: 22
    radius: 4
    color: isHeld ? Theme.held : "transparent"
    border.color: isHeld ? Theme.held : Theme.quiet
    border.width: 1.5

    Text {
        anchors.centerIn: parent
        text: mark.letter
        color: mark.isHeld ? Theme.base : Theme.quiet
        font { bold: true; pixelSize: 13 }
        Accessible.ignored: true
    }
}
