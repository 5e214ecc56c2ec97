// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "livearea.h"

#include <QtCore/qglobal.h>

#include <algorithm>

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

Terminal::Size drawnSize()
{
    Terminal::Size size = Terminal::size();
    size.columns = std::max(size.columns, FewestColumns);
    return size;
}

} // namespace

LiveArea::LiveArea()
    : m_depth(colorDepth())
    , m_size(drawnSize())
{
    Terminal::write(HideCursor);
}

LiveArea::~LiveArea()
{
    Terminal::write(ShowCursor);
}

// A terminal that has changed its width has wrapped the lines anew, and nobody knows where they are.
void LiveArea::update()
{
    const Terminal::Size size = drawnSize();
    if (size == m_size)
        return;
    m_size = size;
    m_height = 0;
    Terminal::write(ClearScreen);
}

void LiveArea::show(const Rows &rows)
{
    QByteArray bytes;
    if (m_height > 0)
        bytes += "\r\033[" + QByteArray::number(m_height) + 'A';
    m_height = std::min<qsizetype>(rows.size(), m_size.rows - 1);
    for (const Row &row : rows.first(m_height))
        bytes += row.toBytes(m_depth, m_size.columns) + ClearToEndOfLine + "\r\n";
    Terminal::write(bytes + ClearBelow);
}

} // namespace console
