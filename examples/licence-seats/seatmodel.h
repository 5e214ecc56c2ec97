// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef SEATMODEL_H
#define SEATMODEL_H

#include <RedGuard/Status>

#include <QtCore/qabstractitemmodel.h>

#include <optional>

// One row a seat. Who sits keeps the row for as long as they sit.
class SeatModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { SeatColumn, HolderColumn, LeaseColumn, ColumnCount };
    enum Role { StateRole = Qt::UserRole, RemainingRole };
    enum class State : quint8 { Unknown, Free, Taken, Own };
    Q_ENUM(State)

    SeatModel(int seats, const QString &user, QObject *parent = nullptr);

    void setHolders(const QList<redguard::Status::Holder> &holders);
    // Until setHolders(), nobody knows.
    void setUnknown();

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    using Row = std::optional<redguard::Status::Holder>;

    [[nodiscard]] State stateOf(const Row &row) const;
    [[nodiscard]] QString holderText(const Row &row) const;
    [[nodiscard]] QString leaseText(const Row &row) const;
    void changed();

    QString m_user;
    QList<Row> m_rows;
    bool m_known = false;
};

#endif
