// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "eventsmodel.h"

#include "wording.h"

namespace monitor {

using namespace Qt::StringLiterals;

void EventsModel::add(const QList<Event> &events)
{
    for (const Event &event : events) {
        beginInsertRows({}, 0, 0);
        m_events.push_front(event);
        endInsertRows();
    }
    if (m_events.size() <= Most)
        return;
    beginRemoveRows({}, int(Most), int(m_events.size()) - 1);
    m_events.resize(Most);
    endRemoveRows();
}

int EventsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_events.size());
}

QVariant EventsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Event &event = m_events[std::size_t(index.row())];
    switch (role) {
    case NameRole:
        return event.name;
    case TextRole:
        return Wording::event(event);
    case SignRole:
        return Wording::sign(event.what);
    case TimeRole:
        return event.wallClock.toString(u"HH:mm:ss"_s);
    case IsLossRole:
        return event.what == Event::What::Expired || event.what == Event::What::Vanished;
    default:
        return {};
    }
}

QHash<int, QByteArray> EventsModel::roleNames() const
{
    return {{NameRole, "name"},
            {TextRole, "text"},
            {SignRole, "sign"},
            {TimeRole, "time"},
            {IsLossRole, "isLoss"}};
}

} // namespace monitor
