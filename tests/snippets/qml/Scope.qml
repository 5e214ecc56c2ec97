// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import RedGuard

Item {
    width: 200
    height: 100

    RedGuard {
        id: lab
        namespace: "lab"
    }
    //! [scope]
    LockScope {
        objectName: "scope"
        anchors.fill: parent
        guard: lab
        name: "oscilloscope-3"
        active: true

        Text {
            text: "Ours"
        }
    }
    //! [scope]
}
