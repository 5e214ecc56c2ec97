// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
// Whether the module's types can be made where nothing else was installed.
import QtQuick
import RedGuard

Item {
    id: trial

    property Component content: Component {
        LockScope {
            name: "scope"
        }
    }

    Timer {
        interval: 1
        running: true
        onTriggered: {
            const scope = trial.content.createObject(trial);
            console.log("LockScope:", scope);
            Qt.exit(scope && !scope.held ? 0 : 1);
        }
    }
}
