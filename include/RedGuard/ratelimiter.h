// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_RATELIMITER_H
#define REDGUARD_RATELIMITER_H

#include <RedGuard/primitive.h>

#include <vector>

namespace redguard {

struct RateWindow
{
    qint64 limit = 1;                                           // operations in any window
    std::chrono::milliseconds window = std::chrono::seconds(1); // its length
};

struct RateLimiterOptions
{
    qint64 limit = 1;                                           // operations in any window
    std::chrono::milliseconds window = std::chrono::seconds(1); // its length
    qint64 cost = 1;                                            // operations that one acquisition stands for
    Algorithm algorithm = Algorithm::SlidingWindow;             // exact, or paced in constant memory
    qint64 burst = 0;                                           // Paced: operations at once; 0 means `limit`
    std::vector<RateWindow> more = {};                          // SlidingWindow: further limits that hold too
    std::chrono::milliseconds slack = std::chrono::milliseconds(50); // an admission later than this is void
};

class REDGUARD_EXPORT RateLimiter : public Primitive
{
    Q_OBJECT
    Q_PROPERTY(qint64 limit READ limit CONSTANT)
    Q_PROPERTY(qint64 remaining READ remaining NOTIFY quotaChanged)
    Q_PROPERTY(qint64 retryAfter READ retryAfterMilliseconds NOTIFY quotaChanged)

public:
    using Options = RateLimiterOptions;

    RateLimiter(RedGuard *guard, const QString &name, const RateLimiterOptions &options,
                QObject *parent = nullptr);
    ~RateLimiter() override;

    [[nodiscard]] RateLimiterOptions options() const;
    [[nodiscard]] qint64 limit() const;
    [[nodiscard]] Quota quota() const;
    [[nodiscard]] qint64 remaining() const;
    [[nodiscard]] std::chrono::milliseconds retryAfter() const;

Q_SIGNALS:
    void quotaChanged();

private:
    [[nodiscard]] qint64 retryAfterMilliseconds() const { return retryAfter().count(); }

    RateLimiterOptions m_options;
};

} // namespace redguard

#endif
