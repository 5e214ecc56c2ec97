// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_NET_SEEDLOCATOR_H
#define REDGUARD_NET_SEEDLOCATOR_H

#include "net/locator.h"

#include <QtCore/qlist.h>

namespace redguard::net {

// One of several servers, each time another.
class SeedLocator : public Locator
{
    Q_OBJECT

public:
    explicit SeedLocator(const QList<Endpoint> &seeds)
        : m_seeds(seeds)
    {
    }

    void locate() override { Q_EMIT located(m_seeds[m_next++ % m_seeds.size()]); }
    // Those that are known now; the first seeds stay, for the day that none of the others is left.
    void add(const Endpoint &endpoint)
    {
        if (!m_seeds.contains(endpoint) && m_seeds.size() < MostSeeds)
            m_seeds.append(endpoint);
    }

private:
    static constexpr qsizetype MostSeeds = 64;
    QList<Endpoint> m_seeds;
    qsizetype m_next = 0;
};

} // namespace redguard::net

#endif
