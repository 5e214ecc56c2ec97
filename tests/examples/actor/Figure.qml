// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts

ApplicationWindow {
    id: window
    property bool nameless

    visible: true
    title: "Figure"
    width: 300
    height: 300

    ColumnLayout {
        anchors.fill: parent

        TextField {
            id: field
            Accessible.name: "Who:"
            Layout.fillWidth: true
        }
        SpinBox {
            id: number
            Accessible.name: "Times:"
            editable: true
        }
        CheckBox {
            id: check
            text: "Agree"
        }
        Button {
            text: "&Greet"
            enabled: check.checked
            // Qt 6.4's buttons offer to be pressed but do nothing about it.
            Accessible.onPressAction: clicked()
            onClicked: greeting.text = "Hello, " + field.text + ", " + number.value
        }
        Label {
            id: greeting
        }
        Button {
            visible: window.nameless
        }
    }
}
