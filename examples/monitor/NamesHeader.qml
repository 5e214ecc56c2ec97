// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts

// What the columns are; their widths are those of NameItem.
RowLayout {
    id: header

    component Heading: Text {
        color: Theme.quiet
        elide: Text.ElideRight
        font.pixelSize: 12
        Accessible.ignored: true
    }

    spacing: Theme.gap

    Heading {
        text: qsTr("Name")
        Layout.leftMargin: 2 * Theme.gap + 22 + Theme.gap
        Layout.fillWidth: true
        Layout.preferredWidth: 3
    }
    Heading {
        text: qsTr("Holder")
        Layout.fillWidth: true
        Layout.preferredWidth: 3
    }
    Heading {
        text: qsTr("Use")
        Layout.preferredWidth: 88
    }
    Heading {
        text: qsTr("Waiting")
        horizontalAlignment: Text.AlignRight
        Layout.preferredWidth: 56
    }
    Heading {
        text: qsTr("Left")
        horizontalAlignment: Text.AlignRight
        Layout.preferredWidth: 56
        Layout.rightMargin: 2 * Theme.gap
    }
}
