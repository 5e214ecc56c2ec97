// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef MONITOR_EVENTFILTER_H
#define MONITOR_EVENTFILTER_H

#include <QtCore/qsortfilterproxymodel.h>
#include <QtQml/qqmlregistration.h>

namespace monitor {

// The events of one name.
class EventFilter : public QSortFilterProxyModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The monitor has it")

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setName(const QString &name);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QString m_name;
};

} // namespace monitor

#endif
