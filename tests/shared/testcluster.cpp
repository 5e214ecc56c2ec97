// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "testcluster.h"

#include <QtTest/qtest.h>

#include <algorithm>

namespace {

bool isOk(const redguard::resp::Value &reply)
{
    if (reply.isError())
        qWarning("The cluster refused: %s", reply.bytes.constData());
    return reply.bytes == "OK";
}

QByteArray firstSlot(int index)
{
    return QByteArray::number(TestCluster::Slots * index / TestCluster::Nodes);
}

QByteArray lastSlot(int index)
{
    return QByteArray::number(TestCluster::Slots * (index + 1) / TestCluster::Nodes - 1);
}

} // namespace

TestCluster::TestCluster(const QStringList &configuration)
{
    const QStringList lines {
        QStringLiteral("cluster-enabled yes"),
        QStringLiteral("cluster-config-file nodes.conf"),
        QStringLiteral("cluster-node-timeout 2000"),
        QStringLiteral("cluster-port %busport%"),
    };
    for (auto &node : m_nodes)
        node = std::make_unique<RedisProcess>(lines + configuration);
}

bool TestCluster::start()
{
    const auto startNode = [](const auto &node) { return node->start(); };
    return std::all_of(m_nodes.begin(), m_nodes.end(), startNode) && join()
        && QTest::qWaitFor([this] { return isComplete(); }, 30'000);
}

bool TestCluster::join()
{
    for (int index = 0; index < Nodes; ++index) {
        const QByteArray bus = node(index).command({"CONFIG", "GET", "cluster-port"}).elements.at(1).bytes;
        if (!isOk(node(index).command({"CLUSTER", "SET-CONFIG-EPOCH", QByteArray::number(index + 1)}))
            || !isOk(node(index).command({"CLUSTER", "ADDSLOTSRANGE", firstSlot(index), lastSlot(index)}))
            || !isOk(node(0).command(
                {"CLUSTER", "MEET", "127.0.0.1", QByteArray::number(node(index).port()), bus})))
            return false;
    }
    return true;
}

bool TestCluster::isComplete()
{
    return std::all_of(m_nodes.begin(), m_nodes.end(), [](const auto &node) {
        return node->field({"CLUSTER", "INFO"}, "cluster_state") == "ok"
            && node->command({"CLUSTER", "SLOTS"}).elements.size() == Nodes;
    });
}

QString TestCluster::url() const
{
    QStringList hosts;
    for (const auto &node : m_nodes)
        hosts.append(QStringLiteral("127.0.0.1:%1").arg(node->port()));
    return QStringLiteral("redis-cluster://") + hosts.join(u',');
}

int TestCluster::slotOf(const QByteArray &key)
{
    return int(node(0).command({"CLUSTER", "KEYSLOT", key}).integer);
}

int TestCluster::ownerOf(int slot)
{
    const auto ranges = node(0).command({"CLUSTER", "SLOTS"}).elements;
    for (const auto &range : ranges) {
        if (range.elements.at(0).integer > slot || range.elements.at(1).integer < slot)
            continue;
        const qint64 port = range.elements.at(2).elements.at(1).integer;
        const auto owner = std::find_if(m_nodes.begin(), m_nodes.end(),
                                        [port](const auto &node) { return node->port() == port; });
        return owner == m_nodes.end() ? -1 : int(owner - m_nodes.begin());
    }
    return -1;
}

QByteArray TestCluster::idOf(int index)
{
    return node(index).command({"CLUSTER", "MYID"}).bytes;
}

bool TestCluster::beginMigration(int slot, int to)
{
    const int from = ownerOf(slot);
    const QByteArray number = QByteArray::number(slot);
    return isOk(node(to).command({"CLUSTER", "SETSLOT", number, "IMPORTING", idOf(from)}))
        && isOk(node(from).command({"CLUSTER", "SETSLOT", number, "MIGRATING", idOf(to)}));
}

bool TestCluster::migrateKeys(int slot, int to)
{
    RedisProcess &from = node(ownerOf(slot));
    for (;;) {
        const auto keys =
            from.command({"CLUSTER", "GETKEYSINSLOT", QByteArray::number(slot), "100"}).elements;
        if (keys.empty())
            return true;
        QByteArrayList move {"MIGRATE", "127.0.0.1", QByteArray::number(node(to).port()), "", "0",
                             "5000",    "KEYS"};
        for (const auto &key : keys)
            move.append(key.bytes);
        const auto reply = from.command(move);
        if (reply.bytes != "NOKEY" && !isOk(reply)) // they may have expired meanwhile
            return false;
    }
}

// The new owner first: it is the one that tells the others.
bool TestCluster::endMigration(int slot, int to)
{
    const QByteArrayList assign {"CLUSTER", "SETSLOT", QByteArray::number(slot), "NODE", idOf(to)};
    bool done = isOk(node(to).command(assign));
    for (int index = 0; index < Nodes; ++index)
        done = done && (index == to || isOk(node(index).command(assign)));
    return done;
}

bool TestCluster::migrate(int slot, int to)
{
    return beginMigration(slot, to) && migrateKeys(slot, to) && endMigration(slot, to);
}
