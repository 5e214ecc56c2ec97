// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef CONSOLE_TERMINAL_H
#define CONSOLE_TERMINAL_H

#include <QtCore/qbytearray.h>

namespace console {

// Standard output, be it a terminal or not.
class Terminal
{
public:
    struct Size
    {
        int columns = 80;
        int rows = 24;

        friend bool operator==(const Size &, const Size &) = default;
    };

    // Whether it is a terminal that can move its cursor.
    [[nodiscard]] static bool isInteractive();
    [[nodiscard]] static Size size();
    static void write(const QByteArray &bytes);
};

} // namespace console

#endif
