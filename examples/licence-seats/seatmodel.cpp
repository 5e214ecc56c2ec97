// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "seatmodel.h"

#include <algorithm>

using namespace std::chrono;

SeatModel::SeatModel(int seats, const QString &user, QObject *parent)
    : QAbstractTableModel(parent)
    , m_user(user)
    , m_rows(seats)
{
}

void SeatModel::setHolders(const QList<redguard::Status::Holder> &holders)
{
    auto arrivals = holders;
    for (auto &row : m_rows) {
        const auto same = std::find_if(arrivals.begin(), arrivals.end(), [&row](const auto &holder) {
            return row && holder.token == row->token;
        });
        if (same == arrivals.end()) {
            row.reset();
        } else {
            row = *same;
            arrivals.erase(same);
        }
    }
    for (auto &row : m_rows) {
        if (!row && !arrivals.isEmpty())
            row = arrivals.takeFirst();
    }
    m_known = true;
    changed();
}

void SeatModel::setUnknown()
{
    m_known = false;
    changed();
}

void SeatModel::changed()
{
    Q_EMIT dataChanged(index(0, 0), index(int(m_rows.size()) - 1, ColumnCount - 1));
}

int SeatModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int SeatModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant SeatModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto &row = m_rows.at(index.row());
    if (role == StateRole)
        return QVariant::fromValue(stateOf(row));
    if (role == RemainingRole)
        return m_known && row ? qint64(row->remaining.count()) : 0;
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case SeatColumn:
        return tr("Seat %1").arg(index.row() + 1);
    case HolderColumn:
        return holderText(row);
    case LeaseColumn:
        return leaseText(row);
    default:
        return {};
    }
}

QVariant SeatModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case SeatColumn:
        return tr("Seat");
    case HolderColumn:
        return tr("Held by");
    case LeaseColumn:
        return tr("Lease");
    default:
        return {};
    }
}

SeatModel::State SeatModel::stateOf(const Row &row) const
{
    if (!m_known)
        return State::Unknown;
    if (!row)
        return State::Free;
    return row->client == m_user ? State::Own : State::Taken;
}

QString SeatModel::holderText(const Row &row) const
{
    switch (stateOf(row)) {
    case State::Unknown:
        return tr("Not known");
    case State::Free:
        return tr("Free");
    case State::Own:
        return tr("%1 (you)").arg(row->client);
    case State::Taken:
        break;
    }
    return row->client.isEmpty() ? tr("Another program") : row->client;
}

QString SeatModel::leaseText(const Row &row) const
{
    if (!m_known || !row)
        return {};
    return tr("%1 s left").arg(ceil<seconds>(row->remaining).count());
}
