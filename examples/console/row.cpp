// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "row.h"

#include <algorithm>
#include <cmath>

namespace console {

namespace {

int cubeStep(int component)
{
    return int(std::lround(component / 51.0));
}

QByteArray colorCode(int kind, qint32 color, ColorDepth depth)
{
    const int red = color >> 16 & 0xff;
    const int green = color >> 8 & 0xff;
    const int blue = color & 0xff;
    const QByteArray start = ';' + QByteArray::number(kind);
    if (depth == ColorDepth::True)
        return start + ";2;" + QByteArray::number(red) + ';' + QByteArray::number(green) + ';'
            + QByteArray::number(blue);
    const int index = 16 + 36 * cubeStep(red) + 6 * cubeStep(green) + cubeStep(blue);
    return start + ";5;" + QByteArray::number(index);
}

QByteArray sequence(const Style &style, ColorDepth depth)
{
    QByteArray codes = "\033[0";
    if (style.bold)
        codes += ";1";
    if (style.dim)
        codes += ";2";
    if (style.foreground != Style::Default)
        codes += colorCode(38, style.foreground, depth);
    if (style.background != Style::Default)
        codes += colorCode(48, style.background, depth);
    return codes + 'm';
}

} // namespace

Row &Row::add(const QString &text, const Style &style)
{
    if (!m_spans.isEmpty() && m_spans.constLast().style == style)
        m_spans.last().text += text;
    else
        m_spans.append({text, style});
    m_width += int(text.size());
    return *this;
}

Row &Row::to(int column)
{
    return column > m_width ? add(QString(column - m_width, u' ')) : *this;
}

Row &Row::addRight(int end, const QString &text, const Style &style)
{
    return to(end - int(text.size())).add(text, style);
}

QByteArray Row::toBytes(ColorDepth depth, int columns) const
{
    QByteArray bytes;
    int left = columns;
    for (const Span &span : m_spans) {
        const QByteArray text = span.text.left(left).toUtf8();
        left -= int(std::min<qsizetype>(left, span.text.size()));
        if (depth == ColorDepth::None || span.style == Style())
            bytes += text;
        else if (!text.isEmpty())
            bytes += sequence(span.style, depth) + text + "\033[0m";
    }
    return bytes;
}

} // namespace console
