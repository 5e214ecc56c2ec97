// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_MAILBOX_H
#define REDGUARD_MAILBOX_H

#include "redguard/revocable.h"

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

    void close() { m_target.revoke(); }

    template <typename Functor>
    void post(Functor &&functor)
    {
        m_target.use([&functor](QObject &target) {
            QMetaObject::invokeMethod(&target, std::forward<Functor>(functor), Qt::QueuedConnection);
        });
    }

    // True only in the target's own thread, where it cannot go away meanwhile.
    [[nodiscard]] bool isAtHome()
    {
        bool isAtHome = false;
        m_target.use(
            [&isAtHome](QObject &target) { isAtHome = target.thread() == QThread::currentThread(); });
        return isAtHome;
    }

private:
    Revocable<QObject> m_target;
};

} // namespace redguard

#endif
