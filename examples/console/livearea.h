// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef CONSOLE_LIVEAREA_H
#define CONSOLE_LIVEAREA_H

#include "row.h"
#include "terminal.h"

namespace console {

// Some lines of the terminal that are drawn again in place. What was there before stays above them,
// and what was drawn last stays when the area goes.
class LiveArea
{
public:
    LiveArea();
    ~LiveArea();

    [[nodiscard]] int columns() const { return m_size.columns; }
    [[nodiscard]] bool hasColor() const { return m_depth != ColorDepth::None; }
    // Asks the terminal for its size, which is all that a resize needs.
    void update();
    void show(const Rows &rows);

private:
    Q_DISABLE_COPY_MOVE(LiveArea)

    ColorDepth m_depth;
    Terminal::Size m_size;
    qsizetype m_height = 0;
};

} // namespace console

#endif
