// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts

// What the columns of the names are.
RowLayout {
    id: header

    readonly property Columns columns: Columns { width: header.width }

    component Heading: Text {
        color: Theme.quiet
        elide: Text.ElideRight
        font.pixelSize: 12
        Accessible.ignored: true
    }

    spacing: Theme.gap

    Heading {
        text: qsTr("Name")
        Layout.leftMargin: 3 * Theme.gap + header.columns.mark
        Layout.preferredWidth: header.columns.text
    }
    Heading {
        text: qsTr("Holder")
        Layout.preferredWidth: header.columns.text
    }
    Heading {
        text: qsTr("Use")
        Layout.preferredWidth: header.columns.use
    }
    Heading {
        text: qsTr("Waiting")
        horizontalAlignment: Text.AlignRight
        Layout.preferredWidth: header.columns.waiting
    }
    Heading {
        text: qsTr("Left")
        horizontalAlignment: Text.AlignRight
        Layout.preferredWidth: header.columns.time
        Layout.rightMargin: 2 * Theme.gap
    }
}
