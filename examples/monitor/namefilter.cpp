// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "namefilter.h"

#include "namesmodel.h"

namespace monitor {

NameFilter::NameFilter(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    connect(this, &QAbstractItemModel::rowsInserted, this, &NameFilter::countChanged);
    connect(this, &QAbstractItemModel::rowsRemoved, this, &NameFilter::countChanged);
}

void NameFilter::setText(const QString &text)
{
    if (m_text == text)
        return;
    m_text = text;
    invalidateFilter();
    Q_EMIT textChanged();
}

bool NameFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    const auto contains = [this, &index](int role) {
        return index.data(role).toString().contains(m_text, Qt::CaseInsensitive);
    };
    return contains(NamesModel::NameRole) || contains(NamesModel::KindRole)
        || contains(NamesModel::EveryHolderRole);
}

} // namespace monitor
