// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "net/cluster.h"

#include "net/logging.h"
#include "net/seedlocator.h"
#include "net/slot.h"

namespace redguard::net {

using namespace std::chrono_literals;

namespace {

constexpr auto RefreshPause = 100ms;

ConnectionSettings guideSettings(ConnectionSettings settings)
{
    settings.listening = ConnectionSettings::Listening::No;
    settings.scripts.clear();
    return settings;
}

ConnectionSettings nodeSettings(ConnectionSettings settings)
{
    if (settings.listening != ConnectionSettings::Listening::No)
        settings.listening = ConnectionSettings::Listening::OnShardChannels;
    return settings;
}

std::optional<quint16> portOf(const resp::Value &value)
{
    const auto port = value.toInteger();
    return port && *port > 0 && *port < 65536 ? std::optional(quint16(*port)) : std::nullopt;
}

} // namespace

Cluster::Cluster(const QList<Endpoint> &seeds, const ConnectionSettings &settings)
    : m_pattern(seeds.first())
    , m_settings(nodeSettings(settings))
    , m_seeds(new SeedLocator(seeds))
    , m_guide(std::make_unique<Connection>(std::unique_ptr<Locator>(m_seeds), guideSettings(settings)))
{
    m_refreshTimer.setSingleShot(true);
    connect(&m_refreshTimer, &QTimer::timeout, this, &Cluster::refresh);
    connect(m_guide.get(), &Connection::ready, this, &Cluster::refresh);
    connect(m_guide.get(), &Connection::lost, this, [this] { m_call = 0; });
    connect(m_guide.get(), &Connection::failed, this, &Cluster::failed);
}

Cluster::~Cluster()
{
    m_guide->disconnect(this);
    for (const auto &[place, connection] : m_connections)
        connection->disconnect(this);
}

void Cluster::open()
{
    setState(ConnectionState::Connecting);
    m_guide->open();
}

void Cluster::close()
{
    m_guide->close();
    m_refreshTimer.stop();
    Topology::close();
}

QList<Connection *> Cluster::connections() const
{
    QList<Connection *> all;
    for (const auto &[place, connection] : m_connections)
        all.append(connection.get());
    return all;
}

Route Cluster::routeOf(const QByteArray &key) const
{
    const int slot = slotOf(key);
    if (const auto moved = m_moved.find(slot); moved != m_moved.end())
        return {*moved};
    const auto range = m_ranges.lower_bound(slot);
    if (range == m_ranges.end() || range->second.first > slot)
        return {};
    return {range->second.connection};
}

Connection &Cluster::connectionTo(const Place &place)
{
    std::unique_ptr<Connection> &connection = m_connections[place];
    if (connection)
        return *connection;
    Endpoint endpoint = m_pattern;
    endpoint.host = place.first;
    endpoint.port = place.second;
    m_seeds->add(endpoint);
    connection = std::make_unique<Connection>(std::make_unique<FixedLocator>(endpoint), m_settings);
    relay(*connection);
    connect(connection.get(), &Connection::stateChanged, this, &Cluster::updateState);
    // It may be somebody else's turn: whoever it is, the map says so.
    connect(connection.get(), &Connection::failed, this, [this](const Error &error) {
        refreshSoon();
        Q_EMIT failed(error, false);
    });
    connection->open();
    return *connection;
}

// "MOVED 3999 host:port" for good, "ASK 3999 host:port" for this key until the slot has moved; an
// empty host is that of the server that says so.
Route Cluster::redirected(const Connection &from, const resp::Value &error)
{
    const QByteArrayView prefix = error.errorPrefix();
    if (prefix == "CLUSTERDOWN")
        refreshSoon();
    if (prefix != "MOVED" && prefix != "ASK")
        return {};
    const QByteArrayList words = error.bytes.split(' ');
    const qsizetype colon = words.last().lastIndexOf(':');
    bool isSlot = false;
    bool isPort = false;
    const int slot = words.value(1).toInt(&isSlot);
    const quint16 port = words.last().mid(colon + 1).toUShort(&isPort);
    if (words.size() < 3 || !isSlot || slot < 0 || slot >= SlotCount || colon < 0 || !isPort)
        return {};
    const QString host = QString::fromUtf8(words.last().first(colon));
    Connection &target = connectionTo({host.isEmpty() ? from.endpoint().host : host, port});
    if (prefix == "ASK") {
        m_importing.insert(&target);
        return {&target, Connection::Asking::Yes};
    }
    m_moved.insert(slot, &target);
    refreshSoon();
    return {&target};
}

void Cluster::refreshSoon()
{
    if (!m_refreshTimer.isActive() && state() != ConnectionState::Closed)
        m_refreshTimer.start(RefreshPause);
}

void Cluster::refresh()
{
    if (!m_guide->isReady() || m_call != 0)
        return;
    m_call = m_guide->ask({"CLUSTER", "SLOTS"}, this, 0);
}

void Cluster::answered(int /*tag*/, const Answer &answer)
{
    m_call = 0;
    if (answer.value.isError()) {
        const bool isNone = answer.value.errorPrefix() == "ERR" || answer.value.errorPrefix() == "NOPERM";
        Q_EMIT failed(Error(ErrorCode::ServerError, QString::fromUtf8(answer.value.errorText())), isNone);
        return;
    }
    mapped(answer.value);
}

// Each element: first slot, last slot, the primary, its replicas; a node: host, port, id ...
void Cluster::mapped(const resp::Value &map)
{
    std::map<int, Range> ranges;
    std::vector<Connection *> served;
    for (const resp::Value &range : map.elements) {
        if (range.elements.size() < 3 || range.elements[2].elements.size() < 2)
            continue;
        const auto first = range.elements[0].toInteger();
        const auto last = range.elements[1].toInteger();
        const auto &node = range.elements[2].elements;
        const auto port = portOf(node[1]);
        if (!first || !last || *first < 0 || *last < *first || *last >= SlotCount || !port)
            continue;
        const QString host =
            node[0].bytes.isEmpty() ? m_guide->endpoint().host : QString::fromUtf8(node[0].bytes);
        Connection &connection = connectionTo({host, *port});
        served.push_back(&connection);
        ranges[int(*last)] = {int(*first), &connection};
    }
    if (ranges.empty()) { // of a cluster in the making
        refreshSoon();
        return;
    }
    m_ranges = std::move(ranges);
    m_moved.clear();
    Q_EMIT rerouted();
    removeAllBut(served);
    updateState();
}

// A server that has yet to get its first slot is not in the map.
void Cluster::removeAllBut(const std::vector<Connection *> &served)
{
    for (auto it = m_connections.begin(); it != m_connections.end();) {
        Connection *connection = it->second.get();
        const bool isServed = std::find(served.begin(), served.end(), connection) != served.end();
        if (isServed || (m_importing.contains(connection) && connection->isReady())) {
            ++it;
        } else {
            qCInfo(lcConnection).noquote() << connection->endpoint().toString() << "left the cluster";
            m_importing.remove(connection);
            it->second.release()->deleteLater();
            connection->close();
            connection->disconnect(this);
            it = m_connections.erase(it);
        }
    }
}

// Connected where all that serve a slot are.
void Cluster::updateState()
{
    const bool isWhole = !m_ranges.empty()
        && std::all_of(m_ranges.begin(), m_ranges.end(),
                       [](const auto &range) { return range.second.connection->isReady(); });
    setState(isWhole ? ConnectionState::Connected : ConnectionState::Connecting);
}

} // namespace redguard::net
