// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_QMLHOLD_H
#define REDGUARD_QMLHOLD_H

#include "qmlprimitive.h"

#include <QtCore/qtimer.h>

namespace redguard {

// What Lock and Semaphore have in common in QML: what is acquired lasts, under a lease.
// Bases are named in full, since what describes the types to editors takes names as they are written.
class QmlHold : public redguard::QmlPrimitive
{
    Q_OBJECT
    Q_PROPERTY(int ttl READ ttl WRITE setTtl NOTIFY ttlChanged)
    Q_PROPERTY(redguard::Renewal renewal READ renewal WRITE setRenewal NOTIFY renewalChanged)
    Q_PROPERTY(int maxHold READ maxHold WRITE setMaxHold NOTIFY maxHoldChanged)
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged)
    Q_PROPERTY(bool reacquire READ reacquire WRITE setReacquire NOTIFY reacquireChanged)
    Q_PROPERTY(bool held READ isHeld NOTIFY heldChanged)
    Q_PROPERTY(int queuePosition READ queuePosition NOTIFY queuePositionChanged)
    Q_PROPERTY(int remainingTime READ remainingTime NOTIFY remainingTimeChanged)
    Q_PROPERTY(double fence READ fence NOTIFY fenceChanged)
    QML_ANONYMOUS

public:
    [[nodiscard]] int ttl() const { return m_ttl; }
    void setTtl(int ttl) { setOption(m_ttl, ttl, &QmlHold::ttlChanged); }
    [[nodiscard]] Renewal renewal() const { return m_renewal; }
    void setRenewal(Renewal renewal) { setOption(m_renewal, renewal, &QmlHold::renewalChanged); }
    [[nodiscard]] int maxHold() const { return m_maxHold; }
    void setMaxHold(int maxHold) { setOption(m_maxHold, maxHold, &QmlHold::maxHoldChanged); }
    [[nodiscard]] bool isActive() const { return m_isActive; }
    void setActive(bool active);
    [[nodiscard]] bool reacquire() const { return m_reacquire; }
    void setReacquire(bool reacquire);

    [[nodiscard]] bool isHeld() const { return primitive() && primitive()->isHeld(); }
    [[nodiscard]] int queuePosition() const { return primitive() ? primitive()->queuePosition() : 0; }
    [[nodiscard]] int remainingTime() const;
    [[nodiscard]] double fence() const { return double(m_fence); }

    Q_INVOKABLE void cancel() override;
    Q_INVOKABLE void release();
    Q_INVOKABLE void extend();

Q_SIGNALS:
    void ttlChanged();
    void renewalChanged();
    void maxHoldChanged();
    void activeChanged();
    void reacquireChanged();
    void heldChanged();
    void queuePositionChanged();
    void remainingTimeChanged();
    void fenceChanged();

    void queued(int position);
    void acquired(double fence);
    void renewed();
    void atRisk(int remaining);
    void released(redguard::ReleaseOutcome how);
    void lost(redguard::LossReason reason);

protected:
    explicit QmlHold(QObject *parent);

    [[nodiscard]] std::chrono::milliseconds longestHold() const;

    void forward(Primitive *primitive) override;
    void replaced() override;
    void failed() override { rest(); }
    void stateMayHaveChanged() override;
    void connectNotify(const QMetaMethod &signal) override;

private:
    void rest();
    void tickIfWatched();
    void told(const LeaseInfo &lease, LossReason reason);

    int m_ttl = 30'000;
    Renewal m_renewal = Renewal::Background;
    int m_maxHold = 0;
    bool m_isActive = false;
    bool m_reacquire = false;
    qint64 m_fence = 0;
    QTimer m_ticker {this};
};

} // namespace redguard

#endif
