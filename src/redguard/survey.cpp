// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "redguard/survey.h"

#include "redguard/clientname.h"
#include "redguard/serverreply.h"
#include "scripts/keys.h"
#include "scripts/reply.h"

namespace redguard {

using namespace Qt::StringLiterals;

namespace {

constexpr int MostHops = 100; // of all names together, while slots move

QByteArray escapedForGlob(const QByteArray &text)
{
    QByteArray escaped;
    for (const char c : text) {
        if (QByteArrayView("*?[]\\").contains(c))
            escaped += '\\';
        escaped += c;
    }
    return escaped;
}

} // namespace

Survey::Survey(const QString &nameSpace, const QObject *context, Callback callback)
    : m_nameSpace(nameSpace)
    , m_context(context)
    , m_callback(std::move(callback))
{
}

Survey::~Survey()
{
    for (const auto &[connection, call] : m_calls) {
        if (connection)
            connection->abandon(call);
    }
}

void Survey::attachTo(net::Topology &topology)
{
    m_topology = &topology;
    const auto lost = [this] {
        finish(Error(ErrorCode::NotConnected, tr("The connection was lost before the answer came")));
    };
    connect(&topology, &net::Topology::lost, this, lost);
    connect(&topology, &net::Topology::stateChanged, this, lost);
    connect(&topology, &QObject::destroyed, this, lost);
}

void Survey::askOne(net::Topology &topology, const QString &name, const QByteArray &key)
{
    attachTo(topology);
    m_keys.append(key);
    m_statuses.resize(1);
    m_statuses.first().name = name;
    askForStatus();
}

// The helper keys of a name without a hash tag begin with a '{'. Without a namespace a key of any
// program could be a name: then only those count that have a helper key.
void Survey::askAll(net::Topology &topology)
{
    attachTo(topology);
    m_unscanned = topology.connections();
    if (m_nameSpace.isEmpty()) {
        m_patterns = {"*:rg:*"};
    } else {
        const QByteArray start = escapedForGlob(m_nameSpace.toUtf8()) + ":*";
        m_patterns = {start, '{' + start};
    }
    scan("0");
}

void Survey::scan(const QByteArray &cursor)
{
    net::Connection *connection = m_unscanned.first();
    m_calls.clear();
    called(connection,
           connection->ask({"SCAN", cursor, "MATCH", m_patterns[m_pattern], "COUNT", "1000"}, this, ScanTag));
}

void Survey::scanned(const resp::Value &page)
{
    if (page.elements.size() != 2) {
        finish(refusalOf(page).error);
        return;
    }
    for (const resp::Value &key : page.elements[1].elements)
        found(key.bytes);
    const QByteArray &cursor = page.elements[0].bytes;
    if (cursor == "0" && ++m_pattern == m_patterns.size()) {
        m_pattern = 0;
        m_unscanned.removeFirst();
    }
    if (m_unscanned.isEmpty())
        askForStatus();
    else
        scan(cursor);
}

void Survey::found(const QByteArray &key)
{
    const auto owner = scripts::keyOfHelper(key);
    const QByteArray name = owner ? *owner : key;
    const QByteArray start = m_nameSpace.isEmpty() ? QByteArray() : m_nameSpace.toUtf8() + ':';
    if (m_found.contains(name) || !name.startsWith(start) || name.size() == start.size())
        return;
    m_found.insert(name);
    m_keys.append(name);
    Status status;
    status.name = QString::fromUtf8(name.mid(start.size()));
    m_statuses.append(status);
}

void Survey::askForStatus()
{
    m_tokens.resize(m_keys.size());
    m_routes.resize(m_keys.size());
    m_unanswered = int(m_keys.size());
    m_calls.clear();
    {
        const net::Cork cork(m_topology->connections());
        for (int i = 0; i < m_keys.size(); ++i) {
            m_routes[i] = m_topology->routeOf(m_keys[i]);
            askForStatus(i);
        }
    }
    if (m_keys.isEmpty())
        finish(m_statuses);
}

void Survey::askForStatus(int index)
{
    using scripts::Kind;
    const net::Route &route = m_routes[index];
    if (!route.isReady()) {
        finish(Error(ErrorCode::NotConnected, tr("There is no connection to a server that has to be asked")));
        return;
    }
    QByteArrayList keys {m_keys[index]};
    for (const Kind kind : {Kind::Lock, Kind::Semaphore})
        keys << scripts::helperKey(m_keys[index], kind, "queue")
             << scripts::helperKey(m_keys[index], kind, "fence");
    net::Arguments arguments(keys);
    arguments << Status::MostHolders << scripts::MostPermits;
    called(route.connection, route.connection->call(scripts::status(), arguments, this, index, route.asking));
}

void Survey::told(int index, const resp::Value &value)
{
    if (const net::Route route = m_topology->redirected(*m_routes[index].connection, value);
        route.connection && ++m_hops <= MostHops) {
        m_routes[index] = route;
        askForStatus(index);
        return;
    }
    auto reply = scripts::decodeStatus(value);
    if (!reply) {
        finish(refusalOf(value).error);
        return;
    }
    reply->status.name = m_statuses[index].name;
    m_statuses[index] = reply->status;
    m_tokens[index] = reply->tokens;
    if (--m_unanswered > 0)
        return;
    const bool anyHolder = std::any_of(m_tokens.begin(), m_tokens.end(),
                                       [](const QByteArrayList &tokens) { return !tokens.isEmpty(); });
    if (anyHolder)
        askForClients();
    else
        finish(m_statuses);
}

// Every guard is connected to every server that holds keys.
void Survey::askForClients()
{
    net::Connection *connection = m_routes.last().connection;
    m_calls.clear();
    if (connection)
        called(connection, connection->ask({"CLIENT", "LIST"}, this, ClientsTag));
    else
        finish(m_statuses);
}

// Who may not see the list of clients is told all but the names.
void Survey::answered(int tag, const net::Answer &answer)
{
    if (m_isDone)
        return;
    if (tag == ScanTag) {
        scanned(answer.value);
    } else if (tag >= 0) {
        told(tag, answer.value);
    } else {
        const auto labels = ClientName::labels(answer.value.isError() ? QByteArray() : answer.value.bytes);
        for (int i = 0; i < m_statuses.size(); ++i) {
            for (int j = 0; j < m_statuses[i].holders.size(); ++j)
                m_statuses[i].holders[j].client = labels.value(ClientName::idOf(m_tokens[i][j]));
        }
        finish(m_statuses);
    }
}

void Survey::finish(const Result<QList<Status>> &result)
{
    m_isDone = true;
    const auto tell = [this, result] {
        deleteLater();
        if (const auto callback = std::exchange(m_callback, {}); callback && m_context)
            callback(result);
    };
    QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
}

} // namespace redguard
