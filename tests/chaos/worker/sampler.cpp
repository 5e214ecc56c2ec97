// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "sampler.h"

#include <algorithm>

namespace chaos {

using namespace std::chrono_literals;

namespace {

constexpr Instant BetweenLooks = 1ms;
constexpr Instant BetweenLines = 5ms;

} // namespace

void Belief::tell(bool held, bool isEnding, Instant since, Instant time)
{
    Event event {.time = time, .since = since, .request = m_request, .name = m_name};
    if (held && (!m_wasHeld || time - m_written >= BetweenLines)) {
        event.what = Event::What::Held;
        m_history.write(event);
        m_written = time;
    } else if (!held && m_wasHeld && !isEnding && !m_isGivenUp) {
        event.what = Event::What::NotHeld;
        m_history.write(event);
    }
    m_wasHeld = held;
}

Sampler::Sampler()
    : m_thread([this] { run(); })
{
}

Sampler::~Sampler()
{
    m_stop = true;
    m_thread.join();
}

void Sampler::add(const std::shared_ptr<Belief> &belief, const redguard::Lease &lease)
{
    const std::scoped_lock lock(m_mutex);
    m_entries.push_back({belief, lease});
}

void Sampler::remove(const std::shared_ptr<Belief> &belief)
{
    const std::scoped_lock lock(m_mutex);
    std::erase_if(m_entries, [&](const Entry &entry) { return entry.belief == belief; });
}

void Sampler::run()
{
    while (!m_stop) {
        {
            const std::scoped_lock lock(m_mutex);
            for (const Entry &entry : m_entries)
                entry.belief->look([&] { return entry.lease.isHeld(); });
        }
        std::this_thread::sleep_for(BetweenLooks);
    }
}

} // namespace chaos
