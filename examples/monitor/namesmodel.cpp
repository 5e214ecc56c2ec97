// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "namesmodel.h"

#include "wording.h"

#include <algorithm>

namespace monitor {

using redguard::Status;

namespace {

bool isBefore(const QString &one, const QString &other)
{
    const int order = one.compare(other, Qt::CaseInsensitive);
    return order != 0 ? order < 0 : one < other;
}

QString everyHolder(const Status &status)
{
    QStringList holders;
    for (const Status::Holder &holder : status.holders)
        holders << holder.client << holder.token;
    return holders.join(u'\n');
}

std::chrono::seconds wholeSeconds(Time::duration duration)
{
    return std::max(std::chrono::floor<std::chrono::seconds>(duration), std::chrono::seconds(0));
}

} // namespace

void NamesModel::update(const Look &look)
{
    auto fresh = look.names;
    std::sort(fresh.begin(), fresh.end(),
              [](const Status &one, const Status &other) { return isBefore(one.name, other.name); });
    int row = 0;
    for (const Status &status : std::as_const(fresh)) {
        while (row < m_rows.size() && isBefore(m_rows[row].status.name, status.name))
            remove(row);
        if (row == m_rows.size() || m_rows[row].status.name != status.name)
            insert(row, status);
        change(row++, status, look);
    }
    while (row < m_rows.size())
        remove(row);
}

void NamesModel::advance(Time now)
{
    for (int i = 0; i < m_rows.size(); ++i) {
        const auto left = wholeSeconds(m_rows[i].end - now);
        if (std::exchange(m_rows[i].left, left) != left)
            Q_EMIT dataChanged(index(i), index(i), {LeftRole, SummaryRole});
    }
}

const NamesModel::Row *NamesModel::find(const QString &name) const
{
    const auto row = std::find_if(m_rows.cbegin(), m_rows.cend(),
                                  [&name](const Row &row) { return row.status.name == name; });
    return row == m_rows.cend() ? nullptr : &*row;
}

void NamesModel::insert(int row, const Status &status)
{
    beginInsertRows({}, row, row);
    m_rows.insert(row, Row {.status = status, .end = {}, .history = {}});
    endInsertRows();
}

void NamesModel::remove(int row)
{
    beginRemoveRows({}, row, row);
    m_rows.removeAt(row);
    endRemoveRows();
}

void NamesModel::change(int row, const Status &status, const Look &look)
{
    Row &changed = m_rows[row];
    changed.status = status;
    changed.end = look.answered + status.remaining;
    changed.left = wholeSeconds(status.remaining);
    changed.history.add(status, look.answered);
    Q_EMIT dataChanged(index(row), index(row));
}

int NamesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant NamesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[index.row()];
    switch (role) {
    case NameRole:
        return row.status.name;
    case KindRole:
        return Wording::kind(row.status.kind);
    case MarkRole:
        return Wording::mark(row.status.kind);
    case IsHeldRole:
        return !row.status.holders.isEmpty();
    case HoldersRole:
        return Wording::holders(row.status);
    case EveryHolderRole:
        return everyHolder(row.status);
    case UseRole:
        return Wording::use(row.status);
    case WaitersRole:
        return row.status.waiters;
    case LeftRole:
        return row.left.count() > 0 ? Wording::duration(row.left) : QString();
    case BriefRole:
        return Wording::brief(row.status);
    case SummaryRole:
        return Wording::summary(row.status, row.left);
    default:
        return {};
    }
}

QHash<int, QByteArray> NamesModel::roleNames() const
{
    return {{NameRole, "name"},       {KindRole, "kind"},       {MarkRole, "mark"},
            {IsHeldRole, "isHeld"},   {HoldersRole, "holders"}, {UseRole, "use"},
            {WaitersRole, "waiters"}, {LeftRole, "timeLeft"},   {BriefRole, "brief"},
            {SummaryRole, "summary"}};
}

} // namespace monitor
