// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
pragma Singleton
import QtQuick

QtObject {
    // "0:42", and "0:01" until it is over.
    function text(milliseconds: real): string {
        const seconds = Math.ceil(milliseconds / 1000);
        return Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
    }
}
