// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_LEASEINFO_H
#define REDGUARD_LEASEINFO_H

#include <RedGuard/quota.h>

#include <QtCore/qstring.h>

QT_FORWARD_DECLARE_CLASS(QDebug)

namespace redguard {

class REDGUARD_EXPORT LeaseInfo
{
    Q_GADGET
    Q_PROPERTY(quint64 requestId READ requestId CONSTANT)
    Q_PROPERTY(QString name READ name CONSTANT)
    Q_PROPERTY(qint64 fence READ fence CONSTANT)
    Q_PROPERTY(int permits READ permits CONSTANT)
    Q_PROPERTY(redguard::Quota quota READ quota CONSTANT)

public:
    LeaseInfo() = default;
    LeaseInfo(quint64 requestId, const QString &name, int permits)
        : m_requestId(requestId)
        , m_name(name)
        , m_permits(permits)
    {
    }

    [[nodiscard]] quint64 requestId() const { return m_requestId; }
    [[nodiscard]] QString name() const { return m_name; }
    [[nodiscard]] qint64 fence() const { return m_fence; }
    [[nodiscard]] int permits() const { return m_permits; }
    [[nodiscard]] Quota quota() const { return m_quota; }
    // On the clock that counts suspend, as of the moment this was made.
    [[nodiscard]] std::chrono::nanoseconds deadline() const { return m_deadline; }
    [[nodiscard]] std::chrono::milliseconds remainingTime() const;

    void setFence(qint64 fence) { m_fence = fence; }
    void setDeadline(std::chrono::nanoseconds deadline) { m_deadline = deadline; }
    void setQuota(const Quota &quota) { m_quota = quota; }

private:
    quint64 m_requestId = 0;
    QString m_name;
    qint64 m_fence = 0;
    int m_permits = 0;
    std::chrono::nanoseconds m_deadline {0};
    Quota m_quota;
};

REDGUARD_EXPORT QDebug operator<<(QDebug debug, const LeaseInfo &lease);

} // namespace redguard

Q_DECLARE_METATYPE(redguard::LeaseInfo)

#endif
