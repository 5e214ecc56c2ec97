// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_LOCAL_SERVERSTOP_H
#define REDGUARD_LOCAL_SERVERSTOP_H

#include "local/serverlock.h"
#include "local/serverplace.h"
#include "local/servertalk.h"

#include <QtCore/qtimer.h>

#include <memory>

namespace redguard::local {

// One attempt to have no shared server running. It asks the server, whoever's child that is, and
// keeps the lock until the server is gone: a server on its way out removes its socket late, and
// that must not be the socket of the next one. Ends with one of its signals.
class ServerStop : public QObject
{
    Q_OBJECT

public:
    explicit ServerStop(const ServerPlace &place, QObject *parent = nullptr);

    void begin(std::chrono::milliseconds patience = std::chrono::seconds(10));

Q_SIGNALS:
    void succeeded();
    void failed(const redguard::Error &error);

private:
    void prepare();
    void shutDown();
    void absent();
    void finish();
    void refused(const QString &reason);
    void expired();
    void fail(const Error &error);

    ServerPlace m_place;
    ServerLock m_lock;
    std::unique_ptr<ServerTalk> m_talk;
    QTimer m_retry;
    QTimer m_deadline;
};

} // namespace redguard::local

#endif
