// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_LOCALSERVER_H
#define REDGUARD_LOCALSERVER_H

#include <RedGuard/error.h>

#include <QtCore/qobject.h>
#include <QtCore/qstringlist.h>

#include <chrono>
#include <memory>

namespace redguard {

class LocalServerPrivate;

class REDGUARD_EXPORT LocalServer : public QObject
{
    Q_OBJECT
    Q_PROPERTY(QString name READ name CONSTANT)
    Q_PROPERTY(redguard::LocalServer::Mode mode READ mode CONSTANT)
    Q_PROPERTY(QString url READ url CONSTANT)
    Q_PROPERTY(redguard::LocalServer::State state READ state NOTIFY stateChanged)
    Q_PROPERTY(QString program READ program NOTIFY stateChanged)
    Q_PROPERTY(qint64 processId READ processId NOTIFY stateChanged)

public:
    enum class Mode {
        Shared,    // one per user and name, found by other processes, outlives this one
        Temporary, // this object's own, ends with it and with the process
    };
    Q_ENUM(Mode)

    enum class State { Stopped, Starting, Running, Stopping };
    Q_ENUM(State)

    explicit LocalServer(QObject *parent = nullptr);
    explicit LocalServer(const QString &name, QObject *parent = nullptr);
    explicit LocalServer(Mode mode, QObject *parent = nullptr);
    ~LocalServer() override;

    [[nodiscard]] QString name() const;
    [[nodiscard]] Mode mode() const;
    [[nodiscard]] bool isTemporary() const { return mode() == Mode::Temporary; }

    // More of the server's command line; of a temporary server only.
    [[nodiscard]] QStringList arguments() const;
    void setArguments(const QStringList &arguments);

    [[nodiscard]] State state() const;
    [[nodiscard]] Error error() const;

    // Where the server is, or will be, found: "unix:///run/user/1000/redguard/default/redis.sock".
    [[nodiscard]] QString url() const;
    [[nodiscard]] QString socketPath() const;
    [[nodiscard]] QString logPath() const;
    // Of the running server, or else the one that start() would run; empty if there is none.
    [[nodiscard]] QString program() const;
    // Of the running server; 0 if there is none.
    [[nodiscard]] qint64 processId() const;
    [[nodiscard]] std::chrono::seconds uptime() const;

public Q_SLOTS:
    void start();
    void stop();
    void probe();

Q_SIGNALS:
    void started();
    void stopped();
    void probed(bool running);
    void stateChanged(redguard::LocalServer::State state);
    void errorOccurred(const redguard::Error &error);

private:
    Q_DISABLE_COPY_MOVE(LocalServer)
    Q_DECLARE_PRIVATE(LocalServer)
    std::unique_ptr<LocalServerPrivate> d_ptr;
};

} // namespace redguard

#endif
