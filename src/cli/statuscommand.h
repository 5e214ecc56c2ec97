// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_CLI_STATUSCOMMAND_H
#define REDGUARD_CLI_STATUSCOMMAND_H

#include "serversearch.h"

namespace redguard::cli {

class CommandLine;

class StatusCommand : public QObject
{
    Q_OBJECT

public:
    explicit StatusCommand(const CommandLine &line, QObject *parent = nullptr);

    void start() { m_search.start(); }

Q_SIGNALS:
    void finished(int exitCode);

private:
    void answered(const Result<Status> &result);
    void fail(const Error &error);

    QString m_name;
    bool m_isJson;
    ServerSearch m_search;
};

} // namespace redguard::cli

#endif
