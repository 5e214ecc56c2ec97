// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_QMLRATELIMITER_H
#define REDGUARD_QMLRATELIMITER_H

#include "qmlprimitive.h"

namespace redguard {

class QmlRateLimiter : public redguard::QmlPrimitive
{
    Q_OBJECT
    Q_PROPERTY(int limit READ limit WRITE setLimit NOTIFY limitChanged)
    Q_PROPERTY(int window READ window WRITE setWindow NOTIFY windowChanged)
    Q_PROPERTY(int cost READ cost WRITE setCost NOTIFY costChanged)
    Q_PROPERTY(redguard::Algorithm algorithm READ algorithm WRITE setAlgorithm NOTIFY algorithmChanged)
    Q_PROPERTY(int burst READ burst WRITE setBurst NOTIFY burstChanged)
    Q_PROPERTY(int slack READ slack WRITE setSlack NOTIFY slackChanged)
    Q_PROPERTY(int remaining READ remaining NOTIFY quotaChanged)
    Q_PROPERTY(int retryAfter READ retryAfter NOTIFY quotaChanged)
    QML_NAMED_ELEMENT(RateLimiter)

public:
    explicit QmlRateLimiter(QObject *parent = nullptr);

    [[nodiscard]] int limit() const { return m_limit; }
    void setLimit(int limit) { setOption(m_limit, limit, &QmlRateLimiter::limitChanged); }
    [[nodiscard]] int window() const { return m_window; }
    void setWindow(int window) { setOption(m_window, window, &QmlRateLimiter::windowChanged); }
    [[nodiscard]] int cost() const { return m_cost; }
    void setCost(int cost) { setOption(m_cost, cost, &QmlRateLimiter::costChanged); }
    [[nodiscard]] Algorithm algorithm() const { return m_algorithm; }
    void setAlgorithm(Algorithm algorithm)
    {
        setOption(m_algorithm, algorithm, &QmlRateLimiter::algorithmChanged);
    }
    [[nodiscard]] int burst() const { return m_burst; }
    void setBurst(int burst) { setOption(m_burst, burst, &QmlRateLimiter::burstChanged); }
    [[nodiscard]] int slack() const { return m_slack; }
    void setSlack(int slack) { setOption(m_slack, slack, &QmlRateLimiter::slackChanged); }

    [[nodiscard]] int remaining() const;
    [[nodiscard]] int retryAfter() const;

Q_SIGNALS:
    void limitChanged();
    void windowChanged();
    void costChanged();
    void algorithmChanged();
    void burstChanged();
    void slackChanged();
    void quotaChanged();

    void acquired();

private:
    [[nodiscard]] Primitive *create(RedGuard *guard) override;
    void forward(Primitive *primitive) override;
    void stateMayHaveChanged() override;
    [[nodiscard]] RateLimiter *limiter() const { return static_cast<RateLimiter *>(primitive()); }

    int m_limit = 1;
    int m_window = 1000;
    int m_cost = 1;
    Algorithm m_algorithm = Algorithm::SlidingWindow;
    int m_burst = 0;
    int m_slack = 50;
};

} // namespace redguard

#endif
