// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
pragma Singleton

import QtQuick

// The colours, for a light and for a dark desktop, as that one changes.
QtObject {
    id: theme

    readonly property SystemPalette system: SystemPalette {}
    readonly property bool isDark: system.window.hslLightness < 0.5

    readonly property color window: isDark ? "#1f2227" : "#f3f4f6"
    readonly property color base: isDark ? "#17191d" : "#ffffff"
    readonly property color alternate: isDark ? "#272b31" : "#e9ecf0"
    readonly property color button: isDark ? "#33383f" : "#e1e5ea"
    readonly property color line: isDark ? "#3b4149" : "#d3d8df"
    readonly property color text: isDark ? "#e8ebef" : "#1b1f24"
    readonly property color quiet: isDark ? "#a4adb8" : "#58616d"
    readonly property color accent: isDark ? "#6db3f5" : "#1763a6"
    readonly property color chosen: isDark ? "#2a435c" : "#d5e6f7"
    readonly property color held: isDark ? "#f2a65a" : "#a8480b"
    readonly property color heldGround: isDark ? "#5a4024" : "#f6d9bd"
    readonly property color loss: isDark ? "#ff8a80" : "#b3261e"
    readonly property color warning: isDark ? "#4a3a10" : "#fff1c9"
    readonly property color warningText: isDark ? "#ffe3a1" : "#533d00"

    readonly property int gap: 8
    readonly property int rowHeight: 40
}
