// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef PLAINCLIENT_H
#define PLAINCLIENT_H

#include "protocol/parser.h"
#include "protocol/writer.h"

#include <QtCore/qbytearraylist.h>
#include <QtNetwork/qlocalsocket.h>
#include <QtNetwork/qtcpsocket.h>

#include <memory>

// A connection that sends what it is told and blocks for what comes back, as only a test may.
class PlainClient
{
public:
    [[nodiscard]] bool connectTo(const QString &socketPath)
    {
        auto socket = std::make_unique<QLocalSocket>();
        socket->connectToServer(socketPath);
        return takeOver(std::move(socket));
    }

    [[nodiscard]] bool connectTo(const QString &host, quint16 port)
    {
        auto socket = std::make_unique<QTcpSocket>();
        socket->connectToHost(host, port);
        return takeOver(std::move(socket));
    }

    void send(const QByteArrayList &command)
    {
        redguard::resp::appendArrayHeader(m_unsent, command.size());
        for (const auto &argument : command)
            redguard::resp::appendBulk(m_unsent, argument);
    }

    redguard::resp::Value read()
    {
        m_socket->write(m_unsent);
        m_unsent.clear();
        redguard::resp::Value value;
        while (m_parser.next(value) == redguard::resp::Parser::Status::NeedMore) {
            if (!m_socket->bytesAvailable() && !m_socket->waitForReadyRead(60'000))
                return {redguard::resp::Type::Error, 0, 0, "no reply", {}};
            m_parser.append(m_socket->readAll());
        }
        return value;
    }

    redguard::resp::Value command(const QByteArrayList &command)
    {
        send(command);
        return read();
    }

private:
    template <typename Socket>
    bool takeOver(std::unique_ptr<Socket> socket)
    {
        const bool connected = socket->waitForConnected();
        m_socket = std::move(socket);
        m_parser.reset();
        m_unsent.clear();
        return connected;
    }

    std::unique_ptr<QIODevice> m_socket;
    QByteArray m_unsent;
    redguard::resp::Parser m_parser;
};

#endif
