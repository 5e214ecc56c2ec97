// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Controls
import RedGuardMonitor

// How often to look: the usual choices, and the one of the command line.
ComboBox {
    id: box

    required property Monitor monitor

    function nameOf(milliseconds: int): string {
        return milliseconds % 1000 === 0 ? qsTr("%1 s").arg(milliseconds / 1000) : qsTr("%1 ms").arg(milliseconds)
    }

    implicitWidth: 96
    implicitHeight: 34
    model: {
        const choices = [500, 1000, 2000, 5000, 10000]
        if (!choices.includes(monitor.interval))
            choices.push(monitor.interval)
        return choices.sort((one, other) => one - other).map(each => ({ text: nameOf(each), value: each }))
    }
    textRole: "text"
    valueRole: "value"
    Component.onCompleted: currentIndex = indexOfValue(monitor.interval)
    onActivated: monitor.interval = currentValue
    Accessible.name: qsTr("Look every")
    ToolTip.text: qsTr("How often to look")
    ToolTip.visible: hovered
    ToolTip.delay: 500
}
