// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "liveview.h"

#include "ansi.h"
#include "frame.h"

#include "console/terminal.h"

#include <algorithm>

namespace demo {

using console::Terminal;

namespace {

constexpr int WidestFrame = 120;

constexpr char EnterScreen[] = "\033[?1049h\033[?25l\033[2J";
constexpr char LeaveScreen[] = "\033[?25h\033[?1049l";
constexpr char Home[] = "\033[H";
constexpr char ClearToEndOfLine[] = "\033[K";
constexpr char ClearBelow[] = "\033[J";

} // namespace

LiveView::LiveView(bool color)
    : m_color(color)
{
    Terminal::write(EnterScreen);
}

LiveView::~LiveView()
{
    Terminal::write(LeaveScreen);
}

// The size is asked for every time, which is all that a resize needs.
void LiveView::show(const Board &board)
{
    const Terminal::Size size = Terminal::size();
    const Lines lines = frameOf(board, std::min(size.columns, WidestFrame));
    QByteArrayList rows;
    for (const Line &line : lines.first(std::min<qsizetype>(size.rows, lines.size())))
        rows += ansi(line, m_color, size.columns) + ClearToEndOfLine;
    Terminal::write(Home + rows.join("\r\n") + ClearBelow);
}

} // namespace demo
