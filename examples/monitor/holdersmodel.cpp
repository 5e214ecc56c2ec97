// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "holdersmodel.h"

#include "wording.h"

#include <algorithm>

namespace monitor {

using redguard::Status;

void HoldersModel::update(const QList<Status::Holder> &holders, Time now)
{
    auto fresh = holders;
    std::sort(fresh.begin(), fresh.end(),
              [](const Status::Holder &one, const Status::Holder &other) { return one.token < other.token; });
    int row = 0;
    for (const Status::Holder &holder : std::as_const(fresh)) {
        while (row < m_rows.size() && m_rows[row].holder.token < holder.token)
            remove(row);
        if (row == m_rows.size() || m_rows[row].holder.token != holder.token)
            insert(row, holder.token);
        m_rows[row] = {holder, now + holder.remaining,
                       std::chrono::floor<std::chrono::seconds>(holder.remaining)};
        Q_EMIT dataChanged(index(row), index(row));
        ++row;
    }
    while (row < m_rows.size())
        remove(row);
}

void HoldersModel::advance(Time now)
{
    for (int i = 0; i < m_rows.size(); ++i) {
        const auto left =
            std::max(std::chrono::floor<std::chrono::seconds>(m_rows[i].end - now), std::chrono::seconds(0));
        if (std::exchange(m_rows[i].left, left) != left)
            Q_EMIT dataChanged(index(i), index(i), {LeftRole});
    }
}

void HoldersModel::insert(int row, const QString &token)
{
    beginInsertRows({}, row, row);
    m_rows.insert(row, Row {.holder = {.token = token, .client = {}}, .end = {}});
    endInsertRows();
}

void HoldersModel::remove(int row)
{
    beginRemoveRows({}, row, row);
    m_rows.removeAt(row);
    endRemoveRows();
}

int HoldersModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

// Zero is a lease without an end, which no program of RedGuard's takes.
QVariant HoldersModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[index.row()];
    switch (role) {
    case WhoRole:
        return row.holder.client.isEmpty() ? tr("Unknown program") : row.holder.client;
    case TokenRole:
        return row.holder.token;
    case PermitsRole:
        return row.holder.permits > 1 ? Wording::permits(row.holder.permits) : QString();
    case LeftRole:
        return row.holder.remaining.count() > 0 ? Wording::duration(row.left) : tr("no end");
    default:
        return {};
    }
}

QHash<int, QByteArray> HoldersModel::roleNames() const
{
    return {{WhoRole, "who"}, {TokenRole, "token"}, {PermitsRole, "permits"}, {LeftRole, "timeLeft"}};
}

} // namespace monitor
