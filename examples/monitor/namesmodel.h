// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef MONITOR_NAMESMODEL_H
#define MONITOR_NAMESMODEL_H

#include "history.h"

#include <QtCore/qabstractitemmodel.h>
#include <QtQml/qqmlregistration.h>

namespace monitor {

// The names of the namespace in the order of the alphabet, with what the last look said of each.
class NamesModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The monitor has it")

public:
    enum Role {
        NameRole = Qt::UserRole,
        KindRole,
        MarkRole,
        IsHeldRole,
        HoldersRole,
        EveryHolderRole, // HoldersRole names some
        UseRole,
        WaitersRole,
        LeftRole,    // of the lease that ends last, as text
        BriefRole,   // all but the time, in a few words
        SummaryRole, // all of it
    };

    struct Row
    {
        redguard::Status status;
        Time end; // of the lease that ends last
        std::chrono::seconds left {0};
        History history;
    };

    using QAbstractListModel::QAbstractListModel;

    void update(const Look &look);
    // What is left of a lease becomes less between the looks.
    void advance(Time now);
    [[nodiscard]] const Row *find(const QString &name) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    void insert(int row, const redguard::Status &status);
    void remove(int row);
    void change(int row, const redguard::Status &status, const Look &look);

    QList<Row> m_rows;
};

} // namespace monitor

#endif
