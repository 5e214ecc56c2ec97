// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
import QtQuick

// Said where there is nothing to show.
Text {
    color: Theme.quiet
    horizontalAlignment: Text.AlignHCenter
    verticalAlignment: Text.AlignVCenter
    wrapMode: Text.Wrap
    textFormat: Text.PlainText
    padding: 2 * Theme.gap
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
