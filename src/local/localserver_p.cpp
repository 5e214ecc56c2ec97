// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "local/localserver_p.h"

#include "local/serverprobe.h"
#include "local/serverprocess.h"
#include "local/serverstart.h"
#include "local/serverstop.h"

#include <QtCore/qpointer.h>

namespace redguard {

using namespace Qt::StringLiterals;
using State = LocalServer::State;

LocalServerPrivate::LocalServerPrivate(LocalServer *q)
    : QObject(q)
    , q_ptr(q)
    , m_folder(std::make_unique<QTemporaryDir>())
    , m_place(m_folder->path())
{
}

LocalServerPrivate::LocalServerPrivate(LocalServer *q, const QString &name)
    : QObject(q)
    , q_ptr(q)
    , m_name(name)
{
    if (local::ServerPlace::isName(name))
        m_place = local::ServerPlace::ofUser(name);
}

LocalServerPrivate::~LocalServerPrivate() = default;

std::chrono::seconds LocalServerPrivate::uptime() const
{
    if (!m_sinceInfo.isValid())
        return {};
    return m_info.uptime + std::chrono::seconds(m_sinceInfo.elapsed() / 1000);
}

Error LocalServerPrivate::usable() const
{
    if (m_folder && !m_folder->isValid())
        return {ErrorCode::AccessDenied, m_folder->errorString()};
    if (!m_folder && !local::ServerPlace::isName(m_name))
        return {ErrorCode::InvalidArgument,
                LocalServer::tr("\"%1\" cannot be the name of a local server").arg(m_name)};
    if (!m_folder && !arguments.isEmpty())
        return {ErrorCode::InvalidArgument, LocalServer::tr("Only a temporary local server takes arguments")};
    return {};
}

void LocalServerPrivate::start()
{
    switch (m_state) {
    case State::Stopped:
        beginStart();
        break;
    case State::Running:
        QMetaObject::invokeMethod(this, &LocalServerPrivate::confirm, Qt::QueuedConnection);
        break;
    case State::Starting:
        m_next = Next::Nothing;
        break;
    case State::Stopping:
        m_next = Next::Start;
        break;
    }
}

void LocalServerPrivate::stop()
{
    switch (m_state) {
    case State::Stopped:
    case State::Running:
        beginStop();
        break;
    case State::Starting:
        m_next = Next::Stop;
        break;
    case State::Stopping:
        m_next = Next::Nothing;
        break;
    }
}

void LocalServerPrivate::confirm()
{
    if (m_state == State::Running)
        Q_EMIT q_ptr->started();
    else
        start(); // it ended in the meantime
}

void LocalServerPrivate::beginStart()
{
    m_error = {};
    if (!enter(State::Starting))
        return;
    if (const Error error = usable()) {
        QMetaObject::invokeMethod(
            this, [this, error] { startFailed(error); }, Qt::QueuedConnection);
        return;
    }
    const auto bond = m_folder ? local::ServerProcess::Bond::Tied : local::ServerProcess::Bond::Detached;
    m_start = std::make_unique<local::ServerStart>(m_place, bond, arguments, this);
    connect(m_start.get(), &local::ServerStart::succeeded, this, &LocalServerPrivate::startSucceeded);
    connect(m_start.get(), &local::ServerStart::failed, this, &LocalServerPrivate::startFailed);
    m_start->begin();
}

void LocalServerPrivate::startSucceeded(const local::ServerInfo &info)
{
    m_process = m_start->takeProcess();
    if (m_process)
        connect(m_process.get(), &local::ServerProcess::exited, this, &LocalServerPrivate::processEnded);
    watch(m_start->takeTalk(), info);
    m_start.reset();

    if (std::exchange(m_next, Next::Nothing) == Next::Stop)
        beginStop();
    else if (enter(State::Running) && m_state == State::Running)
        Q_EMIT q_ptr->started();
}

void LocalServerPrivate::startFailed(const Error &error)
{
    m_start.reset();
    const bool stopping = std::exchange(m_next, Next::Nothing) == Next::Stop;
    if (enter(State::Stopped) && fail(error) && stopping && m_state == State::Stopped)
        stop();
}

void LocalServerPrivate::beginStop()
{
    m_error = {};
    if (!enter(State::Stopping))
        return;
    if (const Error error = usable()) {
        QMetaObject::invokeMethod(
            this, [this, error] { stopFailed(error); }, Qt::QueuedConnection);
    } else if (m_process) {
        m_process->kill();
    } else if (m_folder) {
        QMetaObject::invokeMethod(this, &LocalServerPrivate::stopSucceeded, Qt::QueuedConnection);
    } else {
        m_stop = std::make_unique<local::ServerStop>(m_place, this);
        connect(m_stop.get(), &local::ServerStop::succeeded, this, &LocalServerPrivate::stopSucceeded);
        connect(m_stop.get(), &local::ServerStop::failed, this, &LocalServerPrivate::stopFailed);
        m_stop->begin();
    }
}

void LocalServerPrivate::stopSucceeded()
{
    m_stop.reset();
    const bool starting = std::exchange(m_next, Next::Nothing) == Next::Start;
    if (leaveRunning() && starting && m_state == State::Stopped)
        start();
}

void LocalServerPrivate::stopFailed(const Error &error)
{
    m_stop.reset();
    const bool starting = std::exchange(m_next, Next::Nothing) == Next::Start;
    if (enter(m_talk ? State::Running : State::Stopped) && fail(error) && starting)
        start();
}

void LocalServerPrivate::probe()
{
    m_error = {};
    m_probeAnnounced = true;
    if (const Error error = usable())
        QMetaObject::invokeMethod(
            this, [this, error] { probeFailed(error); }, Qt::QueuedConnection);
    else
        look();
}

void LocalServerPrivate::look()
{
    if (m_probe)
        return;
    m_probe = std::make_unique<local::ServerProbe>(m_place, this);
    connect(m_probe.get(), &local::ServerProbe::found, this, &LocalServerPrivate::probeFound);
    connect(m_probe.get(), &local::ServerProbe::absent, this, &LocalServerPrivate::probeAbsent);
    connect(m_probe.get(), &local::ServerProbe::failed, this, &LocalServerPrivate::probeFailed);
    m_probe->begin();
}

void LocalServerPrivate::probeFound(const local::ServerInfo &info)
{
    auto talk = m_probe->takeTalk();
    m_probe.reset();
    const bool announced = std::exchange(m_probeAnnounced, false);
    bool alive = true;
    if (m_state == State::Stopped || m_state == State::Running) {
        watch(std::move(talk), info);
        alive = enter(State::Running);
    }
    if (announced && alive)
        Q_EMIT q_ptr->probed(true);
}

void LocalServerPrivate::probeAbsent()
{
    m_probe.reset();
    const bool announced = std::exchange(m_probeAnnounced, false);
    const bool alive = m_state != State::Running || leaveRunning();
    if (announced && alive)
        Q_EMIT q_ptr->probed(false);
}

void LocalServerPrivate::probeFailed(const Error &error)
{
    m_probe.reset();
    const bool announced = std::exchange(m_probeAnnounced, false);
    // Nothing watches it any more.
    const bool lost = !announced && m_state == State::Running;
    if (!lost || leaveRunning())
        fail(error);
}

void LocalServerPrivate::processEnded()
{
    m_process.reset();
    m_place.removeLeftovers();
    stopSucceeded();
}

void LocalServerPrivate::watch(std::unique_ptr<local::ServerTalk> talk, const local::ServerInfo &info)
{
    m_info = info;
    m_sinceInfo.start();
    if (m_process) {
        // The process tells its end itself, and a test's server should have the test's clients only.
        // Its id may be unknown: whoever sets a password hides INFO.
        m_info.processId = m_process->processId();
        return;
    }
    m_talk = std::move(talk);
    m_talk->setParent(this);
    m_talk->disconnect();
    connect(m_talk.get(), &local::ServerTalk::closed, this, &LocalServerPrivate::watchEnded);
}

// The end of the server, unless somebody else has ended just the connection.
void LocalServerPrivate::watchEnded()
{
    m_talk.reset();
    if (m_state == State::Running)
        look();
}

// False if a slot deleted the object; the same below. If not, it may have changed the state again.
bool LocalServerPrivate::leaveRunning()
{
    m_talk.reset();
    m_info = {};
    m_sinceInfo.invalidate();
    const QPointer<LocalServerPrivate> self(this);
    if (!enter(State::Stopped))
        return false;
    Q_EMIT q_ptr->stopped();
    return bool(self);
}

bool LocalServerPrivate::enter(LocalServer::State state)
{
    if (m_state == state)
        return true;
    const QPointer<LocalServerPrivate> self(this);
    m_state = state;
    Q_EMIT q_ptr->stateChanged(state);
    return bool(self);
}

bool LocalServerPrivate::fail(const Error &error)
{
    const QPointer<LocalServerPrivate> self(this);
    m_error = error;
    Q_EMIT q_ptr->errorOccurred(error);
    return bool(self);
}

} // namespace redguard
