// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef TEST_TERMS_H
#define TEST_TERMS_H

#include "sync/acquisition.h"

#include <QtCore/qbytearray.h>

#include <array>
#include <random>

using namespace redguard;
using namespace redguard::sync;
using namespace std::chrono_literals;

namespace {

using Phase = Acquisition::Phase;
using Verdict = AcquireReply::Verdict;

constexpr Instant Begin = 100s;
constexpr ServerTime Epoch = 1'700'000'000s;
constexpr qint64 Fence = 1'700'000'000'000'123;
constexpr qint64 Ticket = 1'700'000'000'000'045;
constexpr auto Patience = 5s;

constexpr std::array<const char *, 13> ActionNames = {
    "Acquire",    "Renew",       "Release",    "TellQueued", "TellAcquired", "TellTimedOut", "TellCancelled",
    "TellFailed", "TellRenewed", "TellAtRisk", "TellLost",   "TellReleased", "Forget"};

QByteArray text(const Actions &actions)
{
    QByteArray text;
    for (const Action action : actions)
        text.append(text.isEmpty() ? "" : " ").append(ActionNames[std::size_t(action)]);
    return text;
}

LeaseTerms terms(Duration ttl = 30s, Renewal renewal = Renewal::EventLoop)
{
    LeaseTerms terms;
    terms.ttl = ttl;
    terms.margin = 2ms;
    terms.drift = Drift {10'000};
    terms.renewal = renewal;
    terms.patience = Patience;
    return terms;
}

// Where a test does not say otherwise, the server's clock is the local one and Epoch.
ServerTime onServer(Instant local)
{
    return Epoch + std::chrono::floor<std::chrono::microseconds>(local);
}

class Dice
{
public:
    explicit Dice(quint32 seed)
        : m_engine(seed)
    {
    }

    int upTo(int most) { return std::uniform_int_distribution<int>(0, most)(m_engine); }
    bool oneIn(int n) { return upTo(n - 1) == 0; }
    Duration between(Duration shortest, Duration longest)
    {
        return Duration(
            std::uniform_int_distribution<Duration::rep>(shortest.count(), longest.count())(m_engine));
    }

private:
    std::mt19937 m_engine;
};

} // namespace

#endif
