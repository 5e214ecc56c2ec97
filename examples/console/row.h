// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef CONSOLE_ROW_H
#define CONSOLE_ROW_H

#include <QtCore/qbytearray.h>
#include <QtCore/qlist.h>
#include <QtCore/qstring.h>

namespace console {

enum class ColorDepth : quint8 { None, Cube, True };

struct Style
{
    static constexpr qint32 Default = -1;

    qint32 foreground = Default; // 0xrrggbb
    qint32 background = Default;
    bool bold = false;
    bool dim = false;

    friend bool operator==(const Style &, const Style &) = default;
};

inline constexpr Style Bold {.bold = true};
inline constexpr Style Dim {.dim = true};

// A line of characters that are one column wide each.
class Row
{
public:
    Row &add(const QString &text, const Style &style = {});
    Row &to(int column); // spaces up to there
    Row &addRight(int end, const QString &text, const Style &style = {});

    [[nodiscard]] int width() const { return m_width; }
    // Cut at so many columns, with the escapes of a terminal where there are colours.
    [[nodiscard]] QByteArray toBytes(ColorDepth depth, int columns) const;

private:
    struct Span
    {
        QString text;
        Style style;
    };

    QList<Span> m_spans;
    int m_width = 0;
};

using Rows = QList<Row>;

} // namespace console

#endif
