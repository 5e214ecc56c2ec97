// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "qmlprimitive.h"

#include <QtQml/qqmlinfo.h>

namespace redguard {

/*!
    \qmltype Primitive
    \inqmlmodule RedGuard
    \brief What Lock, Semaphore and RateLimiter have in common. It cannot be created itself.
*/

/*!
    \qmlproperty RedGuard Primitive::guard
    \brief the connection; by default the RedGuard that this stands inside of.

    A delegate stands inside of nothing: there it has to be set. Without one, whatever is asked for ends in
    errorOccurred(). Inside the object itself \c{guard: guard} would mean the property: give the RedGuard
    another id. A view destroys the delegates that it scrolls out of sight, and what they hold is given back
    with them: what is to last stands elsewhere. Changing it does what changing the name does.

    \qmlproperty string Primitive::name
    \brief what is locked, counted or limited. Changing it gives back what is held and cancels what waits,
    each with its signal.

    \qmlproperty bool Primitive::pending
    \brief whether something was asked for and has no outcome yet.

    \qmlproperty enumeration Primitive::error
    \qmlproperty string Primitive::errorString
    \brief what went wrong last, as a \c RedGuard.ErrorCode and as text for the user; none once more is asked
    for. A loss (\c LeaseLost) and a wait that ended (\c TimedOut) count.

    \qmlmethod void Primitive::acquire()
    \brief waits as long as it takes.

    \qmlmethod void Primitive::tryAcquire()
    \brief does not wait: what is not free at once is timedOut().

    \qmlmethod void Primitive::acquireFor(int milliseconds)
    \brief waits that long at most.

    \qmlmethod void Primitive::cancel()
    \brief cancels all that waits.

    \qmlsignal Primitive::timedOut()
    \qmlsignal Primitive::cancelled()
    \qmlsignal Primitive::errorOccurred(string message)
    \brief how what was asked for ends, beside \c acquired.
*/

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
