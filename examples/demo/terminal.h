// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef DEMO_TERMINAL_H
#define DEMO_TERMINAL_H

#include <QtCore/qbytearray.h>

namespace demo {

// Standard output, be it a terminal or not.
class Terminal
{
public:
    struct Size
    {
        int columns = 80;
        int rows = 24;
    };

    [[nodiscard]] static bool isInteractive();
    [[nodiscard]] static Size size();
    static void write(const QByteArray &bytes);
};

} // namespace demo

#endif
