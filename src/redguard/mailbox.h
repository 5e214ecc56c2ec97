// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_MAILBOX_H
#define REDGUARD_MAILBOX_H

#include <QtCore/qmutex.h>
#include <QtCore/qobject.h>
#include <QtCore/qthread.h>

namespace redguard {

// The way from any thread to an object that may be gone: what it does not get any more is dropped.
class Mailbox
{
public:
    explicit Mailbox(QObject *target)
        : m_target(target)
    {
    }

    void close()
    {
        const QMutexLocker locker(&m_mutex);
        m_target = nullptr;
    }

    template <typename Functor>
    void post(Functor &&functor)
    {
        const QMutexLocker locker(&m_mutex);
        if (m_target)
            QMetaObject::invokeMethod(m_target, std::forward<Functor>(functor), Qt::QueuedConnection);
    }

    // True only in the target's own thread, where it cannot go away meanwhile.
    [[nodiscard]] bool isAtHome()
    {
        const QMutexLocker locker(&m_mutex);
        return m_target && m_target->thread() == QThread::currentThread();
    }

private:
    QMutex m_mutex;
    QObject *m_target;
};

} // namespace redguard

#endif
