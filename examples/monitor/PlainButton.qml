// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Controls

// What a screen reader presses says so by itself only in some versions of Qt, so that a click may come
// twice: it must not matter.
Button {
    implicitHeight: 34
    Accessible.onPressAction: clicked()
}
