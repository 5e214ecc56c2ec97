// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "line.h"

namespace demo {

Line &Line::add(const QString &text, Style::Look look, int worker)
{
    const Style style {look, worker};
    if (!m_spans.isEmpty() && m_spans.constLast().style == style)
        m_spans.last().text += text;
    else
        m_spans.append({text, style, m_width});
    m_width += int(text.size());
    return *this;
}

Line &Line::addRight(int end, const QString &text, Style::Look look, int worker)
{
    return to(end - int(text.size())).add(text, look, worker);
}

Line &Line::to(int column)
{
    if (column > m_width)
        add(QString(column - m_width, u' '));
    return *this;
}

} // namespace demo
