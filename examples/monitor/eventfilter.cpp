// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "eventfilter.h"

#include "eventsmodel.h"

namespace monitor {

void EventFilter::setName(const QString &name)
{
    m_name = name;
    invalidateFilter();
}

bool EventFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    return sourceModel()->index(row, 0, parent).data(EventsModel::NameRole).toString() == m_name;
}

} // namespace monitor
