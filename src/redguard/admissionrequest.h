// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_ADMISSIONREQUEST_H
#define REDGUARD_ADMISSIONREQUEST_H

#include <RedGuard/ratelimiter.h>

#include "redguard/request.h"
#include "sync/admission.h"

namespace redguard {

// A request for an admission through a rate limiter.
class AdmissionRequest final : public Request
{
public:
    AdmissionRequest(Session &session, quint64 id, const QString &name, const QByteArray &key,
                     const RateLimiterOptions &options);

    void start(std::chrono::milliseconds timeout) override;
    void connected() override;
    void disconnected() override;
    void tick(Instant now) override;
    void cancel() override;
    void fail(const Error &error) override;
    void abandon() override;

    [[nodiscard]] QString name() const override { return m_name; }
    [[nodiscard]] QByteArray key() const override { return m_key; }
    [[nodiscard]] LeaseInfo info() const override;
    [[nodiscard]] bool isLeaving() const override
    {
        return m_admission.phase() == sync::Admission::Phase::Leaving;
    }
    [[nodiscard]] bool isForLease() const override { return false; }
    [[nodiscard]] std::shared_ptr<LeaseState> state() const override { return m_state; }

protected:
    void answeredHere(int tag, const net::Answer &answer) override;
    void sendAcquire() override;
    void sendRelease() override;
    void prepare(sync::Action what) override;

private:
    void carryOut(const sync::Actions &actions) { Request::carryOut(actions, m_admission.wakeAt()); }
    [[nodiscard]] bool isPaced() const { return m_options.algorithm == Algorithm::Paced; }
    [[nodiscard]] QByteArrayList keys() const;
    [[nodiscard]] qint64 interval() const;
    [[nodiscard]] sync::Actions reserveAnswered(const net::Answer &answer, Instant now);
    [[nodiscard]] sync::Actions cancelAnswered(const net::Answer &answer, Instant now);

    QString m_name;
    QByteArray m_key;
    RateLimiterOptions m_options;
    sync::Admission m_admission;
    std::shared_ptr<LeaseState> m_state;
};

} // namespace redguard

#endif
