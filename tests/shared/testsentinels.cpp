// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "testsentinels.h"

#include <QtTest/qtest.h>

#include <algorithm>

TestSentinels::TestSentinels(const QStringList &servers, const QStringList &sentinels)
    : m_sentinelConfiguration(sentinels)
{
    for (auto &server : m_servers)
        server = std::make_unique<RedisProcess>(QStringList {QStringLiteral("repl-diskless-sync-delay 0")}
                                                + servers);
}

bool TestSentinels::start()
{
    if (!server(0).start() || !server(1).start())
        return false;
    const QByteArray port = QByteArray::number(server(0).port());
    if (server(1).command({"REPLICAOF", "127.0.0.1", port}).bytes != "OK")
        return false;
    const QStringList lines {
        QStringLiteral("sentinel monitor main 127.0.0.1 %1 2").arg(server(0).port()),
        QStringLiteral("sentinel down-after-milliseconds main 1000"),
        QStringLiteral("sentinel failover-timeout main 10000"),
    };
    for (auto &sentinel : m_sentinels) {
        sentinel =
            std::make_unique<RedisProcess>(lines + m_sentinelConfiguration, RedisProcess::Mode::Sentinel);
        if (!sentinel->start())
            return false;
    }
    return QTest::qWaitFor([this] { return isComplete(); }, 60'000);
}

bool TestSentinels::isComplete()
{
    return server(1).field({"INFO", "replication"}, "master_link_status") == "up"
        && std::all_of(m_sentinels.begin(), m_sentinels.end(), [](const auto &sentinel) {
               return sentinel->field({"INFO", "sentinel"}, "master0")
                   .endsWith("slaves=1,sentinels=" + QByteArray::number(Sentinels));
           });
}

QString TestSentinels::url(const QString &login, const QString &more) const
{
    QStringList hosts;
    for (const auto &sentinel : m_sentinels)
        hosts.append(QStringLiteral("127.0.0.1:%1").arg(sentinel->port()));
    return QStringLiteral("redis-sentinel://%1%2?master_name=main%3").arg(login, hosts.join(u','), more);
}

int TestSentinels::primary()
{
    const auto found = std::find_if(m_servers.begin(), m_servers.end(), [](const auto &server) {
        return server->isRunning() && server->command({"ROLE"}).elements.at(0).bytes == "master";
    });
    return found == m_servers.end() ? -1 : int(found - m_servers.begin());
}

bool TestSentinels::isReplicated()
{
    const int from = primary();
    const QByteArrayList offset {"INFO", "replication"};
    return server(1 - from).field(offset, "slave_repl_offset")
        == server(from).field(offset, "master_repl_offset");
}

bool TestSentinels::failOver()
{
    const int next = 1 - primary();
    const auto reply = sentinel(0).command({"SENTINEL", "FAILOVER", "main"});
    if (reply.bytes != "OK")
        qWarning("No failover: %s", reply.bytes.constData());
    return reply.bytes == "OK"
        && QTest::qWaitFor([&] { return server(next).command({"ROLE"}).elements.at(0).bytes == "master"; },
                           30'000);
}
