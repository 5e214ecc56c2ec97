// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "holdsession.h"

#include "complaint.h"
#include "exitcode.h"
#include "word.h"

#include <cerrno>
#include <csignal>

namespace redguard::cli {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto LongestGoodbye = 2s;

QByteArray variable(const char *name, const QByteArray &value)
{
    return name + ("=" + value);
}

bool isUserSignal(int signal)
{
    return signal == SIGUSR1 || signal == SIGUSR2;
}

} // namespace

HoldSession::HoldSession(const HoldOrder &order, QObject *parent)
    : QObject(parent)
    , m_order(order)
    , m_search(order.url, order.nameSpace)
    , m_primitive(order.make(m_search.guard()))
    , m_events(m_primitive->name(), order.printsEvents)
{
    connectToPrimitive();
    connectToServer();
    connect(&m_signals, &SignalPipe::arrived, this, &HoldSession::signalArrived);
    connect(&m_signals, &SignalPipe::childEnded, &m_child, &ChildProgram::collect);
    connect(&m_child, &ChildProgram::ended, this, &HoldSession::giveBack);
    connect(&m_input, &InputEnd::reached, this, [this] { giveBack(Success); });
    m_goodbye.setSingleShot(true);
    connect(&m_goodbye, &QTimer::timeout, this, &HoldSession::giveUpGoodbye);
}

void HoldSession::connectToPrimitive()
{
    connect(m_primitive, &Primitive::queued, this,
            [this](quint64, int position) { m_events.waiting(position); });
    connect(m_primitive, &Primitive::acquired, this, &HoldSession::acquired);
    connect(m_primitive, &Primitive::renewed, this,
            [this](const LeaseInfo &lease) { m_events.renewed(lease); });
    connect(m_primitive, &Primitive::lost, this, &HoldSession::lost);
    connect(m_primitive, &Primitive::released, this, &HoldSession::released);
    connect(m_primitive, &Primitive::timedOut, this,
            [this](quint64, const Error &error) { timedOut(error); });
    connect(m_primitive, &Primitive::errorOccurred, this,
            [this](quint64, const Error &error) { errorOccurred(error); });
}

void HoldSession::connectToServer()
{
    RedGuard *guard = m_search.guard();
    connect(&m_search, &ServerSearch::failed, this, &HoldSession::fail);
    connect(guard, &RedGuard::errorOccurred, this, &HoldSession::connectionErrorOccurred);
    connect(guard, &RedGuard::stateChanged, this, [this](ConnectionState state) {
        m_isConnectionLost = m_isConnectionLost && state != ConnectionState::Connected;
    });
    connect(guard, &RedGuard::closed, this, &HoldSession::finish);
}

void HoldSession::start()
{
    m_search.start();
    if (m_order.wait == Forever)
        m_primitive->acquire();
    else
        m_primitive->acquireFor(m_order.wait);
}

void HoldSession::acquired(const LeaseInfo &lease)
{
    m_lease = lease;
    m_isHolding = m_order.isHeld;
    m_events.acquired(lease);
    if (m_order.program)
        run(lease);
    else if (m_order.isHeld)
        m_input.watch();
    else
        giveBack(Success);
}

void HoldSession::run(const LeaseInfo &lease)
{
    QByteArrayList environment {variable("REDGUARD_NAME", lease.name().toLocal8Bit())};
    if (m_order.isHeld)
        environment << variable("REDGUARD_FENCE", QByteArray::number(lease.fence()));
    const int error = m_child.start(m_order.program, environment, {"REDGUARD_NAME", "REDGUARD_FENCE"});
    if (error == 0)
        return;
    complain(u"%1: %2"_s.arg(QString::fromLocal8Bit(*m_order.program), qt_error_string(error)));
    giveBack(error == ENOENT ? NotFound : NotExecutable);
}

void HoldSession::lost(const LeaseInfo &lease, LossReason reason)
{
    m_isHolding = false;
    m_isLost = true;
    m_events.lost(lease, reason);
    complain(u"\"%1\" was lost: %2"_s.arg(lease.name(), wordOf(reason)));
    if (m_child.isRunning())
        m_child.terminate(m_order.grace);
    else
        giveBack(LeaseWasLost);
}

void HoldSession::released(const LeaseInfo &lease, ReleaseOutcome how)
{
    m_isHolding = false;
    m_events.released(lease, how);
    if (how == ReleaseOutcome::AlreadyExpired)
        complain(u"\"%1\" was gone before it was given back"_s.arg(lease.name()));
}

void HoldSession::timedOut(const Error &error)
{
    if (!m_search.hasFound()) {
        fail(m_search.error());
        return;
    }
    m_events.timedOut(error);
    complain(error);
    giveBack(exitCodeOf(error.code()));
}

void HoldSession::errorOccurred(const Error &error)
{
    const bool isUnreached = error.code() == ErrorCode::NotConnected && !m_search.hasFound();
    fail(isUnreached ? m_search.error() : error);
}

// The library connects again by itself; what that means for the lease comes as lost().
void HoldSession::connectionErrorOccurred(const Error &error)
{
    if (!m_search.hasFound() || m_exitCode || std::exchange(m_isConnectionLost, true))
        return;
    m_events.error(error);
    complain(u"not connected: "_s + error.message());
}

void HoldSession::signalArrived(int signal, bool isTyped)
{
    if (m_child.isRunning()) {
        if (!isTyped)
            m_child.send(signal);
    } else if (isUserSignal(signal) || m_exitCode) {
        return;
    } else if (m_isHolding) {
        giveBack(Success);
    } else {
        m_events.error(Error(ErrorCode::Cancelled, u"Signal %1 ended the wait"_s.arg(signal)));
        giveBack(SignalBase + signal);
    }
}

void HoldSession::fail(const Error &error)
{
    if (m_exitCode)
        return;
    m_events.error(error);
    complain(error);
    giveBack(exitCodeOf(error.code()));
}

void HoldSession::giveBack(int exitCode)
{
    if (m_exitCode)
        return;
    m_exitCode = exitCode;
    m_goodbye.start(LongestGoodbye);
    m_search.guard()->close();
}

void HoldSession::giveUpGoodbye()
{
    if (m_isHolding)
        m_events.released(m_lease, ReleaseOutcome::Unknown);
    finish();
}

// A loss counts more than what the program made of it: its work was not protected to the end.
void HoldSession::finish()
{
    m_goodbye.stop();
    Q_EMIT finished(m_isLost ? LeaseWasLost : *m_exitCode);
}

} // namespace redguard::cli
