// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import RedGuardMonitor

ApplicationWindow {
    id: window

    enum Page { Names, Details, Events }

    required property Monitor monitor
    readonly property bool isWide: width >= 800
    property int page: Main.Page.Names

    function goBack() {
        page = Main.Page.Names
        names.focusList()
    }

    visible: true
    width: 1080
    height: 640
    minimumWidth: 320
    minimumHeight: 240
    title: qsTr("RedGuard monitor – %1").arg(monitor.nameSpace)
    color: Theme.window

    palette {
        window: Theme.window
        windowText: Theme.text
        base: Theme.base
        alternateBase: Theme.alternate
        text: Theme.text
        button: Theme.button
        buttonText: Theme.text
        brightText: Theme.base
        highlight: Theme.accent
        highlightedText: Theme.base
        placeholderText: Theme.quiet
        light: Theme.alternate
        midlight: Theme.alternate
        mid: Theme.line
        dark: Theme.quiet
        toolTipBase: Theme.base
        toolTipText: Theme.text
    }

    Shortcut {
        sequence: "Ctrl+F"
        onActivated: {
            window.page = Main.Page.Names
            bar.filter.forceActiveFocus(Qt.ShortcutFocusReason)
        }
    }
    Shortcut {
        sequence: "Esc"
        enabled: !window.isWide && window.page !== Main.Page.Names
        onActivated: window.goBack()
    }
    Shortcut {
        sequence: "Ctrl+Q"
        onActivated: window.close()
    }

    ColumnLayout {
        anchors { fill: parent; margins: Theme.gap }
        spacing: Theme.gap

        TroubleBanner {
            trouble: window.monitor.trouble
            Layout.fillWidth: true
        }
        TopBar {
            id: bar
            visible: window.isWide || window.page !== Main.Page.Details
            monitor: window.monitor
            isWide: window.isWide
            showsEvents: window.page === Main.Page.Events
            onEventsAsked: asked => window.page = asked ? Main.Page.Events : Main.Page.Names
            Layout.fillWidth: true
        }
        RowLayout {
            spacing: Theme.gap

            NamesView {
                id: names
                visible: window.isWide || window.page === Main.Page.Names
                monitor: window.monitor
                onOpened: window.page = window.isWide ? window.page : Main.Page.Details
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 6
            }
            ColumnLayout {
                visible: window.isWide || window.page !== Main.Page.Names
                spacing: Theme.gap
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 5

                DetailsView {
                    visible: window.isWide || window.page === Main.Page.Details
                    monitor: window.monitor
                    showsBack: !window.isWide
                    onBackAsked: window.goBack()
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Layout.preferredHeight: 3
                }
                EventsView {
                    visible: window.isWide || window.page === Main.Page.Events
                    monitor: window.monitor
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Layout.preferredHeight: 2
                }
            }
        }
    }
}
