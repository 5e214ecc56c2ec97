// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/ratelimiter.h>

#include "redguard/admissionrequest.h"
#include "redguard/primitive_p.h"
#include "redguard/session.h"

#include <algorithm>

namespace redguard {

using namespace std::chrono_literals;

/*!
    \class redguard::RateLimiter
    \inheaderfile RedGuard/RateLimiter
    \inmodule RedGuard
    \brief At most \c limit operations in any window of \c window length, among all programs.

    A request that has to wait reserves its slot on the server in one round trip, and acquired()
    comes when the slot does; requests are served in the order in which they reached the server.
    An admission comes at most \c slack after its slot: if the program was blocked or the machine
    asleep for longer, the slot is void and another is reserved, so that no burst of old slots follows.
    Where replies come that late, because the network became slow, the next slot is asked for with a
    lead of twice the delay, at most half of GuardOptions::commandTimeout; even tryAcquire() then waits
    for it. When the slot is, the program knows as closely as the shortest round trip of the connection
    tells: the part of it that exceeds half of \c slack comes on top.

    An admission is over when it is given: \l held stays false, and release() does nothing.

    Algorithm::SlidingWindow is exact and shares its key with the Python package. Algorithm::Paced is
    the generic cell rate algorithm: constant memory, a steady pace, \c burst operations at once; over
    one window it may admit up to \c limit + \c burst. The interval of one operation is rounded up to
    whole microseconds.

    quota() is what the server said last: \l remaining operations that would have been admitted at
    once, and \l retryAfter, in milliseconds, when the last refusal will be none.

    \snippet tst_docprimitives.cpp limiter

    A request ends with one of acquired(), timedOut(), cancelled() and errorOccurred(); released(), lost(),
    renewed() and atRisk() do not occur. Threads and errors are those of Primitive.

    \sa RateLimiterOptions, Quota, {Choosing a primitive}
*/

namespace {

constexpr qint64 LargestLimit = 100'000;
constexpr std::chrono::milliseconds LongestWindow = std::chrono::hours(24 * 366);

class RateLimiterPrivate : public PrimitivePrivate
{
public:
    RateLimiterPrivate(RedGuard *guard, const QString &name, const RateLimiterOptions &limiterOptions)
        : PrimitivePrivate(guard, name)
        , options(limiterOptions)
    {
        if (!invalid)
            setInvalid(check());
        if (!invalid)
            m_key = key();
    }

    RateLimiterOptions options;
    Quota quota;

protected:
    std::shared_ptr<Request> makeRequest(Session &session, quint64 id) override
    {
        return std::make_shared<AdmissionRequest>(session, id, name, m_key, options);
    }

    void learned(const Quota &news) override
    {
        if (news.limit == 0)
            return;
        quota = news;
        Q_EMIT static_cast<RateLimiter *>(q)->quotaChanged();
    }

private:
    [[nodiscard]] Error check() const
    {
        const auto wrong = [](const QString &message) { return Error(ErrorCode::InvalidArgument, message); };
        std::vector<RateWindow> windows = options.more;
        windows.push_back({options.limit, options.window});
        for (const RateWindow &window : windows) {
            if (window.limit < 1 || window.limit > LargestLimit)
                return wrong(RateLimiter::tr("The limit of \"%1\" is not from 1 to %2: %3")
                                 .arg(name)
                                 .arg(LargestLimit)
                                 .arg(window.limit));
            if (window.window <= 0ms || window.window > LongestWindow)
                return wrong(RateLimiter::tr("The window of \"%1\" is not above 0 and up to a year: %2 ms")
                                 .arg(name)
                                 .arg(window.window.count()));
            if (options.cost < 1 || options.cost > window.limit)
                return wrong(RateLimiter::tr("The cost of \"%1\" is not from 1 to its limit of %2: %3")
                                 .arg(name)
                                 .arg(window.limit)
                                 .arg(options.cost));
        }
        if (options.slack <= 0ms)
            return wrong(RateLimiter::tr("The slack of \"%1\" is not above 0: %2 ms")
                             .arg(name)
                             .arg(options.slack.count()));
        return options.algorithm == Algorithm::Paced ? checkPaced() : Error();
    }

    [[nodiscard]] Error checkPaced() const
    {
        const auto wrong = [](const QString &message) { return Error(ErrorCode::InvalidArgument, message); };
        if (!options.more.empty())
            return wrong(RateLimiter::tr("\"%1\" is paced and has several windows; only a sliding window can")
                             .arg(name));
        if (options.burst < 0 || options.burst > LargestLimit)
            return wrong(RateLimiter::tr("The burst of \"%1\" is not from 0 to %2: %3")
                             .arg(name)
                             .arg(LargestLimit)
                             .arg(options.burst));
        if (options.burst > 0 && options.cost > options.burst)
            return wrong(RateLimiter::tr("The cost of \"%1\" is more than its burst of %2: %3")
                             .arg(name)
                             .arg(options.burst)
                             .arg(options.cost));
        return {};
    }

    QByteArray m_key;
};

} // namespace

RateLimiter::RateLimiter(RedGuard *guard, const QString &name, const RateLimiterOptions &options,
                         QObject *parent)
    : Primitive(std::make_unique<RateLimiterPrivate>(guard, name, options), parent)
    , m_options(options)
{
}

RateLimiter::~RateLimiter() = default;

RateLimiterOptions RateLimiter::options() const
{
    return m_options;
}

qint64 RateLimiter::limit() const
{
    return m_options.limit;
}

Quota RateLimiter::quota() const
{
    return static_cast<const RateLimiterPrivate *>(d_ptr.get())->quota;
}

qint64 RateLimiter::remaining() const
{
    return quota().remaining;
}

std::chrono::milliseconds RateLimiter::retryAfter() const
{
    return std::chrono::ceil<std::chrono::milliseconds>(quota().retryAfter);
}

} // namespace redguard
