// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Controls.Basic

Button {
    id: button

    // What it is about, for who hears it without the card around it.
    property string subject
    property bool isPrimary: false

    Accessible.name: qsTr("%1: %2").arg(text).arg(subject)
    Accessible.onPressAction: clicked()

    implicitHeight: 32
    leftPadding: 12
    rightPadding: 12
    topPadding: 4
    bottomPadding: 4
    font.pixelSize: Theme.textSize
    font.bold: isPrimary
    palette.buttonText: isPrimary ? Theme.accentText : Theme.text

    Keys.onReturnPressed: button.clicked()
    Keys.onEnterPressed: button.clicked()

    background: Rectangle {
        readonly property color ground: button.isPrimary ? Theme.accent : Theme.button

        radius: Theme.radius - 2
        border.color: button.isPrimary ? ground : Theme.line
        color: button.down ? Qt.darker(ground, 1.2) : button.hovered ? Qt.lighter(ground, 1.08) : ground

        Rectangle {
            anchors.fill: parent
            anchors.margins: -3
            visible: button.visualFocus
            radius: Theme.radius + 1
            color: "transparent"
            border.width: 2
            border.color: Theme.accent
        }
    }
}
