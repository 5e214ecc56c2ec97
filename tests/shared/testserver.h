// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef TESTSERVER_H
#define TESTSERVER_H

#include <RedGuard/LocalServer>

#include "protocol/parser.h"
#include "protocol/writer.h"

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qregularexpression.h>
#include <QtCore/qtimer.h>
#include <QtNetwork/qlocalsocket.h>
#include <QtTest/qsignalspy.h>
#include <QtTest/qtest.h>

// A real server of the test's own, on a socket in a temporary folder, and a plain client to look at
// it with, which blocks, as only a test may.
class TestServer
{
public:
    explicit TestServer(const QStringList &arguments = {})
        : m_server(redguard::LocalServer::Mode::Temporary)
    {
        m_server.setArguments(arguments);
    }

    [[nodiscard]] bool start()
    {
        QSignalSpy started(&m_server, &redguard::LocalServer::started);
        m_server.start();
        if (!started.wait(15'000))
            return false;
        m_socket.connectToServer(m_server.socketPath());
        return m_socket.waitForConnected();
    }

    [[nodiscard]] redguard::LocalServer &server() { return m_server; }
    [[nodiscard]] QString url() const { return m_server.url(); }

    redguard::resp::Value command(std::initializer_list<QByteArrayView> arguments)
    {
        QByteArray bytes;
        redguard::resp::appendCommand(bytes, arguments);
        return send(bytes);
    }

    redguard::resp::Value send(const QByteArray &command)
    {
        m_socket.write(command);
        redguard::resp::Value value;
        while (m_parser.next(value) == redguard::resp::Parser::Status::NeedMore) {
            if (!m_socket.bytesAvailable() && !m_socket.waitForReadyRead(5000))
                return {redguard::resp::Type::Error, 0, 0, "no reply", {}};
            m_parser.append(m_socket.readAll());
        }
        return value;
    }

    [[nodiscard]] QByteArrayList keys()
    {
        QByteArrayList keys;
        for (const auto &key : command({"KEYS", "*"}).elements)
            keys.append(key.bytes);
        std::sort(keys.begin(), keys.end());
        return keys;
    }

    [[nodiscard]] qint64 timeToLive(QByteArrayView key) { return command({"PTTL", key}).integer; }

    // How often the server ran a command since the last resetCounts(), scripts' own commands included.
    [[nodiscard]] qint64 calls(QByteArrayView command)
    {
        const QByteArray stats = this->command({"INFO", "commandstats"}).bytes;
        const auto at = stats.indexOf("cmdstat_" + command.toByteArray() + ":calls=");
        if (at < 0)
            return 0;
        const auto from = stats.indexOf('=', at) + 1;
        return stats.mid(from, stats.indexOf(',', from) - from).toLongLong();
    }
    void resetCounts() { command({"CONFIG", "RESETSTAT"}); }

private:
    redguard::LocalServer m_server;
    QLocalSocket m_socket;
    redguard::resp::Parser m_parser;
};

#endif
