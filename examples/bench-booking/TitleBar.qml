// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts

Rectangle {
    id: bar

    required property string user
    required property bool connected

    implicitHeight: 44
    color: Theme.card

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: Theme.line
    }

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.gap + 4
        anchors.rightMargin: Theme.gap + 4
        spacing: Theme.gap

        Label {
            text: qsTr("Lab instruments")
            color: Theme.text
            font.pixelSize: Theme.titleSize + 2
            font.bold: true
        }
        Label {
            Layout.fillWidth: true
            horizontalAlignment: Text.AlignRight
            text: bar.user
            Accessible.name: qsTr("You book as %1").arg(bar.user)
            color: Theme.faintText
            font.pixelSize: Theme.textSize
            elide: Text.ElideMiddle
        }
        Rectangle {
            implicitWidth: 10
            implicitHeight: 10
            radius: 5
            color: bar.connected ? Theme.free : Theme.danger
            Accessible.role: Accessible.Indicator
            Accessible.name: bar.connected ? qsTr("Connected") : qsTr("Not connected")
        }
    }
}
