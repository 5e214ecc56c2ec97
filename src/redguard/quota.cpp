// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/quota.h>

#include <QtCore/qdebug.h>

namespace redguard {

/*!
    \class redguard::Quota
    \inheaderfile RedGuard/Quota
    \inmodule RedGuard
    \brief What a rate limiter says of itself with every answer.

    \c remaining operations would be admitted now. \c retryAfter is how long a refused request would
    have to wait, and \c resetAfter how long until the limiter is as if unused. For everything but a
    rate limiter all of it is zero.
*/

QDebug operator<<(QDebug debug, const Quota &quota)
{
    const QDebugStateSaver saver(debug);
    if (quota.limit == 0)
        return debug.nospace() << "Quota()";
    return debug.nospace() << "Quota(" << (quota.granted ? "granted, " : "refused, ") << quota.remaining
                           << " of " << quota.limit << " left, retry after " << quota.retryAfter.count()
                           << " us, reset after " << quota.resetAfter.count() << " us)";
}

} // namespace redguard
