// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Controls

TextField {
    id: field

    placeholderText: qsTr("Filter by name or holder")
    placeholderTextColor: Theme.quiet
    color: Theme.text
    selectByMouse: true
    Accessible.name: qsTr("Filter")
    Accessible.description: placeholderText
    Keys.onEscapePressed: event => {
        event.accepted = text !== ""
        text = ""
    }

    background: Rectangle {
        implicitHeight: 34
        color: Theme.base
        border.color: field.activeFocus ? Theme.accent : Theme.line
        border.width: field.activeFocus ? 2 : 1
        radius: 4
    }
}
