// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_LOCAL_SERVERSTART_H
#define REDGUARD_LOCAL_SERVERSTART_H

#include "local/serverlock.h"
#include "local/serverplace.h"
#include "local/serverprocess.h"
#include "local/servertalk.h"

#include <QtCore/qstringlist.h>
#include <QtCore/qtimer.h>

namespace redguard::local {

// One attempt to have a server running: look; if there is none, lock, look again, and only then
// start one and look until it answers. Ends with one of its signals, the lock given back.
class ServerStart : public QObject
{
    Q_OBJECT

public:
    explicit ServerStart(const ServerPlace &place, ServerProcess::Bond bond, const QStringList &arguments,
                         QObject *parent = nullptr);

    void begin(std::chrono::milliseconds patience = std::chrono::seconds(10));
    // The connection on which the server answered, and the process if it is tied to this one.
    [[nodiscard]] std::unique_ptr<ServerTalk> takeTalk() { return std::move(m_talk); }
    [[nodiscard]] std::unique_ptr<ServerProcess> takeProcess();

Q_SIGNALS:
    void succeeded(const redguard::local::ServerInfo &info);
    void failed(const redguard::Error &error);

private:
    void prepare();
    void look();
    void lookAgain();
    void found(const ServerInfo &info);
    void absent();
    void locked();
    void launch();
    void exited(int code);
    void expired();
    void refused(const QString &reason);
    void fail(const Error &error);

    ServerPlace m_place;
    ServerProcess::Bond m_bond;
    QStringList m_arguments;
    std::chrono::milliseconds m_patience {0};
    ServerLock m_lock;
    std::unique_ptr<ServerTalk> m_talk;
    std::unique_ptr<ServerProcess> m_process;
    QTimer m_retry;
    QTimer m_deadline;
    bool m_locking = false;
};

} // namespace redguard::local

#endif
