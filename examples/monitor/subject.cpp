// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "subject.h"

#include "wording.h"

namespace monitor {

using namespace Qt::StringLiterals;
using Kind = redguard::Status::Kind;

Subject::Subject(const NamesModel *names, EventsModel *events, QObject *parent)
    : QObject(parent)
    , m_names(names)
{
    m_events.setSourceModel(events);
}

void Subject::setName(const QString &name)
{
    if (m_name == name)
        return;
    m_name = name;
    m_events.setName(name);
    Q_EMIT nameChanged();
    update(m_now);
}

void Subject::update(Time now)
{
    m_now = now;
    const NamesModel::Row *row = m_names->find(m_name);
    m_row = row ? std::optional(*row) : std::nullopt;
    m_holders.update(row ? row->status.holders : QList<redguard::Status::Holder>(), now);
    Q_EMIT changed();
}

bool Subject::isLease() const
{
    return m_row && (m_row->status.kind == Kind::Lock || m_row->status.kind == Kind::Semaphore);
}

QString Subject::kind() const
{
    return m_row ? Wording::kind(m_row->status.kind) : QString();
}

QString Subject::use() const
{
    return m_row ? Wording::use(m_row->status) : QString();
}

// As text, since a number of QML's does not hold it.
QString Subject::fence() const
{
    return m_row && m_row->status.fence > 0 ? QString::number(m_row->status.fence) : QString();
}

QVariantList Subject::samples() const
{
    QVariantList samples;
    if (!m_row)
        return samples;
    for (const History::Sample &sample : m_row->history.samples()) {
        const auto age = std::chrono::duration_cast<std::chrono::milliseconds>(m_now - sample.time);
        samples.append(QVariantMap {{u"age"_s, double(age.count())},
                                    {u"holders"_s, sample.holders},
                                    {u"used"_s, sample.used},
                                    {u"waiters"_s, sample.waiters}});
    }
    return samples;
}

QString Subject::history() const
{
    return m_row ? Wording::history(m_row->history, m_row->status.kind) : QString();
}

} // namespace monitor
