// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_LOCAL_LOCALSERVER_P_H
#define REDGUARD_LOCAL_LOCALSERVER_P_H

#include <RedGuard/localserver.h>

#include "local/serverplace.h"
#include "local/servertalk.h"

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qtemporarydir.h>

#include <memory>

namespace redguard {

namespace local {
class ServerProbe;
class ServerProcess;
class ServerStart;
class ServerStop;
} // namespace local

// Joins the attempts to start, to stop and to look, one at a time, to the public signals.
class LocalServerPrivate : public QObject
{
    Q_OBJECT

public:
    explicit LocalServerPrivate(LocalServer *q);
    LocalServerPrivate(LocalServer *q, const QString &name);
    ~LocalServerPrivate() override;

    [[nodiscard]] QString name() const { return m_name; }
    [[nodiscard]] bool isTemporary() const { return bool(m_folder); }
    [[nodiscard]] const local::ServerPlace &place() const { return m_place; }
    [[nodiscard]] LocalServer::State state() const { return m_state; }
    [[nodiscard]] Error error() const { return m_error; }
    [[nodiscard]] const local::ServerInfo &info() const { return m_info; }
    [[nodiscard]] std::chrono::seconds uptime() const;

    void start();
    void stop();
    void probe();

    QStringList arguments;

private:
    enum class Next : quint8 { Nothing, Start, Stop };

    [[nodiscard]] Error usable() const;
    void confirm();
    void beginStart();
    void startSucceeded(const local::ServerInfo &info);
    void startFailed(const Error &error);
    void beginStop();
    void stopSucceeded();
    void stopFailed(const Error &error);
    void look();
    void probeFound(const local::ServerInfo &info);
    void probeAbsent();
    void probeFailed(const Error &error);
    void processEnded();

    void watch(std::unique_ptr<local::ServerTalk> talk, const local::ServerInfo &info);
    void watchEnded();
    bool leaveRunning();
    bool enter(LocalServer::State state);
    bool fail(const Error &error);

    LocalServer *const q_ptr;

    QString m_name;
    std::unique_ptr<QTemporaryDir> m_folder; // of a temporary server
    local::ServerPlace m_place;
    LocalServer::State m_state = LocalServer::State::Stopped;
    Next m_next = Next::Nothing;
    Error m_error;
    local::ServerInfo m_info;
    QElapsedTimer m_sinceInfo;
    std::unique_ptr<local::ServerTalk> m_talk;
    std::unique_ptr<local::ServerProcess> m_process;
    std::unique_ptr<local::ServerStart> m_start;
    std::unique_ptr<local::ServerStop> m_stop;
    std::unique_ptr<local::ServerProbe> m_probe;
    bool m_probeAnnounced = false;
};

} // namespace redguard

#endif
