// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "qmlhold.h"

#include <QtCore/qmetaobject.h>

namespace redguard {

using namespace std::chrono_literals;

namespace {

// Often enough for a countdown in seconds.
constexpr auto TickInterval = 250ms;

QString textOf(LossReason reason)
{
    switch (reason) {
    case LossReason::None:
        break;
    case LossReason::Expired:
        return QmlHold::tr("its lease ended");
    case LossReason::TakenOver:
        return QmlHold::tr("another program holds it");
    case LossReason::ServerLostState:
        return QmlHold::tr("the server has no trace of it any more");
    case LossReason::Disconnected:
        return QmlHold::tr("its lease ended while there was no connection");
    case LossReason::Foreign:
        return QmlHold::tr("its key was overwritten by another program");
    case LossReason::MaxHoldReached:
        return QmlHold::tr("it was held for as long as is allowed");
    }
    return {};
}

} // namespace

QmlHold::QmlHold(QObject *parent)
    : QmlPrimitive(parent)
{
    connect(&m_ticker, &QTimer::timeout, this, &QmlHold::remainingTimeChanged);
    connect(&m_ticker, &QTimer::timeout, this, &QmlHold::tickIfWatched);
}

std::chrono::milliseconds QmlHold::longestHold() const
{
    return m_maxHold == 0 ? Forever : std::chrono::milliseconds(m_maxHold);
}

// No longer than ttl, and so an int.
int QmlHold::remainingTime() const
{
    return primitive() ? int(primitive()->remainingTime().count()) : 0;
}

void QmlHold::setActive(bool active)
{
    if (std::exchange(m_isActive, active) == active)
        return;
    Q_EMIT activeChanged();
    if (active) {
        replaced();
    } else if (primitive()) {
        primitive()->cancel();
        while (isHeld())
            primitive()->release();
    }
}

void QmlHold::setReacquire(bool reacquire)
{
    if (std::exchange(m_reacquire, reacquire) != reacquire)
        Q_EMIT reacquireChanged();
}

void QmlHold::rest()
{
    if (std::exchange(m_isActive, false))
        Q_EMIT activeChanged();
}

void QmlHold::replaced()
{
    if (m_isActive && isComplete() && !awaitsGuard() && !isHeld() && !isPending())
        acquire();
}

void QmlHold::forward(Primitive *primitive)
{
    connect(primitive, &Primitive::heldChanged, this, &QmlHold::heldChanged);
    connect(primitive, &Primitive::queuePositionChanged, this, &QmlHold::queuePositionChanged);
    connect(primitive, &Primitive::remainingTimeChanged, this, &QmlHold::remainingTimeChanged);
    connect(primitive, &Primitive::heldChanged, this, &QmlHold::tickIfWatched);
    connect(primitive, &Primitive::queued, this, [this](quint64, int position) { Q_EMIT queued(position); });
    connect(primitive, &Primitive::acquired, this, [this](const LeaseInfo &lease) {
        m_fence = lease.fence();
        Q_EMIT fenceChanged();
        Q_EMIT acquired(fence());
    });
    connect(primitive, &Primitive::renewed, this, &QmlHold::renewed);
    connect(primitive, &Primitive::atRisk, this,
            [this](const LeaseInfo &, std::chrono::milliseconds remaining) {
                Q_EMIT atRisk(int(remaining.count()));
            });
    connect(primitive, &Primitive::released, this,
            [this](const LeaseInfo &, ReleaseOutcome how) { Q_EMIT released(how); });
    connect(primitive, &Primitive::lost, this, &QmlHold::told);
    QmlPrimitive::forward(primitive);
}

void QmlHold::told(const LeaseInfo &lease, LossReason reason)
{
    setError(Error(ErrorCode::LeaseLost, tr("\"%1\" was lost: %2").arg(lease.name(), textOf(reason))));
    if (!m_reacquire)
        rest();
    const QPointer<QmlHold> alive(this);
    Q_EMIT lost(reason);
    if (alive)
        replaced();
}

void QmlHold::stateMayHaveChanged()
{
    QmlPrimitive::stateMayHaveChanged();
    Q_EMIT heldChanged();
    Q_EMIT queuePositionChanged();
    Q_EMIT remainingTimeChanged();
    tickIfWatched();
}

void QmlHold::connectNotify(const QMetaMethod &signal)
{
    if (signal == QMetaMethod::fromSignal(&QmlHold::remainingTimeChanged))
        tickIfWatched();
}

// Asked again at every tick, whether somebody still is: a binding goes without a word.
void QmlHold::tickIfWatched()
{
    static const QMetaMethod signal = QMetaMethod::fromSignal(&QmlHold::remainingTimeChanged);
    if (!isHeld() || !isSignalConnected(signal))
        m_ticker.stop();
    else if (!m_ticker.isActive())
        m_ticker.start(TickInterval);
}

void QmlHold::cancel()
{
    if (!isHeld())
        rest();
    QmlPrimitive::cancel();
}

void QmlHold::release()
{
    rest();
    if (primitive())
        primitive()->release();
}

void QmlHold::extend()
{
    if (primitive())
        primitive()->extend();
}

} // namespace redguard
