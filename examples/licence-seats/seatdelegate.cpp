// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "seatdelegate.h"

#include "seatmodel.h"

#include <QtGui/qpainter.h>
#include <QtWidgets/qapplication.h>

namespace {

constexpr int DotSize = 12;
constexpr int BarHeight = 4;

[[nodiscard]] SeatModel::State stateOf(const QModelIndex &index)
{
    return index.data(SeatModel::StateRole).value<SeatModel::State>();
}

// A ring is free, a disc is taken, a disc in a ring is one's own: told apart without colours too.
[[nodiscard]] QIcon dotOf(SeatModel::State state, const QPalette &palette, qreal ratio)
{
    QPixmap pixmap(QSize(DotSize, DotSize) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool own = state == SeatModel::State::Own;
    const QColor color = own ? palette.color(QPalette::Highlight) : palette.color(QPalette::PlaceholderText);
    const QRectF outline(1, 1, DotSize - 2, DotSize - 2);
    painter.setPen(QPen(color, 1.5, state == SeatModel::State::Unknown ? Qt::DotLine : Qt::SolidLine));
    if (state == SeatModel::State::Taken)
        painter.setBrush(color);
    painter.drawEllipse(outline);
    if (own) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawEllipse(outline.adjusted(2.5, 2.5, -2.5, -2.5));
    }
    return QIcon(pixmap);
}

} // namespace

SeatDelegate::SeatDelegate(std::chrono::milliseconds ttl, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_ttl(ttl)
{
}

QSize SeatDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    auto size = QStyledItemDelegate::sizeHint(option, index);
    size.setHeight(option.fontMetrics.height() * 2);
    if (index.column() == SeatModel::LeaseColumn)
        size.setWidth(option.fontMetrics.averageCharWidth() * 28);
    return size;
}

void SeatDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const auto state = stateOf(index);
    option->font.setBold(state == SeatModel::State::Own);
    if (state == SeatModel::State::Unknown || state == SeatModel::State::Free)
        option->palette.setColor(QPalette::Text, option->palette.color(QPalette::PlaceholderText));
    if (index.column() == SeatModel::SeatColumn) {
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->decorationSize = QSize(DotSize, DotSize);
        option->icon = dotOf(state, option->palette, qApp->devicePixelRatio());
    }
}

void SeatDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    if (index.column() == SeatModel::LeaseColumn && index.data(SeatModel::RemainingRole).toLongLong() > 0)
        paintLease(painter, option, index);
}

void SeatDelegate::paintLease(QPainter *painter, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const
{
    const qreal remaining = qreal(index.data(SeatModel::RemainingRole).toLongLong());
    const qreal part = qBound(0.0, remaining / qreal(m_ttl.count()), 1.0);
    QRectF bar = QRectF(option.rect).adjusted(option.fontMetrics.averageCharWidth() * 12, 0, -10, 0);
    bar.setTop(bar.center().y() - BarHeight / 2.0);
    bar.setHeight(BarHeight);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    QColor color = option.palette.color(selected ? QPalette::HighlightedText : QPalette::Highlight);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(QColor(color.red(), color.green(), color.blue(), 60));
    painter->drawRoundedRect(bar, BarHeight / 2.0, BarHeight / 2.0);
    bar.setWidth(bar.width() * part);
    painter->setBrush(color);
    painter->drawRoundedRect(bar, BarHeight / 2.0, BarHeight / 2.0);
    painter->restore();
}
