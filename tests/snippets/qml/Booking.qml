// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
//! [all]
import QtQuick
import QtQuick.Controls
import RedGuard

ApplicationWindow {
    visible: true
    width: 360
    height: 120

    //! [lock]
    RedGuard {
        namespace: "lab"

        Lock {
            id: scope
            name: "oscilloscope-2"
            ttl: 10000
        }
    }
    //! [lock]
    Button {
        objectName: "button"
        anchors.centerIn: parent
        text: scope.held ? "Give back" : scope.pending ? "Waiting, place " + scope.queuePosition : "Book"
        onClicked: scope.active = !scope.active
    }
}
//! [all]
