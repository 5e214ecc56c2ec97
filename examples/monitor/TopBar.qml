// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import RedGuardMonitor

RowLayout {
    id: bar

    required property Monitor monitor
    required property bool isWide
    property bool showsEvents
    property alias filter: filter

    signal eventsAsked(asked: bool)

    spacing: Theme.gap

    FilterField {
        id: filter
        Layout.fillWidth: true
        onTextChanged: bar.monitor.names.text = text
    }
    Text {
        visible: bar.isWide
        text: bar.monitor.hasLooked ? qsTr("%1 · last look %2").arg(bar.monitor.url).arg(bar.monitor.lastLook)
                                    : bar.monitor.url
        color: Theme.quiet
        elide: Text.ElideMiddle
        textFormat: Text.PlainText
        Layout.maximumWidth: Window.width / 2 // not of the bar, whose own width it would change
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
    Text {
        visible: bar.isWide
        text: qsTr("Look every")
        Layout.leftMargin: Theme.gap
        color: Theme.text
        Accessible.ignored: true
    }
    IntervalBox {
        monitor: bar.monitor
    }
    PlainButton {
        visible: !bar.isWide && !bar.showsEvents
        text: qsTr("Events")
        onClicked: bar.eventsAsked(true)
    }
    PlainButton {
        visible: !bar.isWide && bar.showsEvents
        text: qsTr("Names")
        onClicked: bar.eventsAsked(false)
    }
}
