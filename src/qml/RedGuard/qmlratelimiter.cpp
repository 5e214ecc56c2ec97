// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "qmlratelimiter.h"

namespace redguard {

/*!
    \qmltype RateLimiter
    \inqmlmodule RedGuard
    \inherits Primitive
    \instantiates redguard::RateLimiter
    \brief At most \l limit operations in any \l window among programs.

    \qmlproperty int RateLimiter::limit
    \brief operations in any window; 1 by default.

    \qmlproperty int RateLimiter::window
    \brief its length in milliseconds; 1000 by default.

    \qmlproperty int RateLimiter::cost
    \brief operations that one acquisition stands for; 1 by default.

    \qmlproperty enumeration RateLimiter::algorithm
    \brief \c RedGuard.Algorithm.SlidingWindow (exact; the default) or \c Paced (constant memory).

    \qmlproperty int RateLimiter::burst
    \brief with \c Paced: operations at once; 0, the default, means \l limit.

    \qmlproperty int RateLimiter::slack
    \brief an admission that would come later than its slot by this, in milliseconds, is void and asked for
    anew; 50 by default.

    \qmlproperty int RateLimiter::remaining
    \brief operations that would be admitted now, as of the server's last word.

    \qmlproperty int RateLimiter::retryAfter
    \brief milliseconds until what was refused would be admitted, as of the server's last word.

    \qmlsignal RateLimiter::acquired()
    \brief one operation may be done now.
*/

QmlRateLimiter::QmlRateLimiter(QObject *parent)
    : QmlPrimitive(parent)
{
}

int QmlRateLimiter::remaining() const
{
    return primitive() ? int(limiter()->remaining()) : 0;
}

int QmlRateLimiter::retryAfter() const
{
    return primitive() ? int(limiter()->retryAfter().count()) : 0;
}

Primitive *QmlRateLimiter::create(RedGuard *guard)
{
    RateLimiterOptions options;
    options.limit = m_limit;
    options.window = std::chrono::milliseconds(m_window);
    options.cost = m_cost;
    options.algorithm = m_algorithm;
    options.burst = m_burst;
    options.slack = std::chrono::milliseconds(m_slack);
    return guard->limiter(name(), options);
}

void QmlRateLimiter::forward(Primitive *primitive)
{
    connect(static_cast<RateLimiter *>(primitive), &RateLimiter::quotaChanged, this,
            &QmlRateLimiter::quotaChanged);
    connect(primitive, &Primitive::acquired, this, [this] { Q_EMIT acquired(); });
    QmlPrimitive::forward(primitive);
}

void QmlRateLimiter::stateMayHaveChanged()
{
    QmlPrimitive::stateMayHaveChanged();
    Q_EMIT quotaChanged();
}

} // namespace redguard
