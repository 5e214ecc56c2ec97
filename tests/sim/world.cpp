// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "world.h"

#include <cstdarg>
#include <cstdio>

namespace redguard::sim {

using namespace std::chrono_literals;

namespace {

constexpr ServerTime Epoch = std::chrono::hours(24 * 365 * 55);
constexpr Duration LongestTail = 60s;
constexpr Duration ShortestTail = 10s; // what is stuck in dead connections arrives
constexpr quint64 MostEvents = 100'000;

} // namespace

World::World(quint64 seed, Bug bug, std::string *trace)
    : scenario(seed)
    , random(scenario.random.next())
    , network(*this)
    , server(*this, scenario.names)
    , checker(*this)
    , m_bug(bug)
    , m_trace(trace)
{
    for (int id = 0; id < int(scenario.clients.size()); ++id) {
        const ClientPlan &plan = scenario.clients[std::size_t(id)];
        clients.push_back(std::make_unique<Client>(*this, id, LocalClock(plan.origin, plan.partsPerMillion)));
    }
    for (const RequestPlan &plan : scenario.requests)
        request(plan);
    for (int name = 0; name < int(scenario.names.size()); ++name) {
        if (scenario.names[std::size_t(name)].hasForeigners)
            foreigners.emplace_back(*this, name);
    }
}

World::~World() = default;

ServerTime World::serverTime(Instant moment)
{
    return Epoch + std::chrono::floor<ServerTime>(moment);
}

Instant World::momentOf(ServerTime time)
{
    return time - Epoch;
}

void World::note(const char *format, ...)
{
    if (!m_trace)
        return;
    std::array<char, 256> line;
    std::va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(line.data(), line.size(), format, arguments);
    va_end(arguments);
    std::array<char, 32> when;
    std::snprintf(when.data(), when.size(), "%11.3f  ", double(m_now.count()) / 1e6);
    m_trace->append(when.data()).append(line.data()).append("\n");
}

void World::again(RequestPlan plan)
{
    if (m_isStopping || plan.repeats-- == 0)
        return;
    plan.startsAt = m_now + random.between(1ms, random.chance(50) ? 20ms : 500ms);
    plan.cancelsAt = random.chance(20) ? plan.startsAt + random.between(0ms, 1s) : Never;
    request(plan);
}

void World::request(const RequestPlan &plan)
{
    const int id = int(requests.size());
    requests.push_back(std::make_unique<Request>(*this, client(plan.client), id, plan));
    client(plan.client).own(id);
    enter(plan.startsAt, Happening::UserStarts, id);
    if (plan.cancelsAt != Never)
        enter(plan.cancelsAt, Happening::UserCancels, id);
}

Connection &World::connection(int id)
{
    Client &owner = client(id / 2);
    return id % 2 == 0 ? owner.connection() : owner.renewer().connection();
}

void World::run()
{
    for (auto &each : clients)
        each->start();
    for (Foreigner &foreigner : foreigners)
        foreigner.startLater();
    for (std::size_t i = 0; i < scenario.faults.size(); ++i)
        enter(scenario.faults[i].at, Happening::Fault, int(i));
    enter(scenario.stopsAt, Happening::Stop);
    while (!m_agenda.isEmpty() && !checker.hasFailed()) {
        const Event event = m_agenda.take();
        if (m_isStopping && event.at > scenario.stopsAt + (checker.isAllDone() ? ShortestTail : LongestTail))
            break;
        m_now = event.at;
        if (isPutOff(event))
            continue;
        if (++m_eventCount > MostEvents)
            checker.fail("L", "there is no end to what happens");
        handle(event);
        for (auto &each : clients)
            each->arm();
        checker.stepped();
    }
    if (!checker.hasFailed())
        checker.stopped();
}

// What does not run does nothing; its timers are late, and what arrives waits.
bool World::isPutOff(const Event &event)
{
    Instant until {};
    switch (event.what) {
    case Happening::ArrivalAtServer:
        until = server.frozenUntil();
        break;
    case Happening::ArrivalAtClient:
    case Happening::Connect:
    case Happening::ConnectDeadline:
    case Happening::CommandDeadline:
    case Happening::HealthCheck: {
        const int id =
            event.what == Happening::ArrivalAtClient ? network.link(event.who).connection : event.who;
        until = id % 2 == 0 ? client(id / 2).blockedUntil() : client(id / 2).frozenUntil();
        break;
    }
    case Happening::Alarm:
    case Happening::Delivery:
    case Happening::RenewalTold:
        until = client(event.who).blockedUntil();
        break;
    case Happening::RenewalAlarm:
        until = client(event.who).frozenUntil();
        break;
    case Happening::UserStarts:
    case Happening::UserCancels:
    case Happening::UserExtends:
    case Happening::UserEnds:
        until = requestAt(event.who).client().blockedUntil();
        break;
    default:
        break;
    }
    if (until <= m_now)
        return false;
    // What was posted inside comes first.
    const bool isPosted = event.what == Happening::Delivery;
    enter(isPosted ? until : until + random.between(1us, 500us), event.what, event.who, event.tag);
    return true;
}

void World::handle(const Event &event)
{
    switch (event.what) {
    case Happening::ArrivalAtServer:
        server.arrived(event.who);
        break;
    case Happening::ArrivalAtClient: {
        Connection &end = connection(network.link(event.who).connection);
        const bool isCurrent = end.link() && end.link()->id == int(event.who);
        if (const auto message = isCurrent ? network.arrivedAtClient(event.who) : std::nullopt) {
            describe(*message, "client", end.client());
            end.arrivedNow(*message);
        }
        break;
    }
    case Happening::Connect:
        if (client(event.who / 2).isAlive())
            connection(event.who).connectNow();
        break;
    case Happening::ConnectDeadline:
        connection(event.who).checkConnected(event.tag);
        break;
    case Happening::CommandDeadline:
        connection(event.who).checkDeadline(event.tag);
        break;
    case Happening::HealthCheck:
        connection(event.who).checkHealth(event.tag);
        break;
    case Happening::Alarm:
        client(event.who).tick();
        break;
    case Happening::Delivery:
        client(event.who).deliver();
        break;
    case Happening::RenewalAlarm:
        client(event.who).renewer().tick();
        break;
    case Happening::RenewalTold:
        client(event.who).renewer().tell();
        break;
    case Happening::UserStarts:
        if (!m_isStopping && client(requestAt(event.who).plan().client).isAlive())
            requestAt(event.who).start();
        break;
    case Happening::UserCancels:
        requestAt(event.who).userCancels();
        break;
    case Happening::UserExtends:
        requestAt(event.who).userExtends();
        break;
    case Happening::UserEnds:
        requestAt(event.who).userEnds();
        break;
    case Happening::KeyReported:
        server.keyReported(event.who);
        break;
    case Happening::ForeignerStarts:
    case Happening::ForeignerEnds:
        for (Foreigner &foreigner : foreigners) {
            if (foreigner.name() == int(event.who))
                event.what == Happening::ForeignerStarts ? foreigner.start() : foreigner.end();
        }
        break;
    case Happening::Fault:
        apply(scenario.faults[event.who]);
        break;
    case Happening::Restart:
        client(event.who).start();
        break;
    case Happening::Stop:
        stop();
        break;
    }
}

void World::stop()
{
    note("world       stops");
    m_isStopping = true;
    for (auto &each : clients) {
        if (each->isAlive() && each->blockedUntil() <= m_now)
            each->stop();
        else if (each->isAlive())
            enter(each->blockedUntil(), Happening::Stop);
    }
}

void World::apply(const FaultPlan &fault)
{
    using Kind = FaultPlan::Kind;
    static constexpr std::array names = {"reset",         "kill",           "stall", "block",
                                         "freeze",        "suspend",        "crash", "close",
                                         "server freeze", "server restart", "flush", "server loss"};
    note("fault       %s of client %d for %d ms", names[std::size_t(fault.kind)], fault.client,
         int(fault.lasts / 1ms));
    Client &target = client(fault.client);
    Connection &end = fault.isRenewals ? target.renewer().connection() : target.connection();
    switch (fault.kind) {
    case Kind::Reset:
        if (target.blockedUntil() <= m_now)
            end.drop(fault.ending, fault.lasts);
        break;
    case Kind::Kill:
        if (end.link() && end.link()->isOpenAtServer)
            network.closeAtServer(*end.link());
        break;
    case Kind::Stall:
        if (end.link())
            network.stall(*end.link(), fault.lasts);
        break;
    case Kind::Block:
        target.block(fault.lasts, false);
        break;
    case Kind::Suspend:
        if (has(Bug::ClockStopsInSuspend))
            target.clock().standStill(fault.lasts);
        [[fallthrough]];
    case Kind::Freeze:
        target.block(fault.lasts, true);
        break;
    case Kind::Crash:
        if (target.isAlive()) {
            target.crash(fault.ending, fault.lasts);
            if (random.chance(60))
                enter(m_now + random.between(1ms, 3s), Happening::Restart, fault.client);
        }
        break;
    case Kind::Close:
        if (target.isAlive() && target.blockedUntil() <= m_now) {
            target.close();
            if (random.chance(60))
                enter(m_now + random.between(1ms, 3s), Happening::Restart, fault.client);
        }
        break;
    case Kind::ServerFreeze:
        server.freeze(fault.lasts);
        break;
    case Kind::ServerLoss:
        loseEverything();
        [[fallthrough]];
    case Kind::ServerRestart:
        server.dropAllConnections();
        break;
    case Kind::Flush:
        loseEverything();
        break;
    }
}

void World::loseEverything()
{
    checker.serverLost();
    for (Foreigner &foreigner : foreigners)
        foreigner.forget();
    server.loseEverything();
}

void World::describe(const Message &message, const char *where, int id)
{
    static constexpr std::array names = {"hello",   "time", "acquire", "release",     "renew", "watch",
                                         "granted", "head", "changed", "all changed", "closed"};
    if (!m_trace)
        return;
    const auto &place = message.acquired.place;
    note("%s %d%s   %s %s name %d: %s%s", where, id, where[0] == 's' ? "" : " ",
         names[std::size_t(message.type)], message.token.constData(), message.name,
         message.isRefused ? "refused"
             : message.type == Message::Type::Acquire
             ? message.acquired.verdict == sync::AcquireReply::Verdict::Held      ? "held"
                 : message.acquired.verdict == sync::AcquireReply::Verdict::Waits ? "waits"
                                                                                  : "too late"
             : message.type == Message::Type::Renew
             ? message.renewed == sync::RenewReply::Extended ? "extended" : "gone"
             : message.type == Message::Type::Release ? message.wasHeld ? "was held" : "was not held"
                                                      : "",
         message.type == Message::Type::Acquire && place.position > 0
             ? (", place " + std::to_string(place.position) + " ticket " + std::to_string(place.ticket)
                + (place.entered ? " entered" : "") + (message.isClaim ? " claim" : ""))
                   .c_str()
             : "");
}

} // namespace redguard::sim
