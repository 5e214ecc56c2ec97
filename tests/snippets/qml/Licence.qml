// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import RedGuard

//! [semaphore]
RedGuard {
    namespace: "office"

    Semaphore {
        name: "licence"
        capacity: 3
        active: true
        onLost: reason => console.warn("The seat is gone:", errorString)
    }
}
//! [semaphore]
