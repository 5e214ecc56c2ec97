// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef TESTSENTINELS_H
#define TESTSENTINELS_H

#include "redisprocess.h"

#include <array>

// A primary with a replica, and three real Sentinels that watch over them by the name of "main", two of
// which decide on a failover.
class TestSentinels
{
public:
    static constexpr int Servers = 2;
    static constexpr int Sentinels = 3;

    // The configuration of each server and of each Sentinel.
    explicit TestSentinels(const QStringList &servers = {}, const QStringList &sentinels = {});

    // Returns once everybody knows everybody.
    [[nodiscard]] bool start();

    // Names all Sentinels; `login` as in "user:password@", and what follows master_name.
    [[nodiscard]] QString url(const QString &login = {}, const QString &more = {}) const;
    [[nodiscard]] RedisProcess &server(int index) { return *m_servers.at(size_t(index)); }
    [[nodiscard]] RedisProcess &sentinel(int index) { return *m_sentinels.at(size_t(index)); }
    // The server that is the primary, in its own eyes; -1 for none.
    [[nodiscard]] int primary();
    // Whether the replica has all that the primary has.
    [[nodiscard]] bool isReplicated();

    // Without an accident; returns once the other server is the primary.
    [[nodiscard]] bool failOver();

private:
    [[nodiscard]] bool isComplete();

    QStringList m_sentinelConfiguration;
    std::array<std::unique_ptr<RedisProcess>, Servers> m_servers;
    std::array<std::unique_ptr<RedisProcess>, Sentinels> m_sentinels;
};

#endif
