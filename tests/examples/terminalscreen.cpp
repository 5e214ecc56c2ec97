// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "terminalscreen.h"

#include <QtCore/qregularexpression.h>

#include <algorithm>

using namespace Qt::StringLiterals;

TerminalScreen::TerminalScreen(QSize size)
    : m_size(size)
    , m_cells(qsizetype(size.width()) * size.height())
{
}

void TerminalScreen::feed(const QByteArray &bytes)
{
    const QString text = QString::fromUtf8(bytes);
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar character = text[i];
        if (character == u'\033')
            i += escape(QStringView(text).sliced(i + 1));
        else if (character == u'\r')
            m_column = 0;
        else if (character == u'\n')
            lineFeed();
        else
            put(character);
    }
}

TerminalScreen::Cell &TerminalScreen::cell(int row, int column)
{
    return m_cells[qsizetype(row) * m_size.width() + column];
}

const TerminalScreen::Cell &TerminalScreen::at(int row, int column) const
{
    return m_cells[qsizetype(row) * m_size.width() + column];
}

// How many characters of the rest belong to the sequence.
qsizetype TerminalScreen::escape(QStringView rest)
{
    static const QRegularExpression sequence(u"^\\[([?0-9;]*)([A-Za-z])"_s);
    const QRegularExpressionMatch match = sequence.match(rest.toString());
    if (!match.hasMatch()) {
        m_unknown.append(rest.left(8).toString());
        return 0;
    }
    act(match.capturedView(2).front(), match.capturedView(1));
    return match.capturedLength();
}

void TerminalScreen::act(QChar command, QStringView parameters)
{
    QList<int> numbers;
    for (const QStringView &number : parameters.split(u';'))
        numbers.append(number.toInt());
    if (command == u'm')
        setPen(numbers);
    else if (command == u'A')
        m_row = std::max(0, m_row - std::max(1, numbers.first()));
    else if (command == u'H' && parameters.isEmpty())
        m_row = m_column = 0;
    else if (command == u'K' && parameters.isEmpty())
        clear(m_row, m_column, m_row);
    else if (command == u'J' && parameters.isEmpty())
        clear(m_row, m_column, m_size.height() - 1);
    else if (command == u'J' && parameters == u"2")
        clear(0, 0, m_size.height() - 1);
    else if (parameters == u"?25")
        m_cursorVisible = command == u'h';
    else
        m_unknown.append(parameters.toString() + command);
}

void TerminalScreen::setPen(const QList<int> &codes)
{
    for (qsizetype i = 0; i < codes.size(); ++i) {
        if (codes[i] == 0)
            m_pen = {};
        else if (codes[i] == 1)
            m_pen.bold = true;
        else if (codes[i] == 2)
            m_pen.dim = true;
        else if (codes[i] == 38)
            m_pen.foreground = colorFrom(codes, ++i);
        else if (codes[i] == 48)
            m_pen.background = colorFrom(codes, ++i);
        else
            m_unknown.append(QString::number(codes[i]) + u'm');
    }
}

// "2;r;g;b" or "5;n"; afterwards `at` is the last that belongs to it.
qint32 TerminalScreen::colorFrom(const QList<int> &codes, qsizetype &at)
{
    if (codes.value(at) == 2) {
        at += 3;
        return codes.value(at - 2) << 16 | codes.value(at - 1) << 8 | codes.value(at);
    }
    const int index = codes.value(++at) - 16;
    if (index < 0 || index > 215)
        m_unknown.append(u"color %1"_s.arg(index + 16));
    const auto component = [](int step) { return step == 0 ? 0 : 55 + step * 40; };
    return component(index / 36) << 16 | component(index / 6 % 6) << 8 | component(index % 6);
}

void TerminalScreen::put(QChar character)
{
    if (m_column == m_size.width()) {
        m_wrapped = true;
        m_column = 0;
        lineFeed();
    }
    cell(m_row, m_column++) = {character, m_pen};
}

void TerminalScreen::lineFeed()
{
    if (++m_row < m_size.height())
        return;
    m_row = m_size.height() - 1;
    std::move(m_cells.begin() + m_size.width(), m_cells.end(), m_cells.begin());
    clear(m_row, 0, m_row);
}

void TerminalScreen::clear(int fromRow, int fromColumn, int toRow)
{
    const auto from = m_cells.begin() + qsizetype(fromRow) * m_size.width() + fromColumn;
    std::fill(from, m_cells.begin() + qsizetype(toRow + 1) * m_size.width(), Cell());
}

int TerminalScreen::usedRows() const
{
    int rows = m_size.height();
    while (rows > 0 && text(rows - 1).isEmpty())
        --rows;
    return rows;
}

QString TerminalScreen::text(int row) const
{
    QString text;
    for (int column = 0; column < m_size.width(); ++column)
        text += at(row, column).character;
    while (text.endsWith(u' '))
        text.chop(1);
    return text;
}

QString TerminalScreen::text() const
{
    QStringList rows;
    for (int row = 0; row < usedRows(); ++row)
        rows << text(row);
    return rows.join(u'\n');
}

int TerminalScreen::figure(const QString &name) const
{
    const QRegularExpression named(u"\\b%1 +([0-9]+)"_s.arg(QRegularExpression::escape(name)));
    return named.match(text()).capturedView(1).toInt();
}
