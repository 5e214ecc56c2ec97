// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "sentinels.h"

#include "freeports.h"
#include "waiting.h"

#include <QtCore/qfile.h>

#include <algorithm>

namespace chaos {

using namespace Qt::StringLiterals;
using K = FaultKind;

namespace {

constexpr auto BetweenLooks = 30ms;
constexpr std::chrono::milliseconds LongestPause = 60s;

// A line of INFO.
QByteArray field(const ServerLink::Answer &info, const QByteArray &name)
{
    for (const QByteArray &line : info.value.bytes.split('\n')) {
        if (line.startsWith(name + ':'))
            return line.mid(name.size() + 1).trimmed();
    }
    return {};
}

// Of host and port.
quint16 portOf(const redguard::resp::Value &address)
{
    return address.elements.size() == 2 ? address.elements.back().bytes.toUShort() : quint16(0);
}

QByteArrayList replicaOf(const Node &primary)
{
    return {"REPLICAOF", "127.0.0.1", QByteArray::number(primary.port())};
}

const QByteArrayList Replication {"INFO", "replication"};
const QByteArrayList FailOver {"SENTINEL", "FAILOVER", "main"};

} // namespace

Sentinels::Sentinels(const QString &folder, std::chrono::milliseconds patience)
{
    const auto ports = freePorts(Servers + Guides);
    const auto portOf = [&ports](int index) { return ports.value(index); };
    for (int i = 0; i < Servers; ++i) {
        auto &server = m_servers.at(std::size_t(i));
        server = std::make_unique<Node>(u"%1/s%2"_s.arg(folder).arg(i), portOf(i));
        server->setArguments(serverArguments(*server)
                             + QStringList {u"--repl-diskless-sync-delay"_s, u"0"_s});
    }
    for (int i = 0; i < Guides; ++i) {
        auto &guide = m_guides.at(std::size_t(i));
        guide = std::make_unique<Node>(u"%1/g%2"_s.arg(folder).arg(i), portOf(Servers + i));
        guide->setArguments({guide->path("sentinel.conf"), u"--sentinel"_s});
        m_isConfigured = configure(*guide, patience) && m_isConfigured;
        // As it would be after ten times as long; and not to be afraid of a busy machine.
        ServerLink &link = guide->link();
        connect(&link, &ServerLink::ready, this, [&link] {
            link.send({"SENTINEL", "DEBUG", "info-period", "500", "publish-period", "200", "tilt-trigger",
                       "20000"});
        });
    }
    m_looks.setInterval(BetweenLooks);
    connect(&m_looks, &QTimer::timeout, this, &Sentinels::lookAtRoles);
}

bool Sentinels::configure(Node &sentinel, std::chrono::milliseconds patience)
{
    const QStringList lines {
        u"bind 127.0.0.1"_s,
        u"port %1"_s.arg(sentinel.port()),
        u"dir %1"_s.arg(sentinel.path("")),
        u"unixsocket %1"_s.arg(sentinel.socketPath()),
        u"sentinel monitor main 127.0.0.1 %1 2"_s.arg(primary().port()),
        u"sentinel down-after-milliseconds main %1"_s.arg(patience.count()),
        u"sentinel failover-timeout main 3000"_s,
    };
    QFile file(sentinel.path("sentinel.conf"));
    const QByteArray text = lines.join(u'\n').toUtf8() + '\n';
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

bool Sentinels::start()
{
    if (!m_isConfigured)
        return false;
    primary().launch();
    replica().launch({u"--replicaof"_s, u"127.0.0.1"_s, QString::number(primary().port())});
    for (const auto &guide : m_guides)
        guide->launch();
    m_looks.start();
    bringUp();
    return waitUntil([this] { return m_isUp; }, 60s);
}

Task Sentinels::bringUp()
{
    while (field(co_await replica().link().ask(Replication), "master_link_status") != "up")
        co_await Pause(50ms);
    const QByteArrayList question {"INFO", "sentinel"};
    for (const auto &guide : m_guides) {
        while (!field(co_await guide->link().ask(question), "master0").endsWith("slaves=1,sentinels=3"))
            co_await Pause(50ms);
    }
    m_isUp = true;
}

QString Sentinels::urlFor(int /*worker*/)
{
    QStringList hosts;
    for (const auto &guide : m_guides)
        hosts.append(u"127.0.0.1:%1"_s.arg(guide->port()));
    return u"redis-sentinel://%1?master_name=main"_s.arg(hosts.join(u','));
}

QList<Node *> Sentinels::guides()
{
    QList<Node *> nodes;
    for (const auto &guide : m_guides)
        nodes.append(guide.get());
    return nodes;
}

void Sentinels::lookAtRoles()
{
    for (std::size_t i = 0; i < Servers; ++i) {
        ServerLink &eye = m_servers[i]->link();
        if (eye.isReady() && eye.unanswered() == 0)
            eye.send({"ROLE"}, [this, i](const ServerLink::Answer &answer) {
                if (!answer.value.isError() && !answer.value.elements.empty())
                    takeRole(i, answer.value.elements.front().bytes);
            });
    }
}

// The one that was made a primary last is it, whoever else believes to be.
void Sentinels::takeRole(std::size_t index, const QByteArray &role)
{
    const QByteArray before = std::exchange(m_roles.at(index), role);
    if (before != "slave" || role != "master")
        return;
    m_primary = index;
    const bool isExpected = std::exchange(m_next, std::nullopt) == index;
    if (m_isUp && !isExpected)
        Q_EMIT failedOver();
}

// While it fails over, and where it may do so by itself, nothing else is done to it: who promises that no
// write is lost does not kill the primary at the same time.
bool Sentinels::allows(FaultKind kind, bool isDisturbed) const
{
    if (traitsOf(kind).reach == Fault::Reach::Clients)
        return true;
    return !isChanging() && !(traitsOf(kind).changes && isDisturbed);
}

void Sentinels::change(FaultKind kind, const QByteArray & /*name*/, QRandomGenerator & /*random*/)
{
    beginChange();
    m_next = 1 - m_primary;
    if (kind == K::FailOverInOrder)
        failOverInOrder();
    else if (kind == K::FailOver)
        failOver();
    else
        failOverDead();
}

// As whoever must not lose a write does it: the primary takes none until the replica has all, and until it is
// a replica itself.
Task Sentinels::failOverInOrder()
{
    Node &old = primary();
    Node &next = replica();
    const QByteArrayList pause {"CLIENT", "PAUSE", QByteArray::number(qint64(LongestPause.count())), "WRITE"};
    const Instant began = trueTime();
    co_await old.link().insist(pause);
    for (;;) {
        const auto from = co_await old.link().ask(Replication);
        const auto to = co_await next.link().ask(Replication);
        if (field(to, "master_link_status") == "up"
            && field(to, "slave_repl_offset") == field(from, "master_repl_offset"))
            break;
        co_await Pause(BetweenLooks);
    }
    co_await m_guides.front()->link().insist(FailOver);
    while (&primary() != &next)
        co_await Pause(BetweenLooks);
    const QByteArrayList follow = replicaOf(next);
    const QByteArrayList unpause {"CLIENT", "UNPAUSE"};
    co_await old.link().insist(follow);
    if (trueTime() - began > LongestPause)
        co_return; // it took writes again: this run shows nothing
    co_await old.link().insist(unpause);
    settle(old, next);
}

Task Sentinels::failOver()
{
    Node &old = primary();
    Node &next = replica();
    while (field(co_await next.link().ask(Replication), "master_link_status") != "up")
        co_await Pause(BetweenLooks);
    co_await m_guides.front()->link().insist(FailOver);
    while (&primary() != &next)
        co_await Pause(BetweenLooks);
    settle(old, next);
}

Task Sentinels::failOverDead()
{
    Node &old = primary();
    Node &next = replica();
    while (field(co_await next.link().ask(Replication), "master_link_status") != "up")
        co_await Pause(BetweenLooks);
    old.kill();
    while (&primary() != &next)
        co_await Pause(BetweenLooks);
    old.launch({u"--replicaof"_s, u"127.0.0.1"_s, QString::number(next.port())});
    settle(old, next);
}

// All know of it; one that did not, and is asked for the next failover, would wait for it in vain.
Task Sentinels::settle(Node &old, Node &next)
{
    const QByteArrayList question {"SENTINEL", "GET-MASTER-ADDR-BY-NAME", "main"};
    for (const auto &guide : m_guides) {
        while (portOf((co_await guide->link().ask(question)).value) != next.port())
            co_await Pause(BetweenLooks);
    }
    while (field(co_await old.link().ask(Replication), "master_link_status") != "up")
        co_await Pause(BetweenLooks);
    endChange();
}

} // namespace chaos
