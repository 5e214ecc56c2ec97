// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef TERMINALSCREEN_H
#define TERMINALSCREEN_H

#include <QtCore/qlist.h>
#include <QtCore/qsize.h>
#include <QtCore/qstring.h>

// What a terminal of so many characters shows once it was sent some bytes: as much of its language as
// the examples speak, and a list of whatever else they said.
class TerminalScreen
{
public:
    struct Pen
    {
        qint32 foreground = -1; // 0xrrggbb
        qint32 background = -1;
        bool bold = false;
        bool dim = false;
    };

    struct Cell
    {
        QChar character = u' ';
        Pen pen;
    };

    explicit TerminalScreen(QSize size);

    // Whole characters and sequences.
    void feed(const QByteArray &bytes);

    [[nodiscard]] QSize size() const { return m_size; }
    [[nodiscard]] int usedRows() const;
    [[nodiscard]] const Cell &at(int row, int column) const;
    [[nodiscard]] QString text(int row) const;
    [[nodiscard]] QString text() const;
    [[nodiscard]] int figure(const QString &name) const; // that stands behind its name; 0 if none does
    [[nodiscard]] bool isCursorVisible() const { return m_cursorVisible; }
    [[nodiscard]] bool hasWrapped() const { return m_wrapped; }
    [[nodiscard]] const QStringList &unknown() const { return m_unknown; }

private:
    [[nodiscard]] Cell &cell(int row, int column);
    qsizetype escape(QStringView rest);
    void act(QChar command, QStringView parameters);
    void setPen(const QList<int> &codes);
    [[nodiscard]] qint32 colorFrom(const QList<int> &codes, qsizetype &at);
    void put(QChar character);
    void lineFeed();
    void clear(int fromRow, int fromColumn, int toRow);

    QSize m_size;
    QList<Cell> m_cells;
    Pen m_pen;
    int m_row = 0;
    int m_column = 0;
    bool m_cursorVisible = true;
    bool m_wrapped = false;
    QStringList m_unknown;
};

#endif
