// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "injector.h"

#include <algorithm>

namespace chaos {

using namespace std::chrono_literals;
using K = FaultKind;

namespace {

constexpr auto LongestFault = 1200ms; // twice a lease and more

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
    connect(&m_next, &QTimer::timeout, this, [this] {
        if (m_turn == m_kinds.size()) { // each once before any a second time
            std::shuffle(m_kinds.begin(), m_kinds.end(), m_random);
            m_turn = 0;
        }
        inject(m_kinds.at(m_turn++));
        schedule();
    });
    connect(&deployment.link(), &ServerLink::failed, this, [this](const QByteArray &error) {
        ++m_errors;
        qWarning("The server refused a fault: %s", error.constData());
    });
}

std::chrono::milliseconds Injector::upTo(std::chrono::milliseconds most)
{
    return std::chrono::milliseconds(m_random.bounded(int(most.count()) + 1));
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
    for (const auto &worker : m_workers) {
        worker->proxy().withdrawRules();
        worker->proxy().heal();
    }
}

void Injector::inject(FaultKind kind)
{
    const bool allRun = std::all_of(m_workers.begin(), m_workers.end(),
                                    [](const auto &worker) { return worker->isRunning(); });
    if (kind == K::KillWorker && !allRun)
        return; // one at a time, so that somebody is left
    const FaultTraits &traits = traitsOf(kind);
    const auto length = traits.lasts ? 20ms + upTo(LongestFault) : 0ms;
    QByteArray detail;
    const Instant from = trueTime();
    Undo undo = carryOut(kind, length, detail);
    const qsizetype index = m_faults.size();
    // What lasts may last until it is written otherwise.
    m_faults.append({traits.name, from, undo ? Instant::max() / 2 : trueTime(), traits.reach, traits.breaks,
                     kind == K::KillWorker, detail + (traits.lasts ? ", " + textOf(length) : QByteArray())});
    if (!undo)
        return;
    m_undo.insert(index, std::move(undo));
    QTimer::singleShot(length, this, [this, index] { end(index); });
}

void Injector::end(qsizetype index)
{
    if (const Undo undo = m_undo.take(index)) {
        undo();
        m_faults[index].to = trueTime();
    }
}

Injector::Undo Injector::carryOut(FaultKind kind, std::chrono::milliseconds length, QByteArray &detail)
{
    WorkerProcess &worker = *m_workers.at(std::size_t(m_random.bounded(int(m_workers.size()))));
    const Fault::Reach reach = traitsOf(kind).reach;
    if (reach == Fault::Reach::Server)
        return spoilServer(kind, length, detail);
    detail = "w" + QByteArray::number(worker.number());
    return reach == Fault::Reach::Way ? spoilWay(kind, worker, detail) : spoilWorker(kind, worker, detail);
}

Injector::Undo Injector::spoilWay(FaultKind kind, WorkerProcess &worker, QByteArray &detail)
{
    FaultProxy &proxy = worker.proxy();
    const Undo heal = [&proxy] { proxy.heal(); };
    switch (kind) {
    case K::BlackHole:
    case K::BlackHoleToServer:
    case K::BlackHoleToClient:
        if (kind != K::BlackHoleToClient)
            proxy.setBlackHole(Way::ToServer, true);
        if (kind != K::BlackHoleToServer)
            proxy.setBlackHole(Way::ToClient, true);
        return heal;
    case K::Delay:
        proxy.setDelay(Way::ToServer, upTo(500ms), 50ms);
        [[fallthrough]];
    case K::SlowReplies:
        proxy.setDelay(Way::ToClient, 100ms + upTo(800ms), 50ms);
        return heal;
    case K::Slices:
        proxy.setSlice(Way::ToServer, 1);
        proxy.setSlice(Way::ToClient, 1);
        return heal;
    case K::Reset:
        proxy.reset();
        return {};
    case K::HalfCloseToServer:
    case K::HalfCloseToClient:
        proxy.halfClose(kind == K::HalfCloseToServer ? Way::ToServer : Way::ToClient);
        return {};
    case K::RefuseConnections:
    case K::IgnoreConnections:
        (void)proxy.setAccept(kind == K::RefuseConnections ? FaultProxy::Accept::Refuse
                                                           : FaultProxy::Accept::Ignore);
        proxy.reset();
        return heal;
    default:
        strikeReply(kind, proxy, detail);
        return kind == K::HoldReply ? heal : Undo();
    }
}

void Injector::strikeReply(FaultKind kind, FaultProxy &proxy, QByteArray &detail)
{
    static const QByteArrayList errors {"BUSY Redis is busy running a script.",
                                        "LOADING Redis is loading the dataset in memory",
                                        "OOM command not allowed when used memory > 'maxmemory'.",
                                        "READONLY You can't write against a read only replica.",
                                        "MISCONF Redis is configured to save RDB snapshots",
                                        "NOREPLICAS Not enough good replicas to write.",
                                        "TRYAGAIN Multiple keys request during rehashing of slot",
                                        "NOSCRIPT No matching script. Please use EVAL.",
                                        "ERR unknown failure"};
    using Fault = ReplyRule::Fault;
    ReplyRule rule;
    rule.fault = kind == K::SwallowReply ? Fault::Swallow
        : kind == K::ReplaceReply        ? Fault::Replace
        : kind == K::RefuseCommand       ? Fault::Refuse
                                         : Fault::Hold;
    rule.nth = 1 + int(m_random.bounded(6));
    rule.text = errors.at(m_random.bounded(int(errors.size())));
    if (kind == K::ReplaceReply || kind == K::RefuseCommand)
        detail += ' ' + rule.text.left(rule.text.indexOf(' '));
    proxy.strike(rule);
    if (kind != K::SwallowReply)
        return;
    for (const int further : {3, 7}) { // and perhaps that of its repetition
        rule.nth += further;
        proxy.strike(rule);
    }
}

Injector::Undo Injector::spoilWorker(FaultKind kind, WorkerProcess &worker, QByteArray &detail)
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

Injector::Undo Injector::spoilServer(FaultKind kind, std::chrono::milliseconds length, QByteArray &detail)
{
    ServerLink &link = m_deployment.link();
    switch (kind) {
    case K::StopServer:
        m_deployment.stop();
        return [this] { m_deployment.goOn(); };
    case K::SleepServer:
        link.send({"DEBUG", "SLEEP", QByteArray::number(double(length.count()) / 1000)});
        return [] {};
    case K::KillServer:
        m_deployment.kill();
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
        m_deployment.restartEmpty();
        return {};
    case K::StepServerClock: {
        const auto by = upTo(4000ms) - 2000ms;
        detail = "by " + textOf(by);
        m_deployment.stepClock(by);
        return {};
    }
    case K::FlushAll:
        link.send({"FLUSHALL"});
        return {};
    default:
        detail = m_subjects.at(m_random.bounded(int(m_subjects.size()))).name;
        link.send({"DEL", detail});
        return {};
    }
}

} // namespace chaos
