// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef CONSOLE_LIVEAREA_H
#define CONSOLE_LIVEAREA_H

#include "row.h"

namespace console {

// Some lines of the terminal that are drawn again in place. What was there before stays above them,
// and what was drawn last stays when the area goes.
class LiveArea
{
public:
    LiveArea();
    ~LiveArea();

    // Whether standard output is a terminal that can move its cursor.
    [[nodiscard]] static bool isPossible();

    [[nodiscard]] int columns() const { return m_size.columns; }
    [[nodiscard]] bool hasColor() const { return m_depth != ColorDepth::None; }
    // Asks the terminal for its size, which is all that a resize needs.
    void update();
    void show(const Rows &rows);

private:
    Q_DISABLE_COPY_MOVE(LiveArea)

    struct Size
    {
        int columns = 80;
        int rows = 24;

        friend bool operator==(const Size &, const Size &) = default;
    };

    [[nodiscard]] static Size terminalSize();

    ColorDepth m_depth;
    Size m_size;
    qsizetype m_height = 0;
};

} // namespace console

#endif
