// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef SAMPLER_H
#define SAMPLER_H

#include "historywriter.h"

#include <RedGuard/Lease>

#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

namespace chaos {

// What isHeld() says of one hold, over and over.
class Belief
{
public:
    Belief(HistoryWriter &history, quint64 request, const QByteArray &name)
        : m_history(history)
        , m_request(request)
        , m_name(name)
    {
    }

    // From here on its end is no loss.
    void isGivenUp() { m_isGivenUp = true; }

    template <typename IsHeld>
    void look(IsHeld &&isHeld)
    {
        const bool isEnding = m_isGivenUp;
        const Instant since = trueTime();
        const bool held = isHeld();
        tell(held, isEnding, since, trueTime());
    }

private:
    void tell(bool held, bool isEnding, Instant since, Instant time);

    HistoryWriter &m_history;
    const quint64 m_request;
    const QByteArray m_name;
    std::atomic<bool> m_isGivenUp = false;
    Instant m_written {};
    bool m_wasHeld = false;
};

// A thread that looks at leases, whatever the event loop of their guard is doing.
class Sampler
{
public:
    Sampler();
    ~Sampler();
    Q_DISABLE_COPY_MOVE(Sampler)

    void add(const std::shared_ptr<Belief> &belief, const redguard::Lease &lease);
    void remove(const std::shared_ptr<Belief> &belief);

private:
    struct Entry
    {
        std::shared_ptr<Belief> belief;
        redguard::Lease lease;
    };

    void run();

    std::mutex m_mutex;
    std::vector<Entry> m_entries;
    std::atomic<bool> m_stop = false;
    std::thread m_thread;
};

} // namespace chaos

#endif
