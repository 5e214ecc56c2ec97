// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Controls.Basic
import RedGuard

Item {
    id: root

    property alias url: guard.url

    RedGuard {
        id: guard

        url: "redis://localhost"
        namespace: "lab"

        Lock {
            id: scope

            name: "oscilloscope-2"
            ttl: 10000
        }
    }

    Button {
        objectName: "button"
        text: scope.held ? "Release" : "Book"
        enabled: !scope.pending
        onClicked: scope.held ? scope.release() : scope.acquire()
    }
}
