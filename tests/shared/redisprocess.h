// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDISPROCESS_H
#define REDISPROCESS_H

#include "plainclient.h"

#include <QtCore/qprocess.h>
#include <QtCore/qtemporarydir.h>

// A real server on TCP, a Sentinel too, as a process of the test's own: in a temporary folder, on a
// free port of 127.0.0.1, and ended with the test, however that ends. Beside its port it listens on a
// Unix socket in its folder, through which command() speaks without TLS.
class RedisProcess
{
public:
    enum class Mode : quint8 { Server, Sentinel };

    // Lines of its configuration; %port% and %busport% in them stand for its ports.
    explicit RedisProcess(const QStringList &configuration = {}, Mode mode = Mode::Server);
    ~RedisProcess();

    // On other ports until it finds free ones; again after kill(), on the same.
    [[nodiscard]] bool start();
    void kill();
    // It keeps its connections and answers nothing, until it is resumed.
    void pause();
    void resume();

    [[nodiscard]] bool isRunning() const { return m_process.state() != QProcess::NotRunning; }
    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] QString url() const;
    [[nodiscard]] QString filePath(const QString &name) const { return m_folder.filePath(name); }
    [[nodiscard]] QByteArray log() const;

    // Once more where the connection was closed, as Sentinel does in a failover.
    redguard::resp::Value command(const QByteArrayList &command);
    // A line of INFO, CLUSTER INFO and the like.
    [[nodiscard]] QByteArray field(const QByteArrayList &command, QByteArrayView name);

private:
    [[nodiscard]] bool configure();
    [[nodiscard]] bool run();
    [[nodiscard]] bool connectClient();

    QTemporaryDir m_folder;
    QStringList m_configuration;
    Mode m_mode;
    quint16 m_port = 0;
    QProcess m_process;
    PlainClient m_client;
};

#endif
