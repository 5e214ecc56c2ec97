// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick

// A term above its value.
Column {
    id: fact

    required property string term
    required property string value

    visible: value !== ""
    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("%1: %2").arg(term).arg(value)

    Text {
        text: fact.term
        color: Theme.quiet
        font.pixelSize: 12
        Accessible.ignored: true
    }
    Text {
        text: fact.value
        color: Theme.text
        textFormat: Text.PlainText
        Accessible.ignored: true
    }
}
