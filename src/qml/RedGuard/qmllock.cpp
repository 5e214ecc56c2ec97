// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "qmllock.h"

#include <QtQml/qqmlinfo.h>

namespace redguard {

QmlLock::QmlLock(QObject *parent)
    : QObject(parent)
{
}

QmlLock::~QmlLock()
{
    discard();
}

void QmlLock::componentComplete()
{
    for (QObject *around = parent(); around && !m_guard; around = around->parent()) {
        if (auto *guard = qobject_cast<QmlRedGuard *>(around))
            setGuard(guard);
    }
}

void QmlLock::setGuard(QmlRedGuard *guard)
{
    if (m_guard == guard)
        return;
    if (m_guard)
        m_guard->disconnect(this);
    discard();
    m_guard = guard;
    if (guard)
        connect(guard, &QmlRedGuard::guardChanged, this, &QmlLock::discard);
    Q_EMIT guardChanged();
}

void QmlLock::setName(const QString &name)
{
    if (std::exchange(m_name, name) == name)
        return;
    discard();
    Q_EMIT nameChanged();
}

void QmlLock::setTtl(int ttl)
{
    if (std::exchange(m_ttl, ttl) == ttl)
        return;
    discard();
    Q_EMIT ttlChanged();
}

void QmlLock::discard()
{
    const bool wasHeld = isHeld();
    const bool wasPending = isPending();
    delete m_lock;
    if (wasHeld)
        Q_EMIT heldChanged();
    if (wasPending)
        Q_EMIT pendingChanged();
}

Lock *QmlLock::lock()
{
    if (m_lock)
        return m_lock;
    if (!m_guard || !m_guard->guard()) {
        fail(tr("This Lock has no guard: put it inside a RedGuard, or set its guard"));
        return nullptr;
    }
    LockOptions options;
    options.ttl = std::chrono::milliseconds(m_ttl);
    m_lock = m_guard->guard()->lock(m_name, options);
    forward(m_lock);
    return m_lock;
}

void QmlLock::forward(Lock *lock)
{
    connect(lock, &Lock::heldChanged, this, &QmlLock::heldChanged);
    connect(lock, &Lock::pendingChanged, this, &QmlLock::pendingChanged);
    connect(lock, &Lock::remainingTimeChanged, this, &QmlLock::remainingTimeChanged);
    connect(lock, &Lock::acquired, this, [this](const LeaseInfo &lease) { Q_EMIT acquired(lease.fence()); });
    connect(lock, &Lock::released, this, &QmlLock::released);
    connect(lock, &Lock::lost, this, &QmlLock::lost);
    connect(lock, &Lock::timedOut, this, &QmlLock::timedOut);
    connect(lock, &Lock::cancelled, this, &QmlLock::cancelled);
    connect(lock, &Lock::errorOccurred, this, [this](quint64, const Error &error) { fail(error.message()); });
}

void QmlLock::fail(const QString &message)
{
    m_errorString = message;
    qmlWarning(this) << message;
    Q_EMIT errorOccurred(message);
}

void QmlLock::acquire()
{
    if (Lock *it = lock())
        it->acquire();
}

void QmlLock::tryAcquire()
{
    if (Lock *it = lock())
        it->tryAcquire();
}

void QmlLock::acquireFor(int milliseconds)
{
    if (Lock *it = lock())
        it->acquireFor(std::chrono::milliseconds(milliseconds));
}

void QmlLock::cancel()
{
    if (m_lock)
        m_lock->cancel();
}

void QmlLock::release()
{
    if (m_lock)
        m_lock->release();
}

} // namespace redguard
