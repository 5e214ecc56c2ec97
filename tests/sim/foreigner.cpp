// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "foreigner.h"

#include "world.h"

namespace redguard::sim {

using namespace std::chrono_literals;

Foreigner::Foreigner(World &world, int name)
    : m_world(&world)
    , m_name(name)
{
}

void Foreigner::startLater()
{
    m_world->enter(m_world->now() + m_world->random.between(10ms, 3s), Happening::ForeignerStarts, m_name);
}

void Foreigner::start()
{
    if (m_world->isStopping())
        return;
    const auto ttl = std::chrono::milliseconds(200 + m_world->random.below(2000));
    m_token = "P" + QByteArray::number(m_name) + QByteArray::number(m_count++);
    if (m_world->server.takeForeign(m_name, m_token, ttl)) {
        m_world->note("foreigner   takes %d for %d ms", m_name, int(ttl.count()));
        m_heldUntil = m_world->now() + ttl;
        if (m_world->random.chance(70))
            m_world->enter(m_world->now() + m_world->random.between(1ms, ttl), Happening::ForeignerEnds,
                           m_name);
    }
    startLater();
}

void Foreigner::end()
{
    m_heldUntil = {};
    m_world->note("foreigner   deletes %d", m_name);
    m_world->server.deleteForeign(m_name, m_token);
}

} // namespace redguard::sim
