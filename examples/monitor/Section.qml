// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick

// A part of the window with a heading.
Rectangle {
    id: section

    default property alias content: body.data
    property string title
    property Item corner

    color: Theme.base
    border.color: Theme.line
    radius: 6
    Accessible.role: Accessible.Grouping
    Accessible.name: title

    onCornerChanged: if (corner) corner.parent = cornerPlace

    Text {
        id: heading
        x: 2 * Theme.gap
        y: Theme.gap
        width: cornerPlace.x - x
        visible: section.title !== ""
        text: section.title
        color: Theme.text
        elide: Text.ElideRight
        textFormat: Text.PlainText
        font.bold: true
        Accessible.role: Accessible.Heading
        Accessible.name: text
    }
    Item {
        id: cornerPlace
        anchors { right: parent.right; rightMargin: Theme.gap; top: parent.top; topMargin: 4 }
        width: childrenRect.width
        height: childrenRect.height
    }
    Item {
        id: body
        anchors {
            fill: parent
            margins: 1
            topMargin: heading.visible ? heading.y + heading.height + Theme.gap : 1
        }
        clip: true
    }
}
