// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef MONITOR_HOLDERSMODEL_H
#define MONITOR_HOLDERSMODEL_H

#include "look.h"

#include <QtCore/qabstractitemmodel.h>
#include <QtQml/qqmlregistration.h>

namespace monitor {

// Who holds one name, in the order of the tokens.
class HoldersModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The monitor has it")

public:
    enum Role { WhoRole = Qt::UserRole, TokenRole, PermitsRole, LeftRole }; // permits: empty for one

    using QAbstractListModel::QAbstractListModel;

    void update(const QList<redguard::Status::Holder> &holders, Time now);
    void advance(Time now);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    struct Row
    {
        redguard::Status::Holder holder;
        Time end;
        std::chrono::seconds left {0};
    };

    void insert(int row, const QString &token);
    void remove(int row);

    QList<Row> m_rows;
};

} // namespace monitor

#endif
