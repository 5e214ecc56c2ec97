// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts

// A name: one line of a table, or two lines where there is no room for that.
ItemDelegate {
    id: item

    required property int index
    required property string name
    required property string mark
    required property bool isHeld
    required property string holders
    required property string use
    required property int waiters
    required property string timeLeft
    required property string brief
    required property string summary
    property bool isChosen
    property bool isCurrent
    property bool isWide
    readonly property Columns columns: Columns { width: item.width }

    height: isWide ? Theme.rowHeight : Theme.rowHeight + 12
    focusPolicy: Qt.NoFocus
    leftPadding: 2 * Theme.gap
    rightPadding: 2 * Theme.gap
    Accessible.role: Accessible.ListItem
    Accessible.name: name
    Accessible.description: summary
    Accessible.selected: isChosen
    Accessible.onPressAction: clicked()

    background: Rectangle {
        color: item.isChosen ? Theme.chosen : item.hovered ? Theme.alternate : "transparent"
        border.color: Theme.accent
        border.width: item.isCurrent ? 2 : 0
        radius: 3
        Rectangle {
            visible: item.isChosen
            width: 4
            height: parent.height
            radius: 2
            color: Theme.accent
        }
    }

    contentItem: RowLayout {
        spacing: Theme.gap

        KindMark {
            letter: item.mark
            isHeld: item.isHeld
            Accessible.ignored: true
        }
        ColumnLayout {
            spacing: 1
            Layout.fillWidth: !item.isWide
            Layout.preferredWidth: item.columns.text

            Text {
                text: item.name
                color: Theme.text
                elide: Text.ElideMiddle
                textFormat: Text.PlainText
                font.bold: item.isHeld
                Layout.fillWidth: true
                Accessible.ignored: true
            }
            Text {
                visible: !item.isWide
                text: item.brief
                color: Theme.quiet
                elide: Text.ElideRight
                textFormat: Text.PlainText
                font.pixelSize: 12
                Layout.fillWidth: true
                Accessible.ignored: true
            }
        }
        Text {
            visible: item.isWide
            text: item.holders !== "" ? item.holders : item.use !== "" ? "" : qsTr("free")
            color: item.isHeld ? Theme.text : Theme.quiet
            elide: Text.ElideRight
            textFormat: Text.PlainText
            Layout.preferredWidth: item.columns.text
            Accessible.ignored: true
        }
        Text {
            visible: item.isWide
            text: item.use
            color: Theme.quiet
            elide: Text.ElideRight
            textFormat: Text.PlainText
            Layout.preferredWidth: item.columns.use
            Accessible.ignored: true
        }
        Text {
            visible: item.isWide
            text: item.waiters > 0 ? item.waiters : "–"
            color: item.waiters > 0 ? Theme.text : Theme.quiet
            horizontalAlignment: Text.AlignRight
            Layout.preferredWidth: item.columns.waiting
            Accessible.ignored: true
        }
        Text {
            text: item.timeLeft
            color: Theme.held
            horizontalAlignment: Text.AlignRight
            Layout.preferredWidth: item.columns.time
            Accessible.ignored: true
        }
    }
}
