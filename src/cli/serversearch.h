// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_CLI_SERVERSEARCH_H
#define REDGUARD_CLI_SERVERSEARCH_H

#include <RedGuard/redguard.h>

#include <QtCore/qtimer.h>

namespace redguard::cli {

// The guard, and whether it finds its server in good time.
class ServerSearch : public QObject
{
    Q_OBJECT

public:
    ServerSearch(const QString &url, const QString &nameSpace, QObject *parent = nullptr);

    [[nodiscard]] RedGuard *guard() { return &m_guard; }
    [[nodiscard]] bool hasFound() const { return m_hasFound; }
    // Why there is no server so far.
    [[nodiscard]] Error error() const;

    void start();

Q_SIGNALS:
    // Once, one of these two.
    void found();
    void failed(const redguard::Error &error);

private:
    void stateChanged(ConnectionState state);
    void errorOccurred(const Error &error);
    void fail(const Error &error);

    RedGuard m_guard;
    QTimer m_patience;
    Error m_error;
    bool m_hasFound = false;
};

} // namespace redguard::cli

#endif
