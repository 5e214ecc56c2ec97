// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_CLI_LOCALCOMMAND_H
#define REDGUARD_CLI_LOCALCOMMAND_H

#include <RedGuard/localserver.h>
#include <RedGuard/result.h>

namespace redguard::cli {

class CommandLine;

struct LocalOrder
{
    enum class Action : quint8 { Start, Status, Stop };

    Action action = Action::Status;
    QString name;

    [[nodiscard]] static Result<LocalOrder> from(const CommandLine &line);
};

class LocalCommand : public QObject
{
    Q_OBJECT

public:
    explicit LocalCommand(const LocalOrder &order, QObject *parent = nullptr);

    void start();

Q_SIGNALS:
    void finished(int exitCode);

private:
    void probed(bool isRunning);
    void fail(const Error &error);
    void say(const QString &text, int exitCode);

    LocalOrder::Action m_action;
    LocalServer m_server;
};

} // namespace redguard::cli

#endif
