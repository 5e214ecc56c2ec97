// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "injector.h"

#include <algorithm>

namespace chaos {

using namespace std::chrono_literals;
using K = FaultKind;
using Reach = Fault::Reach;

namespace {

constexpr auto LongestFault = 1200ms;        // twice a lease and more
constexpr Instant Open = Instant::max() / 2; // may last until it is written otherwise

QByteArray textOf(std::chrono::milliseconds length)
{
    return QByteArray::number(qint64(length.count())) + " ms";
}

} // namespace

Injector::Injector(Deployment &deployment, const std::vector<std::unique_ptr<WorkerProcess>> &workers,
                   const QList<Subject> &subjects, quint32 seed, QList<Fault> &faults)
    : m_deployment(deployment)
    , m_workers(workers)
    , m_subjects(subjects)
    , m_random(seed)
    , m_faults(faults)
{
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &Injector::next);
    connect(&deployment, &Deployment::changed, this, &Injector::noteChange);
    connect(&deployment, &Deployment::failedOver, this, &Injector::noteFailover);
    for (Node *node : deployment.nodes()) {
        connect(&node->link(), &ServerLink::failed, this, [this](const QByteArray &error) {
            ++m_errors;
            qWarning("The server refused a fault: %s", error.constData());
        });
    }
}

void Injector::start(const Scenario &scenario)
{
    m_kinds = scenario.faults;
    m_turn = m_kinds.size();
    m_shortestGap = scenario.shortestGap;
    m_longestGap = scenario.longestGap;
    m_restart = scenario.restart;
    if (!m_kinds.isEmpty())
        schedule();
}

void Injector::schedule()
{
    m_next.start(m_shortestGap + upTo(m_longestGap - m_shortestGap));
}

void Injector::stop()
{
    m_next.stop();
    const auto lasting = m_undo.keys();
    for (const qsizetype index : lasting)
        end(index);
    for (const Deployment::Network &network : m_deployment.networks()) {
        network.proxy->withdrawRules();
        network.proxy->heal();
    }
}

// Each once before any a second time; what cannot be done now is done later.
void Injector::next()
{
    if (m_turn == m_kinds.size()) {
        std::shuffle(m_kinds.begin(), m_kinds.end(), m_random);
        m_turn = 0;
    }
    const auto first = m_kinds.begin() + m_turn;
    const auto kind = std::find_if(first, m_kinds.end(), [this](FaultKind each) { return isPossible(each); });
    if (kind != m_kinds.end()) {
        std::rotate(first, kind, kind + 1);
        inject(m_kinds.at(m_turn++));
    }
    schedule();
}

bool Injector::isPossible(FaultKind kind) const
{
    const bool allRun = std::all_of(m_workers.begin(), m_workers.end(),
                                    [](const auto &worker) { return worker->isRunning(); });
    if (kind == K::KillWorker && !allRun)
        return false; // one at a time, so that somebody is left
    const auto lasting = m_undo.keys();
    const bool isDisturbed = std::any_of(lasting.begin(), lasting.end(), [this](qsizetype index) {
        return m_faults.at(index).reach == Reach::Server;
    });
    return m_deployment.allows(kind, isDisturbed);
}

void Injector::inject(FaultKind kind)
{
    const FaultTraits &traits = traitsOf(kind);
    const auto length = traits.lasts ? 20ms + upTo(LongestFault) : 0ms;
    const qsizetype index = m_faults.size();
    m_faults.append({traits.name, trueTime(), Open, traits.reach, traits.breaks, kind == K::KillWorker, {}});
    if (traits.changes)
        m_change = index;
    QByteArray detail;
    const Undo undo = carryOut(kind, length, detail);
    m_faults[index].detail = detail + (traits.lasts ? ", " + textOf(length) : QByteArray());
    if (undo) {
        m_undo.insert(index, undo);
        QTimer::singleShot(length, this, [this, index] { end(index); });
    } else if (!traits.changes) {
        m_faults[index].to = trueTime();
    }
}

void Injector::end(qsizetype index)
{
    if (const Undo undo = m_undo.take(index)) {
        undo();
        m_faults[index].to = trueTime();
    }
}

void Injector::noteChange()
{
    m_faults[m_change].to = trueTime();
}

void Injector::noteFailover()
{
    m_faults.append({"failover by itself", trueTime(), trueTime(), Reach::Server, Assumption::A1, false, {}});
}

Undo Injector::carryOut(FaultKind kind, std::chrono::milliseconds length, QByteArray &detail)
{
    const FaultTraits &traits = traitsOf(kind);
    if (kind == K::DeleteKey || kind == K::MigrateSlot)
        detail = anyOf(m_subjects).name;
    if (traits.changes) {
        m_deployment.change(kind, detail, m_random);
        return {};
    }
    if (kind == K::StopSentinel || kind == K::KillSentinel)
        return spoilSentinel(kind, *anyOf(m_deployment.guides()));
    if (traits.reach == Reach::Server)
        return spoilServer(
            kind, kind == K::DeleteKey ? m_deployment.serverOf(detail) : *anyOf(m_deployment.servers()),
            length, detail);
    if (traits.reach == Reach::Clients) {
        WorkerProcess &worker = *anyOf(m_workers);
        detail = 'w' + QByteArray::number(worker.number());
        return spoilWorker(kind, worker, detail);
    }
    const Deployment::Network network = anyOf(m_deployment.networks());
    detail = network.label;
    return spoilWay(kind, *network.proxy, m_random, detail);
}

Undo Injector::spoilWorker(FaultKind kind, WorkerProcess &worker, QByteArray &detail)
{
    switch (kind) {
    case K::KillWorker:
        worker.kill();
        QTimer::singleShot(m_restart / 2 + upTo(m_restart / 2), this, [this, &worker] {
            if (!worker.start()) {
                ++m_errors;
                qWarning("A worker did not start again");
            }
        });
        return {};
    case K::StopWorker:
        worker.stop();
        return [&worker] { worker.goOn(); };
    case K::SuspendWorker:
        worker.suspend();
        return [&worker] { worker.resume(); };
    default: {
        const auto by = upTo(10'000ms) - 5000ms;
        detail += " by " + textOf(by);
        worker.stepClock(by);
        return {};
    }
    }
}

Undo Injector::spoilSentinel(FaultKind kind, Node &node)
{
    if (kind == K::KillSentinel) {
        node.restart();
        return {};
    }
    node.stop();
    return [&node] { node.goOn(); };
}

Undo Injector::spoilServer(FaultKind kind, Node &node, std::chrono::milliseconds length, QByteArray &detail)
{
    ServerLink &link = node.link();
    switch (kind) {
    case K::StopServer:
        node.stop();
        return [&node] { node.goOn(); };
    case K::SleepServer:
        link.send({"DEBUG", "SLEEP", QByteArray::number(double(length.count()) / 1000)});
        return [] {};
    case K::KillServer:
        node.restart();
        return {};
    case K::PauseAll:
    case K::PauseWrite:
        link.send({"CLIENT", "PAUSE", QByteArray::number(qint64(length.count())),
                   kind == K::PauseAll ? "ALL" : "WRITE"});
        return [] {};
    case K::KillConnections:
    case K::KillSubscribers:
        link.send(
            {"CLIENT", "KILL", "TYPE", kind == K::KillConnections ? "normal" : "pubsub", "SKIPME", "yes"});
        return {};
    case K::FlushScripts:
        link.send({"SCRIPT", "FLUSH"});
        return {};
    case K::FillMemory:
    case K::EvictKeys:
        link.send({"CONFIG", "SET", "maxmemory-policy",
                   kind == K::EvictKeys ? "allkeys-random" : "noeviction", "maxmemory", "1"});
        return [&link] { link.send({"CONFIG", "SET", "maxmemory", "0", "maxmemory-policy", "noeviction"}); };
    case K::RestartEmpty:
        node.restartEmpty();
        return {};
    case K::FlushAll:
        link.send({"FLUSHALL"});
        return {};
    case K::DeleteKey:
        link.send({"DEL", detail});
        return {};
    default: {
        const auto by = upTo(4000ms) - 2000ms;
        detail = "by " + textOf(by);
        node.stepClock(by);
        return {};
    }
    }
}

} // namespace chaos
