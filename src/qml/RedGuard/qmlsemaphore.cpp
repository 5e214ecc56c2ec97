// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "qmlsemaphore.h"

namespace redguard {

/*!
    \qmltype Semaphore
    \inqmlmodule RedGuard
    \inherits Hold
    \instantiates redguard::Semaphore
    \brief At most \l capacity permits at once among programs, each with a lease.

    \qmlproperty int Semaphore::capacity
    \brief permits in all; everybody who uses the name says the same. 1 by default.

    \qmlproperty int Semaphore::permits
    \brief how many one acquisition takes, all or none. 1 by default.
*/

QmlSemaphore::QmlSemaphore(QObject *parent)
    : QmlHold(parent)
{
}

Primitive *QmlSemaphore::create(RedGuard *guard)
{
    SemaphoreOptions options;
    options.capacity = m_capacity;
    options.permits = m_permits;
    options.ttl = std::chrono::milliseconds(ttl());
    options.renewal = renewal();
    options.maxHold = longestHold();
    return guard->semaphore(name(), options);
}

} // namespace redguard
