// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "qmlratelimiter.h"

namespace redguard {

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
