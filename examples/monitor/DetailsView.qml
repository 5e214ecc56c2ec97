// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import RedGuardMonitor

// The chosen name, closely.
Section {
    id: view

    required property Monitor monitor
    readonly property Subject subject: monitor.subject
    property bool showsBack

    signal backAsked

    title: subject.name !== "" ? subject.name : qsTr("Details")
    corner: PlainButton {
        height: 26
        visible: view.showsBack
        text: qsTr("Back")
        onClicked: view.backAsked()
    }

    Rectangle {
        anchors.fill: parent
        visible: scroll.activeFocus
        color: "transparent"
        border { color: Theme.accent; width: 2 }
        radius: 3
    }
    Note {
        anchors.fill: parent
        visible: view.subject.name === "" || !view.subject.isKnown
        text: view.subject.name === "" ? qsTr("Choose a name to see who has it")
                                       : qsTr("The server has no trace of this name now")
    }

    ScrollView {
        id: scroll
        anchors { fill: parent; leftMargin: 2 * Theme.gap; rightMargin: 2 * Theme.gap }
        visible: view.subject.isKnown
        contentWidth: availableWidth
        activeFocusOnTab: true
        ScrollBar.horizontal.policy: ScrollBar.AlwaysOff
        Keys.onUpPressed: ScrollBar.vertical.decrease()
        Keys.onDownPressed: ScrollBar.vertical.increase()
        Accessible.name: qsTr("All of %1").arg(view.title)

        ColumnLayout {
            width: scroll.availableWidth
            spacing: Theme.gap

            Flow {
                spacing: 3 * Theme.gap
                Layout.fillWidth: true

                Fact { term: qsTr("Kind"); value: view.subject.kind }
                Fact { term: qsTr("In use"); value: view.subject.use }
                Fact { term: qsTr("Waiting"); value: view.subject.isLease ? view.subject.waiters : "" }
                Fact { term: qsTr("Newest fence"); value: view.subject.fence }
            }
            Text {
                visible: view.subject.isLease
                text: holders.count === 0 ? qsTr("Nobody has it") : qsTr("Held by")
                color: Theme.quiet
                font.pixelSize: 12
                Accessible.role: Accessible.StaticText
                Accessible.name: text
            }
            ColumnLayout {
                spacing: 2
                Layout.fillWidth: true
                Accessible.role: Accessible.List
                Accessible.name: qsTr("Holders")

                Repeater {
                    id: holders
                    model: view.subject.holders
                    delegate: HolderItem {
                        Layout.fillWidth: true
                    }
                }
            }
            HistoryChart {
                samples: view.subject.samples
                interval: view.monitor.interval
                summary: view.subject.history
                showsUse: view.subject.use !== ""
                showsHeld: view.subject.isLease
                Layout.fillWidth: true
                Layout.preferredHeight: 110
            }
            Text {
                text: view.subject.history
                color: Theme.quiet
                wrapMode: Text.Wrap
                font.pixelSize: 12
                Layout.fillWidth: true
                Accessible.ignored: true
            }
            Repeater {
                model: view.subject.events
                delegate: EventItem {
                    showsName: false
                    Layout.fillWidth: true
                }
            }
        }
    }
}
