// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "ansi.h"

#include "palette.h"

namespace demo {

namespace {

QByteArray sequence(const Style &style)
{
    const QByteArray color = QByteArray::number(colorOfWorker(style.worker).ansi);
    switch (style.look) {
    case Style::Look::Plain:
        break;
    case Style::Look::Bold:
        return "\033[1m";
    case Style::Look::Dim:
        return "\033[2m";
    case Style::Look::Good:
        return "\033[1;32m";
    case Style::Look::Bad:
        return "\033[1;31m";
    case Style::Look::Worker:
        return "\033[38;5;" + color + 'm';
    case Style::Look::Block:
        return "\033[48;5;" + color + ";38;5;16m";
    }
    return {};
}

// Without its ground a block is a digit and spaces, of which one cannot see the end.
QByteArray plain(const Span &span, const QString &text)
{
    return span.style.look == Style::Look::Block ? QString(text).replace(u' ', u'━').toUtf8() : text.toUtf8();
}

} // namespace

QByteArray ansi(const Line &line, bool color, int columns)
{
    QByteArray bytes;
    for (const Span &span : line.spans()) {
        const QString text = span.text.left(std::max(0, columns - span.column));
        if (!color)
            bytes += plain(span, text);
        else if (const QByteArray start = sequence(span.style); start.isEmpty())
            bytes += text.toUtf8();
        else
            bytes += start + text.toUtf8() + "\033[0m";
    }
    return bytes;
}

} // namespace demo
