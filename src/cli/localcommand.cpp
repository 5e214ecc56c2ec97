// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "localcommand.h"

#include "commandline.h"
#include "complaint.h"
#include "exitcode.h"

#include <cstdio>

namespace redguard::cli {

using namespace Qt::StringLiterals;

Result<LocalOrder> LocalOrder::from(const CommandLine &line)
{
    const QStringList actions {u"start"_s, u"status"_s, u"stop"_s};
    const qsizetype at = actions.indexOf(line.names().first());
    if (at < 0)
        return usageError(line.command(), u"it takes start, status or stop"_s);
    return LocalOrder {Action(at), line.names().value(1, u"default"_s)};
}

LocalCommand::LocalCommand(const LocalOrder &order, QObject *parent)
    : QObject(parent)
    , m_action(order.action)
    , m_server(order.name)
{
    connect(&m_server, &LocalServer::started, this, [this] { say(m_server.url(), Success); });
    connect(&m_server, &LocalServer::stopped, this, [this] { say({}, Success); });
    connect(&m_server, &LocalServer::probed, this, &LocalCommand::probed);
    connect(&m_server, &LocalServer::errorOccurred, this, [this](const Error &error) { fail(error); });
}

void LocalCommand::start()
{
    switch (m_action) {
    case LocalOrder::Action::Start:
        m_server.start();
        break;
    case LocalOrder::Action::Status:
        m_server.probe();
        break;
    case LocalOrder::Action::Stop:
        m_server.stop();
        break;
    }
}

void LocalCommand::probed(bool isRunning)
{
    if (!isRunning) {
        say(u"not running"_s, NoServer);
        return;
    }
    say(u"running\nurl      %1\nprocess  %2\nprogram  %3\nuptime   %4 s"_s.arg(
            m_server.url(), QString::number(m_server.processId()), m_server.program(),
            QString::number(m_server.uptime().count())),
        Success);
}

void LocalCommand::fail(const Error &error)
{
    complain(error);
    Q_EMIT finished(exitCodeOf(error.code()));
}

void LocalCommand::say(const QString &text, int exitCode)
{
    if (!text.isEmpty())
        std::fprintf(stdout, "%s\n", qPrintable(text));
    Q_EMIT finished(exitCode);
}

} // namespace redguard::cli
