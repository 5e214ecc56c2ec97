// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef MONITOR_SUBJECT_H
#define MONITOR_SUBJECT_H

#include "eventfilter.h"
#include "eventsmodel.h"
#include "holdersmodel.h"
#include "namesmodel.h"

#include <QtCore/qvariant.h>

namespace monitor {

// The name that was chosen to be looked at closely. It stays chosen when the server has no more of it.
class Subject : public QObject
{
    Q_OBJECT
    Q_PROPERTY(QString name READ name WRITE setName NOTIFY nameChanged)
    Q_PROPERTY(bool isKnown READ isKnown NOTIFY changed)
    Q_PROPERTY(bool isLease READ isLease NOTIFY changed)
    Q_PROPERTY(QString kind READ kind NOTIFY changed)
    Q_PROPERTY(QString use READ use NOTIFY changed)
    Q_PROPERTY(QString fence READ fence NOTIFY changed)
    Q_PROPERTY(int waiters READ waiters NOTIFY changed)
    // For a chart: {age in ms, holders, used, waiters} of each look, oldest first.
    Q_PROPERTY(QVariantList samples READ samples NOTIFY changed)
    Q_PROPERTY(QString history READ history NOTIFY changed)
    Q_PROPERTY(monitor::HoldersModel *holders READ holders CONSTANT)
    Q_PROPERTY(monitor::EventFilter *events READ events CONSTANT)
    QML_ELEMENT
    QML_UNCREATABLE("The monitor has it")

public:
    Subject(const NamesModel *names, EventsModel *events, QObject *parent);

    [[nodiscard]] QString name() const { return m_name; }
    void setName(const QString &name);
    [[nodiscard]] bool isKnown() const { return m_row.has_value(); }
    [[nodiscard]] bool isLease() const;
    [[nodiscard]] QString kind() const;
    [[nodiscard]] QString use() const;
    [[nodiscard]] QString fence() const;
    [[nodiscard]] int waiters() const { return m_row ? int(m_row->status.waiters) : 0; }
    [[nodiscard]] QVariantList samples() const;
    [[nodiscard]] QString history() const;
    [[nodiscard]] HoldersModel *holders() { return &m_holders; }
    [[nodiscard]] EventFilter *events() { return &m_events; }

    void update(Time now);
    void advance(Time now) { m_holders.advance(now); }

Q_SIGNALS:
    void nameChanged();
    void changed();

private:
    const NamesModel *m_names;
    QString m_name;
    std::optional<NamesModel::Row> m_row;
    Time m_now;
    HoldersModel m_holders;
    EventFilter m_events;
};

} // namespace monitor

#endif
