// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick

// How wide the columns of the names are, given what they share.
QtObject {
    required property real width

    readonly property int mark: 22
    readonly property int use: 92
    readonly property int waiting: 56
    readonly property int time: 56
    readonly property int text: (width - 4 * Theme.gap - mark - use - waiting - time - 5 * Theme.gap) / 2
}
