// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "qmlprimitive.h"

#include <QtQml/qqmlinfo.h>

namespace redguard {

QmlPrimitive::QmlPrimitive(QObject *parent)
    : QObject(parent)
{
}

QmlPrimitive::~QmlPrimitive()
{
    if (m_primitive)
        m_primitive->disconnect(this);
    delete m_primitive;
}

void QmlPrimitive::componentComplete()
{
    m_isComplete = true;
    if (!m_isGuardGiven)
        findGuard();
    replaced();
}

void QmlPrimitive::findGuard()
{
    for (QObject *around = parent(); around && !m_guard; around = around->parent()) {
        if (auto *guard = qobject_cast<QmlRedGuard *>(around))
            setGuard(guard);
    }
}

void QmlPrimitive::setGuard(QmlRedGuard *guard)
{
    m_isGuardGiven = true;
    if (m_guard == guard)
        return;
    if (m_guard)
        m_guard->disconnect(this);
    retire();
    m_guard = guard;
    if (guard) {
        connect(guard, &QmlRedGuard::guardChanged, this, [this] {
            retire();
            replaced();
        });
        connect(guard, &QObject::destroyed, this, &QmlPrimitive::guardChanged);
    }
    Q_EMIT guardChanged();
    if (m_isComplete)
        replaced();
}

void QmlPrimitive::setName(const QString &name)
{
    if (std::exchange(m_name, name) == name)
        return;
    retire();
    Q_EMIT nameChanged();
    if (m_isComplete)
        replaced();
}

// What it holds is given back and what waits is cancelled; it goes when all of that has been told.
void QmlPrimitive::retire()
{
    Primitive *old = std::exchange(m_primitive, nullptr);
    if (!old)
        return;
    disconnect(old, &QObject::destroyed, this, nullptr);
    const auto unanswered = std::make_shared<int>(0);
    const auto goWhenDone = [old, unanswered] {
        if (!old->isPending() && *unanswered == 0)
            old->deleteLater();
    };
    connect(old, &Primitive::pendingChanged, old, goWhenDone);
    connect(old, &Primitive::released, old, [unanswered, goWhenDone] {
        --*unanswered;
        goWhenDone();
    });
    old->cancel();
    for (; old->isHeld(); ++*unanswered)
        old->release();
    goWhenDone();
    stateMayHaveChanged();
}

// The primitive of these properties. One that an option has gone by serves until nobody needs it.
Primitive *QmlPrimitive::ready()
{
    if (m_primitive && m_isStale && !m_primitive->isHeld() && !m_primitive->isPending())
        retire();
    if (m_primitive)
        return m_primitive;
    RedGuard *guard = m_guard ? m_guard->guard() : nullptr;
    if (!guard) {
        const Error error(ErrorCode::InvalidArgument,
                          tr("\"%1\" has no guard: put it inside a RedGuard, or set its guard (a delegate is "
                             "inside of nothing)")
                              .arg(m_name));
        qmlWarning(this) << error.message();
        setError(error);
        Q_EMIT errorOccurred(error.message());
        failed();
        return nullptr;
    }
    m_isStale = false;
    m_primitive = create(guard);
    forward(m_primitive);
    return m_primitive;
}

void QmlPrimitive::forward(Primitive *primitive)
{
    connect(primitive, &Primitive::pendingChanged, this, &QmlPrimitive::pendingChanged);
    connect(primitive, &Primitive::timedOut, this, [this](quint64, const Error &error) {
        setError(error);
        Q_EMIT timedOut();
    });
    connect(primitive, &Primitive::cancelled, this, &QmlPrimitive::cancelled);
    connect(primitive, &Primitive::errorOccurred, this, [this](quint64, const Error &error) {
        setError(error);
        Q_EMIT errorOccurred(error.message());
        failed();
    });
    // The guard went, and took it along.
    connect(primitive, &QObject::destroyed, this, &QmlPrimitive::stateMayHaveChanged);
}

void QmlPrimitive::setError(const Error &error)
{
    const bool isSame = m_error.code() == error.code() && m_error.message() == error.message();
    m_error = error;
    if (!isSame)
        Q_EMIT errorChanged();
}

void QmlPrimitive::acquire()
{
    setError({});
    if (Primitive *it = ready())
        it->acquire();
}

void QmlPrimitive::tryAcquire()
{
    setError({});
    if (Primitive *it = ready())
        it->tryAcquire();
}

void QmlPrimitive::acquireFor(int milliseconds)
{
    setError({});
    if (Primitive *it = ready())
        it->acquireFor(std::chrono::milliseconds(milliseconds));
}

void QmlPrimitive::cancel()
{
    if (m_primitive)
        m_primitive->cancel();
}

} // namespace redguard
