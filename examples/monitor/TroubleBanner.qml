// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick

// Why nothing new is seen.
Rectangle {
    id: banner

    required property string trouble

    visible: trouble !== ""
    implicitHeight: visible ? words.implicitHeight : 0
    color: Theme.warning
    border.color: Theme.warningText
    radius: 4
    Accessible.role: Accessible.AlertMessage
    Accessible.name: words.text

    Text {
        id: words
        width: parent.width
        padding: Theme.gap
        text: qsTr("⚠ Not seen at present: %1").arg(banner.trouble)
        color: Theme.warningText
        wrapMode: Text.Wrap
        textFormat: Text.PlainText
        Accessible.ignored: true
    }
}
