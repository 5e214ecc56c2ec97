// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts

RowLayout {
    id: item

    required property string who
    required property string token
    required property string permits
    required property string timeLeft

    spacing: Theme.gap
    Accessible.role: Accessible.ListItem
    Accessible.name: who
    Accessible.description: permits !== "" ? qsTr("token %1, %2, %3 left").arg(token).arg(permits).arg(timeLeft)
                                           : qsTr("token %1, %2 left").arg(token).arg(timeLeft)

    Text {
        text: item.who
        color: Theme.text
        font.bold: true
        elide: Text.ElideRight
        textFormat: Text.PlainText
        Layout.fillWidth: true
        Accessible.ignored: true
    }
    Text {
        text: item.token
        color: Theme.quiet
        font.family: "monospace"
        Accessible.ignored: true
    }
    Text {
        visible: item.permits !== ""
        text: item.permits
        color: Theme.quiet
        horizontalAlignment: Text.AlignRight
        Layout.preferredWidth: 72
        Accessible.ignored: true
    }
    Text {
        text: item.timeLeft
        color: Theme.held
        horizontalAlignment: Text.AlignRight
        Layout.preferredWidth: 56
        Accessible.ignored: true
    }
}
