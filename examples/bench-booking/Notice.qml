// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Controls.Basic

// One line across the window, said aloud by a screen reader whenever it changes.
Label {
    id: notice

    property color ground: Theme.window

    Accessible.role: Accessible.AlertMessage
    Accessible.name: text

    leftPadding: Theme.gap + 4
    rightPadding: Theme.gap + 4
    topPadding: 4
    bottomPadding: 4
    font.pixelSize: Theme.smallSize
    elide: Text.ElideRight

    background: Rectangle {
        color: notice.ground
    }
}
