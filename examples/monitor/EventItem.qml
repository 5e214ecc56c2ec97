// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts

RowLayout {
    id: item

    required property string name
    required property string text
    required property string sign
    required property string time
    required property bool isLoss
    property bool showsName: true

    spacing: Theme.gap
    Accessible.role: Accessible.ListItem
    Accessible.name: qsTr("%1: %2").arg(name).arg(text)
    Accessible.description: time

    Text {
        text: item.time
        color: Theme.quiet
        Accessible.ignored: true
    }
    Text {
        text: item.sign
        color: item.isLoss ? Theme.loss : Theme.held
        horizontalAlignment: Text.AlignHCenter
        Layout.preferredWidth: 16
        Accessible.ignored: true
    }
    Text {
        visible: item.showsName
        text: item.name
        color: Theme.text
        font.bold: true
        elide: Text.ElideMiddle
        textFormat: Text.PlainText
        Layout.maximumWidth: item.width * 0.35
        Accessible.ignored: true
    }
    Text {
        text: item.text
        color: item.isLoss ? Theme.loss : Theme.text
        elide: Text.ElideRight
        textFormat: Text.PlainText
        Layout.fillWidth: true
        Accessible.ignored: true
    }
}
