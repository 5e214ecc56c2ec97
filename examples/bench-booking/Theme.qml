// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
pragma Singleton
import QtQuick

// Light or dark as the system is, also when that changes. Every text has a contrast of 4.5:1 on its ground.
QtObject {
    id: theme

    readonly property SystemPalette system: SystemPalette {}
    readonly property bool isDark: system.window.hslLightness < 0.5

    readonly property color window: isDark ? "#15181c" : "#eef1f4"
    readonly property color card: isDark ? "#20252b" : "#ffffff"
    readonly property color line: isDark ? "#3a424b" : "#d0d7de"
    readonly property color text: isDark ? "#eef2f6" : "#1b2127"
    readonly property color faintText: isDark ? "#a9b4bf" : "#55606b"

    readonly property color accent: isDark ? "#6cb2ff" : "#0b62c4"
    readonly property color accentText: isDark ? "#0c1a29" : "#ffffff"
    readonly property color free: isDark ? "#6fd08c" : "#1a7f37"
    readonly property color warning: isDark ? "#f0b849" : "#8a5300"
    readonly property color danger: isDark ? "#ff8f85" : "#b3261e"
    readonly property color button: isDark ? "#343c45" : "#eceff2"

    readonly property int gap: 8
    readonly property int radius: 8
    readonly property int smallSize: 12
    readonly property int textSize: 14
    readonly property int titleSize: 16

    // Towards the ground: for a fill behind text of that colour.
    function tint(color: color): color {
        return Qt.tint(theme.card, Qt.rgba(color.r, color.g, color.b, 0.14));
    }
}
