// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Controls.Basic
import RedGuard
import BenchBooking

ApplicationWindow {
    id: window

    required property string url
    required property string nameSpace
    required property string user
    required property int duration // of a booking, in milliseconds
    required property BookingBoard board

    visible: true
    width: 900
    height: 600
    minimumWidth: 320
    minimumHeight: 240
    title: qsTr("Lab instruments")

    color: Theme.window
    palette {
        window: Theme.window
        windowText: Theme.text
        base: Theme.card
        text: Theme.text
        button: Theme.button
        buttonText: Theme.text
        highlight: Theme.accent
        highlightedText: Theme.accentText
        mid: Theme.line
        dark: Theme.faintText
    }

    RedGuard {
        id: lab

        url: window.url
        namespace: window.nameSpace
        clientName: window.user
    }

    header: Column {
        TitleBar {
            width: parent.width
            user: window.user
            connected: lab.connected
        }
        Notice {
            width: parent.width
            visible: text !== ""
            text: {
                if (lab.connected)
                    return window.board.errorString;
                return lab.errorString !== "" ? qsTr("Not connected: %1").arg(lab.errorString)
                                              : qsTr("Connecting");
            }
            textColor: Theme.danger
            color: Theme.tint(Theme.danger)
            font.bold: true
        }
    }

    InstrumentList {
        id: list

        anchors.fill: parent
        anchors.margins: Theme.gap
        guard: lab
        board: window.board
        duration: window.duration
        focus: true
        onNews: text => news.text = text
    }

    footer: Notice {
        id: news

        text: qsTr("Book an instrument; if it is taken, you wait in its queue")
        textColor: Theme.faintText
    }
}
