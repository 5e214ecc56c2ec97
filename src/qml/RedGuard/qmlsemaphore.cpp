// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "qmlsemaphore.h"

namespace redguard {

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
