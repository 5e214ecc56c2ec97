// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "livearea.h"

#include <QtCore/qglobal.h>

#include <algorithm>
#include <cstdio>

#include <sys/ioctl.h>
#include <unistd.h>

namespace console {

namespace {

constexpr int FewestColumns = 40;

constexpr char HideCursor[] = "\033[?25l";
constexpr char ShowCursor[] = "\033[0m\033[?25h";
constexpr char ClearScreen[] = "\033[H\033[2J";
constexpr char ClearToEndOfLine[] = "\033[K";
constexpr char ClearBelow[] = "\033[J";

ColorDepth colorDepth()
{
    if (!qEnvironmentVariableIsEmpty("NO_COLOR"))
        return ColorDepth::None;
    const QByteArray promised = qgetenv("COLORTERM");
    return promised == "truecolor" || promised == "24bit" ? ColorDepth::True : ColorDepth::Cube;
}

void write(const QByteArray &bytes)
{
    std::fwrite(bytes.constData(), 1, std::size_t(bytes.size()), stdout);
    std::fflush(stdout);
}

} // namespace

LiveArea::LiveArea()
    : m_depth(colorDepth())
    , m_size(terminalSize())
{
    write(HideCursor);
}

LiveArea::~LiveArea()
{
    write(ShowCursor);
}

bool LiveArea::isPossible()
{
    return isatty(STDOUT_FILENO) == 1 && qgetenv("TERM") != "dumb" && !qEnvironmentVariableIsEmpty("TERM");
}

LiveArea::Size LiveArea::terminalSize()
{
    winsize found {};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &found) != 0 || found.ws_col == 0 || found.ws_row == 0)
        return {};
    return {std::max<int>(found.ws_col, FewestColumns), found.ws_row};
}

// A terminal that has changed its width has wrapped the lines anew, and nobody knows where they are.
void LiveArea::update()
{
    const Size size = terminalSize();
    if (size == m_size)
        return;
    m_size = size;
    m_height = 0;
    write(ClearScreen);
}

void LiveArea::show(const Rows &rows)
{
    QByteArray bytes;
    if (m_height > 0)
        bytes += "\r\033[" + QByteArray::number(m_height) + 'A';
    m_height = std::min<qsizetype>(rows.size(), m_size.rows - 1);
    for (const Row &row : rows.first(m_height))
        bytes += row.toBytes(m_depth, m_size.columns) + ClearToEndOfLine + "\r\n";
    write(bytes + ClearBelow);
}

} // namespace console
