// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "badge.h"

#include <QtGui/qpainter.h>

namespace {

constexpr int Size = 44;

[[nodiscard]] QColor colorOf(Seat::Standing standing, const QPalette &palette)
{
    switch (standing) {
    case Seat::Standing::Waiting:
        return QColor(0xb5, 0x72, 0x06);
    case Seat::Standing::Seated:
        return QColor(0x2a, 0x87, 0x4a);
    case Seat::Standing::Lost:
    case Seat::Standing::Refused:
        return QColor(0xc4, 0x31, 0x2f);
    case Seat::Standing::None:
        break;
    }
    return palette.color(QPalette::Mid);
}

void drawSign(QPainter &painter, Seat::Standing standing)
{
    switch (standing) {
    case Seat::Standing::None:
        painter.drawLine(QPointF(-9, 0), QPointF(9, 0));
        return;
    case Seat::Standing::Waiting:
        painter.drawLine(QPointF(0, -10), QPointF(0, 0));
        painter.drawLine(QPointF(0, 0), QPointF(7, 5));
        return;
    case Seat::Standing::Seated:
        painter.drawPolyline(QPolygonF({QPointF(-9, 1), QPointF(-3, 7), QPointF(9, -7)}));
        return;
    case Seat::Standing::Lost:
    case Seat::Standing::Refused:
        painter.drawLine(QPointF(0, -10), QPointF(0, 3));
        painter.drawPoint(QPointF(0, 10));
        return;
    }
}

} // namespace

Badge::Badge(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Badge::setStanding(Seat::Standing standing)
{
    m_standing = standing;
    update();
}

QSize Badge::sizeHint() const
{
    return {Size, Size};
}

void Badge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colorOf(m_standing, palette()));
    painter.drawEllipse(QRectF(rect()).adjusted(1, 1, -1, -1));
    painter.setPen(QPen(Qt::white, 3.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.translate(QRectF(rect()).center());
    drawSign(painter, m_standing);
}
