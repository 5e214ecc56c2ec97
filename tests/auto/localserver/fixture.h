// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef TST_LOCALSERVER_FIXTURE_H
#define TST_LOCALSERVER_FIXTURE_H

#include "protocol/value.h"

#include <QtCore/qprocess.h>
#include <QtCore/qset.h>

#include <initializer_list>
#include <memory>

// What the kernel says of other processes.
namespace processes {

[[nodiscard]] bool isAlive(qint64 id); // and not a zombie
[[nodiscard]] qint64 parentOf(qint64 id);
[[nodiscard]] qint64 sessionOf(qint64 id);
[[nodiscard]] QByteArray statusOf(qint64 id, const QByteArray &field);
[[nodiscard]] QString folderOf(qint64 id);
[[nodiscard]] QStringList descriptorsOf(qint64 id); // "/dev/null", "socket:[123]"
[[nodiscard]] bool hasTcpSocket(qint64 id);
// All whose command line or title has the text.
[[nodiscard]] QSet<qint64> mentioning(const QString &text);

} // namespace processes

// One command on a connection of its own; Null if nobody answers.
[[nodiscard]] redguard::resp::Value command(const QString &socketPath,
                                            std::initializer_list<QByteArrayView> arguments);

// A localserver_peer under way.
class Peer
{
public:
    explicit Peer(const QString &mode);

    [[nodiscard]] bool isReady() const { return m_output.contains("ready"); }
    [[nodiscard]] bool hasEnded() const { return m_process.state() == QProcess::NotRunning; }
    [[nodiscard]] qint64 processId() const { return m_process.processId(); }
    // 0 until it has said so.
    [[nodiscard]] qint64 serverId() const;
    void go() { m_process.closeWriteChannel(); }

private:
    QProcess m_process;
    QByteArray m_output;
};

#endif
