// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "redguard/session.h"

#include "net/logging.h"
#include "redguard/renewalthread.h"
#include "redguard/servers.h"
#include "time/bootclock.h"

#include <tuple>

namespace redguard {

using namespace std::chrono_literals;

namespace {

// What is read for every connection is looked at once before the first.
Result<net::ServerAddress> addressOf(const QString &url, const GuardOptions &options)
{
    Result<net::ServerAddress> address = net::ServerAddress::fromUrl(url);
    if (!address)
        return address;
#if QT_CONFIG(ssl)
    if (options.sslConfiguration && !address->tls)
        return Error(ErrorCode::InvalidArgument,
                     //: %1 is a URL
                     RedGuard::tr("There is an sslConfiguration, but %1 is a URL without TLS")
                         .arg(address->toString()));
    if (address->tls)
        address->tls->base = options.sslConfiguration;
#else
    Q_UNUSED(options)
#endif
    const Error error = address->tls ? address->tls->check() : Error();
    return error ? Result<net::ServerAddress>(error) : address;
}

Error check(const GuardOptions &options)
{
    const auto wrong = [](const QString &message) { return Error(ErrorCode::InvalidArgument, message); };
    if (options.drift < 0 || options.drift > 0.5)
        return wrong(RedGuard::tr("The drift is not from 0 to 0.5: %1").arg(options.drift));
    if (options.margin < 0ms)
        return wrong(RedGuard::tr("The margin is negative: %1 ms").arg(options.margin.count()));
    if (options.connectTimeout <= 0ms || options.commandTimeout <= 0ms || options.healthCheckInterval <= 0ms)
        return wrong(RedGuard::tr("A timeout or interval of the guard is not above 0"));
    if (options.replicas < 0)
        return wrong(RedGuard::tr("The number of replicas is negative: %1").arg(options.replicas));
    if (options.replicas > 0
        && (options.replicaTimeout <= 0ms || options.replicaTimeout >= options.commandTimeout))
        return wrong(RedGuard::tr("The replica timeout is not between 0 and the command timeout: %1 ms")
                         .arg(options.replicaTimeout.count()));
    if (options.maxRequests < 1)
        return wrong(RedGuard::tr("No request at all is allowed: %1").arg(options.maxRequests));
    return {};
}

} // namespace

Session::Session(const QString &url, const GuardOptions &options)
    : m_options(options)
    , m_clientName(options.clientName)
    , m_mailbox(std::make_shared<Mailbox>(this))
    , m_credentials(std::make_shared<net::Credentials>())
    , m_unknownClock(drift())
{
    connect(&m_alarm, &Alarm::due, this, &Session::tick);
    const Result<net::ServerAddress> address = addressOf(url, options);
    m_error = address.error();
    if (!m_error)
        m_error = check(options);
    if (m_error) {
        qCWarning(net::lcConnection).noquote() << m_error.message();
        m_isFinal = true;
        QMetaObject::invokeMethod(
            this, [this] { Q_EMIT errorOccurred(m_error); }, Qt::QueuedConnection);
        return;
    }
    m_url = address->toString();
    net::ConnectionSettings settings {options.connectTimeout, options.commandTimeout,
                                      options.healthCheckInterval, drift()};
    settings.clientName = m_clientName.encoded();
    settings.credentials = m_credentials;
    settings.scripts = QList<const scripts::Script *>(scripts::all().begin(), scripts::all().end());
    m_topology = topologyOf(*address, settings);
    m_renewals.reset(new RenewalTarget {*address, settings, m_mailbox, this});
    net::Topology *const topology = m_topology.get();
    connect(topology, &net::Topology::ready, this, &Session::ready);
    connect(topology, &net::Topology::lost, this, &Session::lost);
    connect(topology, &net::Topology::failed, this, &Session::failed);
    connect(topology, &net::Topology::message, this, &Session::message);
    connect(topology, &net::Topology::channelLost, this, &Session::channelLost);
    connect(topology, &net::Topology::keyChanged, this, &Session::keyChanged);
    connect(topology, &net::Topology::dispatched, this, &Session::dispatched);
    connect(topology, &net::Topology::rerouted, this, &Session::rerouted);
    connect(topology, &net::Topology::stateChanged, this, &Session::stateChanged);
    connect(&m_preflight, &Preflight::warned, this, &Session::serverWarning);
    topology->open();
}

Session::~Session()
{
    m_mailbox->close();
    if (m_renewals)
        RenewalThread::retire(m_renewals);
    if (m_topology)
        m_topology->close();
    m_outcomes.clear();
    m_schedule.clear();
    m_requests.clear();
    m_lines.clear();
}

// What was refused until now may be granted from here on; requests wait to see.
void Session::setCredentials(const QString &user, const QString &password)
{
    if (!m_topology)
        return;
    m_isFinal = false;
    m_credentials->set(user, password);
}

QList<net::Connection *> Session::connections() const
{
    return m_topology ? m_topology->connections() : QList<net::Connection *>();
}

ConnectionState Session::state() const
{
    return m_topology ? m_topology->state() : ConnectionState::Disconnected;
}

net::Route Session::routeOf(const QByteArray &key) const
{
    return m_topology ? m_topology->routeOf(key) : net::Route();
}

sync::Drift Session::drift() const
{
    return {int(m_options.drift * 1'000'000)};
}

void Session::start(const std::shared_ptr<Request> &request, std::chrono::milliseconds timeout)
{
    m_requests.insert(request->handle(), request);
    const Error refusal = refusalOfNew();
    if (!refusal)
        request->setRoute(routeOf(request->key()));
    request->start(timeout);
    if (refusal)
        request->fail(refusal);
}

// Why what was just asked is not even sent.
Error Session::refusalOfNew() const
{
    if (m_requests.size() > m_options.maxRequests)
        return Error(ErrorCode::TooManyRequests,
                     RedGuard::tr("%n requests are under way or held already, as many as the guard may have",
                                  nullptr, m_options.maxRequests));
    if (m_closing)
        return Error(ErrorCode::Cancelled, RedGuard::tr("The guard is closed"));
    return m_isFinal ? m_error : Error();
}

std::shared_ptr<Request> Session::find(quint64 handle) const
{
    return m_requests.value(handle);
}

void Session::release(quint64 handle)
{
    if (const auto request = find(handle))
        request->release();
}

void Session::wake(Wakeable &sleeper, Instant when)
{
    if (sleeper.m_hasWake)
        m_schedule.erase(sleeper.m_wake);
    sleeper.m_hasWake = when != Never;
    if (!sleeper.m_hasWake)
        return;
    sleeper.m_wake = m_schedule.emplace(when, &sleeper);
    m_alarm.wakeAt(when);
}

std::shared_ptr<WaitLine> Session::line(const QByteArray &key, scripts::Kind kind,
                                        const sync::ServerClock &clock)
{
    std::shared_ptr<WaitLine> &line = m_lines[{key, kind}];
    if (!line)
        line = std::make_shared<WaitLine>(*this, key, kind, clock);
    return line;
}

std::shared_ptr<WaitLine> Session::findLine(const QByteArray &key, scripts::Kind kind) const
{
    const auto found = m_lines.find({key, kind});
    return found == m_lines.end() ? nullptr : found->second;
}

void Session::forget(const WaitLine &line)
{
    const auto found = findLine(line.key(), line.kind());
    if (found.get() != &line)
        return;
    wake(*found, Never);
    m_lines.erase({line.key(), line.kind()});
}

bool Session::unlisten(const QByteArray &channel)
{
    const auto found = m_listeners.find(channel);
    if (found == m_listeners.end() || --*found > 0)
        return false;
    m_listeners.remove(channel);
    return true;
}

void Session::forget(Request &request)
{
    wake(request, Never);
    request.abandonCalls();
    m_requests.remove(request.handle());
    closeIfDone();
}

void Session::later(Request &request, sync::Action what)
{
    m_outcomes.push_back({request.shared_from_this(), what});
    const net::Connection *const connection = request.route().connection;
    if (m_isDelivering || !connection || !connection->isDispatching())
        postDelivery();
}

void Session::dispatched()
{
    if (!m_outcomes.empty())
        deliver();
}

void Session::postDelivery()
{
    if (!std::exchange(m_deliveryPosted, true))
        QMetaObject::invokeMethod(this, &Session::deliverPosted, Qt::QueuedConnection);
}

void Session::deliverPosted()
{
    m_deliveryPosted = false;
    deliver();
}

void Session::deliver()
{
    const auto self = shared_from_this();
    const bool isWithin = std::exchange(m_isDelivering, true);
    while (!m_outcomes.empty()) {
        const Outcome outcome = std::move(m_outcomes.front());
        m_outcomes.pop_front();
        // For a slot that runs an event loop of its own.
        if (!m_outcomes.empty())
            postDelivery();
        outcome.request->perform(outcome.what);
    }
    m_isDelivering = isWithin;
    closeIfDone();
}

std::vector<std::shared_ptr<Request>> Session::requests() const
{
    std::vector<std::shared_ptr<Request>> requests;
    requests.reserve(std::size_t(m_requests.size()));
    for (const auto &request : m_requests)
        requests.push_back(request);
    // In the order they were made: what is given back, then holds, then those that wait.
    std::sort(requests.begin(), requests.end(), [](const auto &a, const auto &b) {
        const auto rank = [](const Request &request) {
            return std::tuple(!request.isLeaving(), !request.isHolding(), request.id());
        };
        return rank(*a) < rank(*b);
    });
    return requests;
}

void Session::ready(net::Connection *connection)
{
    m_error = {};
    m_isFinal = false;
    const net::Cork cork(connections());
    for (const auto &request : requests()) {
        if (request->route().connection == connection)
            request->connected();
    }
    m_preflight.inspect(*connection);
}

void Session::lost(net::Connection *connection)
{
    for (const auto &request : requests()) {
        if (request->route().connection == connection)
            detach(*request);
    }
}

void Session::detach(Request &request)
{
    for (const scripts::Kind kind : {scripts::Kind::Lock, scripts::Kind::Semaphore}) {
        if (const auto line = findLine(request.key(), kind))
            line->disconnected();
    }
    request.disconnected();
}

// For a request, a key at another server is what a lost connection is: it asks again under the same
// token, and what it holds is validated there.
void Session::route(Request &request, const net::Route &route)
{
    if (request.route() == route)
        return;
    detach(request);
    request.setRoute(route);
    if (request.isReady())
        request.connected();
}

// A key that is asked for at its next server stays there, until that has the whole slot.
void Session::rerouted()
{
    const net::Cork cork(connections());
    for (const auto &request : requests()) {
        const net::Route way = routeOf(request->key());
        const bool isAsking = request->route().asking == net::Connection::Asking::Yes;
        if (!isAsking || way.connection == request->route().connection)
            route(*request, way);
    }
    if (!m_outcomes.empty())
        postDelivery(); // a connection that was to have them told may go
}

bool Session::isRedirected(Request &request, const resp::Value &error)
{
    if (!error.isError() || !request.route().connection || !m_topology)
        return false;
    const net::Route target = m_topology->redirected(*request.route().connection, error);
    if (!target.connection || target == request.route())
        return false;
    const net::Cork cork(connections());
    for (const auto &other : requests()) {
        if (other->key() == request.key())
            route(*other, target);
    }
    return true;
}

// Its slot went to another server, and the waiters of the name with it; or it never came about.
void Session::channelLost(net::Connection *connection, const QByteArray &channel)
{
    const net::Cork cork(connections());
    for (const auto &request : requests()) {
        if (request->route().connection != connection || request->slotChannel() != channel)
            continue;
        detach(*request);
        if (request->isReady())
            request->connected();
    }
}

std::vector<std::shared_ptr<WaitLine>> Session::lines() const
{
    std::vector<std::shared_ptr<WaitLine>> lines;
    for (const auto &[name, line] : m_lines)
        lines.push_back(line);
    return lines;
}

void Session::keyChanged(const QByteArray &key)
{
    const net::Cork cork(connections());
    if (key.isEmpty()) {
        for (const auto &line : lines())
            line->everythingChanged();
    }
    for (const scripts::Kind kind : {scripts::Kind::Lock, scripts::Kind::Semaphore}) {
        if (const auto line = findLine(key, kind))
            line->keyChanged();
    }
}

void Session::renewed(const QList<quint64> &handles)
{
    for (const quint64 handle : handles) {
        if (const auto request = find(handle))
            request->renewedElsewhere();
    }
}

void Session::renewalRefused(quint64 handle, LossReason reason)
{
    if (const auto request = find(handle))
        request->renewalRefused(reason);
}

void Session::failed(const Error &error, bool final)
{
    m_error = error;
    m_isFinal = final;
    if (final) {
        for (const auto &request : requests())
            request->fail(error);
    }
    Q_EMIT errorOccurred(error);
}

void Session::message(net::Connection *connection, const QByteArray &channel, const QByteArray &payload)
{
    const auto message = scripts::decodeMessage(payload);
    if (!message || !connection->hears(channel))
        return;
    const auto request = find(Request::handleOf(message->token));
    const bool isOurs = request && QByteArrayView(request->token()) == message->token;
    if (!isOurs && message->isGrant)
        giveBack(*message);
    if (!isOurs || request->key() != message->key)
        return;
    if (message->isGrant)
        request->granted(message->grant);
    else
        request->movedToHead(message->leaseEnd);
}

// Granted to somebody who is gone and whose withdrawal the server would not take.
void Session::giveBack(const scripts::Message &grant)
{
    const net::Route route = routeOf(grant.key);
    if (!route.isReady())
        return; // it lapses by itself
    net::Arguments arguments(*m_keyBook.keys(grant.key, grant.kind));
    arguments << grant.token << grant.permits << 0;
    route.connection->call(scripts::release(grant.kind), arguments, this, 0);
}

// It lapses by itself then.
void Session::answered(int /*tag*/, const net::Answer &answer)
{
    if (answer.value.isError())
        qCWarning(net::lcConnection).noquote()
            << "A grant to nobody was not given back:" << QString::fromUtf8(answer.value.errorText());
}

Statistics Session::statistics() const
{
    Statistics statistics;
    statistics.rescues = m_rescues;
    std::vector<Duration> latencies;
    for (const net::Connection *connection : connections()) {
        const net::Meter &meter = connection->meter();
        statistics.roundTrips += meter.roundTrips();
        statistics.reconnects += std::max<quint64>(meter.connections(), 1) - 1;
        statistics.inFlight += int(connection->inFlight());
        meter.appendTo(latencies);
    }
    std::sort(latencies.begin(), latencies.end());
    const auto quantile = [&latencies](std::size_t percent) {
        using Milliseconds = std::chrono::duration<double, std::milli>;
        return latencies.empty()
            ? 0.
            : Milliseconds(latencies[(latencies.size() * percent + 99) / 100 - 1]).count();
    };
    statistics.medianLatency = quantile(50);
    statistics.latency99 = quantile(99);
    return statistics;
}

void Session::tick()
{
    const Instant now = bootTime();
    const net::Cork cork(connections());
    std::vector<std::shared_ptr<Wakeable>> dueNow;
    for (auto it = m_schedule.begin(); it != m_schedule.end() && it->first <= now; ++it)
        dueNow.push_back(it->second->shareWakeable());
    for (const auto &sleeper : dueNow)
        sleeper->tick(now);
    if (!m_schedule.empty())
        m_alarm.wakeAt(m_schedule.begin()->first);
}

void Session::sendWholeScripts(bool whole)
{
    for (net::Connection *connection : connections())
        connection->sendWholeScripts(whole);
}

void Session::abandonAll(const QObject *owner)
{
    const auto isOrphaned = [owner](Request &request) {
        if (request.owner() != owner)
            return false;
        if (Listener *listener = request.listener())
            listener->orphaned(request);
        request.setListener(nullptr);
        return true;
    };
    for (const auto &request : requests()) {
        if (isOrphaned(*request))
            request->abandon();
    }
    // What is over, but was not told yet.
    for (const Outcome &outcome : m_outcomes)
        isOrphaned(*outcome.request);
}

void Session::closeInOrder(std::chrono::milliseconds deadline)
{
    if (std::exchange(m_closing, true))
        return;
    const net::Cork cork(connections());
    for (const auto &request : requests()) {
        request->cancel();
        request->release();
    }
    QTimer::singleShot(std::max(deadline, 0ms), this, &Session::closeNow);
    QMetaObject::invokeMethod(this, &Session::closeIfDone, Qt::QueuedConnection);
}

void Session::closeIfDone()
{
    if (m_closing && m_requests.empty() && m_outcomes.empty())
        closeNow();
}

void Session::closeNow()
{
    if (std::exchange(m_closed, true))
        return;
    if (m_topology)
        m_topology->close();
    Q_EMIT closed();
}

} // namespace redguard
