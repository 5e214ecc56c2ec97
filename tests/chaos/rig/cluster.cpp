// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "cluster.h"

#include "freeports.h"
#include "net/slot.h"
#include "waiting.h"

#include <algorithm>

namespace chaos {

using namespace Qt::StringLiterals;
using redguard::net::SlotCount;
using redguard::resp::Value;
using K = FaultKind;

namespace {

constexpr int Nodes = 3;
constexpr auto MigrateTimeout = "10000"; // longer than any fault: a key must not be at two nodes

QByteArray firstSlot(std::size_t index)
{
    return QByteArray::number(SlotCount * int(index) / Nodes);
}

QByteArray lastSlot(std::size_t index)
{
    return QByteArray::number(SlotCount * (int(index) + 1) / Nodes - 1);
}

std::size_t firstOwner(int slot)
{
    std::size_t index = 0;
    while (slot > lastSlot(index).toInt())
        ++index;
    return index;
}

QByteArrayList setSlot(int slot, const char *how, const QByteArray &id)
{
    return {"CLUSTER", "SETSLOT", QByteArray::number(slot), how, id};
}

} // namespace

Cluster::Cluster(const QString &folder)
{
    const auto ports = freePorts(2 * Nodes);
    for (int i = 0; i < Nodes; ++i) {
        Member &member = m_members.at(std::size_t(i));
        member.node = std::make_unique<Node>(u"%1/n%2"_s.arg(folder).arg(i), ports.value(i));
        member.proxy = std::make_unique<FaultProxy>(ProxyTarget {.path = member.node->socketPath()});
        if (!member.proxy->listen())
            return; // start() says so
        member.node->setArguments(
            serverArguments(*member.node)
            + QStringList {u"--cluster-enabled"_s, u"yes"_s, u"--cluster-node-timeout"_s, u"5000"_s,
                           u"--cluster-port"_s, QString::number(ports.value(Nodes + i)),
                           u"--cluster-announce-ip"_s, u"127.0.0.1"_s, u"--cluster-announce-port"_s,
                           QString::number(member.proxy->port())});
    }
}

bool Cluster::start()
{
    for (const Member &member : m_members) {
        if (!member.proxy || member.proxy->port() == 0)
            return false;
        member.node->launch();
    }
    bringUp();
    return waitUntil([this] { return m_isUp; }, 60s);
}

Task Cluster::bringUp()
{
    const QByteArrayList whoAmI {"CLUSTER", "MYID"};
    const QByteArrayList busPort {"CONFIG", "GET", "cluster-port"};
    for (std::size_t i = 0; i < m_members.size(); ++i) {
        ServerLink &link = m_members[i].node->link();
        const QByteArrayList epoch {"CLUSTER", "SET-CONFIG-EPOCH", QByteArray::number(i + 1)};
        co_await link.insist(epoch);
        const QByteArrayList own {"CLUSTER", "ADDSLOTSRANGE", firstSlot(i), lastSlot(i)};
        co_await link.insist(own);
        m_members[i].id = (co_await link.ask(whoAmI)).value.bytes;
        const Value bus = (co_await link.ask(busPort)).value;
        const QByteArrayList meet {"CLUSTER", "MEET", "127.0.0.1",
                                   QByteArray::number(m_members[i].node->port()),
                                   bus.elements.empty() ? QByteArray() : bus.elements.back().bytes};
        co_await m_members.front().node->link().insist(meet);
    }
    const QByteArrayList state {"CLUSTER", "INFO"};
    const QByteArrayList map {"CLUSTER", "SLOTS"};
    for (const Member &member : m_members) {
        for (;;) {
            const Value info = (co_await member.node->link().ask(state)).value;
            const Value known = (co_await member.node->link().ask(map)).value;
            if (info.bytes.contains("cluster_state:ok") && known.elements.size() == m_members.size())
                break;
            co_await Pause(50ms);
        }
    }
    m_isUp = true;
}

QString Cluster::urlFor(int /*worker*/)
{
    QStringList hosts;
    for (const Member &member : m_members)
        hosts.append(u"127.0.0.1:%1"_s.arg(member.proxy->port()));
    return u"redis-cluster://"_s + hosts.join(u',');
}

QList<Deployment::Network> Cluster::networks() const
{
    QList<Network> networks;
    for (const Member &member : m_members)
        networks.append({'n' + QByteArray::number(networks.size() + 1), member.proxy.get()});
    return networks;
}

QList<Node *> Cluster::servers()
{
    QList<Node *> nodes;
    for (const Member &member : m_members)
        nodes.append(member.node.get());
    return nodes;
}

Node &Cluster::serverOf(const QByteArray &name)
{
    const int slot = redguard::net::slotOf(name);
    return *m_members.at(m_migrated.value(slot, firstOwner(slot))).node;
}

Node *Cluster::serverAt(quint16 port)
{
    const auto member = std::find_if(m_members.begin(), m_members.end(),
                                     [port](const Member &each) { return each.proxy->port() == port; });
    return member == m_members.end() ? nullptr : member->node.get();
}

// A connection that ends in the middle of a MIGRATE may leave a key at two nodes: a write that is lost.
bool Cluster::allows(FaultKind kind, bool /*isDisturbed*/) const
{
    const bool endsConnections =
        kind == K::KillServer || kind == K::RestartEmpty || kind == K::KillConnections;
    return !isChanging() || !(endsConnections || traitsOf(kind).changes);
}

void Cluster::change(FaultKind /*kind*/, const QByteArray &name, QRandomGenerator &random)
{
    beginChange();
    const int slot = redguard::net::slotOf(name);
    const std::size_t from = m_migrated.value(slot, firstOwner(slot));
    const std::size_t to = (from + 1 + std::size_t(random.bounded(Nodes - 1))) % Nodes;
    migrate(slot, to, std::chrono::milliseconds(random.bounded(150)));
}

// The new owner is told first that it is: it is the one that tells the others.
Task Cluster::migrate(int slot, std::size_t to, std::chrono::milliseconds pace)
{
    const std::size_t from = m_migrated.value(slot, firstOwner(slot));
    ServerLink &source = m_members.at(from).node->link();
    ServerLink &target = m_members.at(to).node->link();
    const QByteArrayList importing = setSlot(slot, "IMPORTING", m_members.at(from).id);
    const QByteArrayList migrating = setSlot(slot, "MIGRATING", m_members.at(to).id);
    co_await target.insist(importing);
    co_await source.insist(migrating);
    co_await Pause(pace);
    const QByteArrayList list {"CLUSTER", "GETKEYSINSLOT", QByteArray::number(slot), "1"};
    for (;;) {
        const Value keys = (co_await source.ask(list)).value;
        if (keys.type == redguard::resp::Type::Array && keys.elements.empty())
            break;
        if (keys.type == redguard::resp::Type::Array) {
            const QByteArrayList move {"MIGRATE",
                                       "127.0.0.1",
                                       QByteArray::number(m_members.at(to).node->port()),
                                       keys.elements.front().bytes,
                                       "0",
                                       MigrateTimeout};
            co_await source.insist(move);
        }
        co_await Pause(pace);
    }
    const QByteArrayList assign = setSlot(slot, "NODE", m_members.at(to).id);
    co_await target.insist(assign);
    m_migrated.insert(slot, to);
    co_await source.insist(assign);
    const std::size_t other = std::size_t(Nodes) - from - to;
    co_await m_members.at(other).node->link().insist(assign);
    endChange();
}

} // namespace chaos
