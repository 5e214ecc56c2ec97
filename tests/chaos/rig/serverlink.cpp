// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "serverlink.h"

#include "protocol/writer.h"

namespace chaos {

ServerLink::ServerLink(const QString &path, QObject *parent)
    : QObject(parent)
    , m_path(path)
{
    m_retry.setInterval(20);
    connect(&m_retry, &QTimer::timeout, this, &ServerLink::connectToServer);
    connect(&m_socket, &QIODevice::readyRead, this, &ServerLink::read);
    connect(&m_socket, &QLocalSocket::connected, this, [this] {
        m_retry.stop();
        Q_EMIT ready();
    });
    connect(&m_socket, &QLocalSocket::disconnected, this, [this] {
        m_pending.clear();
        m_parser.reset();
        m_retry.start();
    });
    m_retry.start();
}

void ServerLink::connectToServer()
{
    if (m_socket.state() == QLocalSocket::UnconnectedState)
        m_socket.connectToServer(m_path);
}

void ServerLink::send(const QByteArrayList &command, Handler handler)
{
    if (!isReady())
        return;
    QByteArray bytes;
    redguard::resp::appendArrayHeader(bytes, command.size());
    for (const QByteArray &argument : command)
        redguard::resp::appendBulk(bytes, argument);
    m_pending.push_back({trueTime(), std::move(handler)});
    m_socket.write(bytes);
    m_socket.flush();
}

void ServerLink::read()
{
    m_parser.append(m_socket.readAll());
    redguard::resp::Value value;
    while (m_parser.next(value) == redguard::resp::Parser::Status::Ready && !m_pending.empty()) {
        const Pending pending = std::move(m_pending.front());
        m_pending.pop_front();
        if (pending.handler)
            pending.handler({value, pending.before, trueTime()});
        else if (value.isError())
            Q_EMIT failed(value.bytes);
    }
}

} // namespace chaos
