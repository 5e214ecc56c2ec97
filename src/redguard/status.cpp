// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/status.h>

#include <QtCore/qdebug.h>

namespace redguard {

// Holders by the name they gave themselves: no piece of a token.
QDebug operator<<(QDebug debug, const Status &status)
{
    const QDebugStateSaver saver(debug);
    debug.nospace() << "Status(" << status.name << ", " << status.kind;
    for (const Status::Holder &holder : status.holders)
        debug << ", held by " << holder.client << " with " << holder.permits << " permits";
    return debug << ", " << status.remaining.count() << " ms left, fence " << status.fence << ", waiters "
                 << status.waiters << ", used " << status.used << ')';
}

} // namespace redguard
