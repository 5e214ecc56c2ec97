// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef MONITOR_EVENTSMODEL_H
#define MONITOR_EVENTSMODEL_H

#include "event.h"

#include <QtCore/qabstractitemmodel.h>
#include <QtQml/qqmlregistration.h>

#include <deque>

namespace monitor {

// What happened to any name, newest first.
class EventsModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The monitor has it")

public:
    enum Role { NameRole = Qt::UserRole, TextRole, SignRole, TimeRole, IsLossRole };

    static constexpr std::size_t Most = 1000;

    using QAbstractListModel::QAbstractListModel;

    void add(const QList<Event> &events);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    std::deque<Event> m_events;
};

} // namespace monitor

#endif
