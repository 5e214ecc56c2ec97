// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "qmllock.h"

namespace redguard {

/*!
    \qmltype Lock
    \inqmlmodule RedGuard
    \inherits Hold
    \instantiates redguard::Lock
    \brief A mutex with a lease among programs.

    \qml
    RedGuard {
        namespace: "lab"
        Lock { id: scope; name: "oscilloscope-2"; ttl: 10000 }
    }
    \endqml
*/

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
