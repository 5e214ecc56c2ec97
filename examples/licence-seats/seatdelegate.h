// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef SEATDELEGATE_H
#define SEATDELEGATE_H

#include <QtWidgets/qstyleditemdelegate.h>

#include <chrono>

// Paints whose a seat is, and how much of the lease is left.
class SeatDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit SeatDelegate(std::chrono::milliseconds ttl, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    void paintLease(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;

    std::chrono::milliseconds m_ttl;
};

#endif
