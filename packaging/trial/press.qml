// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
// Presses the one button of the README's program, and waits for what it says then.
import QtQuick

Item {
    id: trial

    property var window

    function text() {
        return window.contentItem.children[0].text;
    }

    Component.onCompleted: {
        const component = Qt.createComponent("booking.qml");
        window = component.createObject(null);
        if (!window) {
            console.error(component.errorString());
            Qt.exit(1);
            return;
        }
        console.log(trial.text());
        window.contentItem.children[0].clicked();
    }

    Timer {
        interval: 100
        repeat: true
        running: trial.window
        onTriggered: if (trial.text() === "Give back") {
            console.log(trial.text());
            Qt.exit(0);
        }
    }
    Timer {
        interval: 30000
        running: true
        onTriggered: {
            console.error("still", trial.text());
            Qt.exit(2);
        }
    }
}
