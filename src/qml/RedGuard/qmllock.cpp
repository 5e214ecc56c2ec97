// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "qmllock.h"

namespace redguard {

QmlLock::QmlLock(QObject *parent)
    : QmlHold(parent)
{
}

Primitive *QmlLock::create(RedGuard *guard)
{
    LockOptions options;
    options.ttl = std::chrono::milliseconds(ttl());
    options.renewal = renewal();
    options.maxHold = longestHold();
    return guard->lock(name(), options);
}

} // namespace redguard
