// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef DEMO_LINE_H
#define DEMO_LINE_H

#include <QtCore/qlist.h>
#include <QtCore/qstring.h>

namespace demo {

struct Style
{
    enum class Look : quint8 { Plain, Bold, Dim, Good, Bad, Worker, Block };

    Look look = Look::Plain;
    int worker = 0; // whose colour: of the text of a Worker, of the ground of a Block

    friend bool operator==(const Style &, const Style &) = default;
};

struct Span
{
    QString text;
    Style style;
    int column = 0;
};

// A line of text in fixed columns, before it is known whether it goes to a terminal or a picture.
class Line
{
public:
    Line &add(const QString &text, Style::Look look = Style::Look::Plain, int worker = 0);
    Line &addRight(int end, const QString &text, Style::Look look = Style::Look::Plain, int worker = 0);
    Line &to(int column); // spaces up to there

    [[nodiscard]] int width() const { return m_width; }
    [[nodiscard]] const QList<Span> &spans() const { return m_spans; }

private:
    QList<Span> m_spans;
    int m_width = 0;
};

using Lines = QList<Line>;

} // namespace demo

#endif
