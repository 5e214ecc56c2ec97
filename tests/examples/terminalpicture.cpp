// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "terminalpicture.h"

#include <QtCore/qdir.h>
#include <QtGui/qfontdatabase.h>
#include <QtGui/qfontmetrics.h>
#include <QtGui/qpainter.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

constexpr QRgb Ground = 0xff16181d;
constexpr QRgb Text = 0xffd8dade;
constexpr QRgb CommandGround = 0xff2a2d35;
constexpr int FontSize = 15; // in pixels
constexpr int Gap = 12;

QFont monospaced()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setStyleHint(QFont::Monospace);
    font.setPixelSize(FontSize);
    return font;
}

// Blocks fill their part of the cell to the pixel, which no font does at every size.
QRect blockOf(QChar character, const QRect &cell)
{
    const int eighths = character.unicode() - u'▁' + 1; // up to the full block
    if (character == u'▀')
        return {cell.topLeft(), QSize(cell.width(), cell.height() / 2)};
    if (eighths < 1 || eighths > 8)
        return {};
    const int height = (cell.height() * eighths + 4) / 8;
    return {cell.left(), cell.top() + cell.height() - height, cell.width(), height};
}

} // namespace

TerminalPicture::TerminalPicture(const QList<Pane> &panes)
    : m_font(monospaced())
{
    const QFontMetrics metrics(m_font);
    m_cell = {metrics.horizontalAdvance(u'M'), (metrics.height() + 1) / 2 * 2};
    int width = Gap;
    int rows = 0;
    for (const Pane &pane : panes) {
        width += pane.screen.size().width() * m_cell.width() + Gap;
        rows = std::max(rows, pane.screen.usedRows());
    }
    m_image = QImage(width, (rows + 3) * m_cell.height() + Gap, QImage::Format_RGB32);
    m_image.fill(Ground);
    QPainter painter(&m_image);
    painter.translate(Gap, Gap);
    for (const Pane &pane : panes) {
        paintPane(painter, pane);
        painter.translate(pane.screen.size().width() * m_cell.width() + Gap, 0);
    }
}

void TerminalPicture::paintPane(QPainter &painter, const Pane &pane) const
{
    const QRect head(QPoint(0, 0),
                     QSize(pane.screen.size().width() * m_cell.width(), m_cell.height() * 3 / 2));
    painter.setFont(m_font);
    painter.fillRect(head, QColor(CommandGround));
    painter.setPen(QColor(Text));
    painter.drawText(head.adjusted(Gap, 0, 0, 0), Qt::AlignVCenter, u"$ "_s + pane.command);
    for (int row = 0; row < pane.screen.usedRows(); ++row) {
        for (int column = 0; column < pane.screen.size().width(); ++column) {
            const QPoint at(column * m_cell.width(), (row + 2) * m_cell.height());
            paintCell(painter, {at, m_cell}, pane.screen.at(row, column));
        }
    }
}

void TerminalPicture::paintCell(QPainter &painter, const QRect &area, const TerminalScreen::Cell &cell) const
{
    if (cell.pen.background >= 0)
        painter.fillRect(area, QColor::fromRgb(QRgb(cell.pen.background)));
    if (cell.character == u' ')
        return;
    QColor color = QColor::fromRgb(cell.pen.foreground >= 0 ? QRgb(cell.pen.foreground) : Text);
    if (cell.pen.dim)
        color = color.darker(160);
    if (const QRect block = blockOf(cell.character, area); !block.isEmpty()) {
        painter.fillRect(block, color);
        return;
    }
    QFont font = m_font;
    font.setBold(cell.pen.bold);
    painter.setFont(font);
    painter.setPen(color);
    const int ascent = QFontMetrics(m_font).ascent();
    painter.drawText(area.topLeft() + QPoint(0, ascent), QString(cell.character));
}

bool TerminalPicture::save(const QString &fileName) const
{
    const QString folder = qEnvironmentVariable("REDGUARD_SCREENSHOTS", QStringLiteral(SCREENSHOTS));
    return QDir().mkpath(folder) && m_image.save(QDir(folder).filePath(fileName));
}

bool TerminalPicture::contains(QRgb color) const
{
    for (int y = 0; y < m_image.height(); ++y) {
        for (int x = 0; x < m_image.width(); ++x) {
            if ((m_image.pixel(x, y) & 0xffffff) == color)
                return true;
        }
    }
    return false;
}
