// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "net/socket.h"

#include <QtNetwork/qnetworkproxy.h>

#include <utility>

namespace redguard::net {

Socket::Socket(const Endpoint &endpoint, QObject *parent)
    : QObject(parent)
    , m_endpoint(endpoint)
{
    if (endpoint.transport == Endpoint::Transport::Tcp) {
        m_tcp = std::make_unique<QTcpSocket>();
        m_device = m_tcp.get();
        // A proxy lookup may block, and no proxy for the web speaks RESP.
        m_tcp->setProxy(QNetworkProxy::NoProxy);
        connect(m_tcp.get(), &QTcpSocket::connected, this, [this] {
            m_tcp->setSocketOption(QAbstractSocket::LowDelayOption, 1);
            m_tcp->setSocketOption(QAbstractSocket::KeepAliveOption, 1);
            Q_EMIT connected();
        });
        connect(m_tcp.get(), &QTcpSocket::errorOccurred, this, [this] { end(m_tcp->errorString()); });
        connect(m_tcp.get(), &QTcpSocket::disconnected, this, [this] { end(m_tcp->errorString()); });
    } else {
        m_local = std::make_unique<QLocalSocket>();
        m_device = m_local.get();
        connect(m_local.get(), &QLocalSocket::connected, this, &Socket::connected);
        connect(m_local.get(), &QLocalSocket::errorOccurred, this, [this] { end(m_local->errorString()); });
        connect(m_local.get(), &QLocalSocket::disconnected, this, [this] { end(m_local->errorString()); });
    }
    connect(m_device, &QIODevice::readyRead, this, &Socket::readyRead);
}

void Socket::connectToServer()
{
    if (m_tcp)
        m_tcp->connectToHost(m_endpoint.host, m_endpoint.port);
    else
        m_local->connectToServer(m_endpoint.path);
}

// A buffered socket would wait for the event loop before it writes.
void Socket::write(const QByteArray &bytes)
{
    m_device->write(bytes);
    if (m_tcp)
        m_tcp->flush();
    else
        m_local->flush();
}

void Socket::close()
{
    m_ended = true;
    if (m_tcp)
        m_tcp->close();
    else
        m_local->close();
}

void Socket::end(const QString &reason)
{
    if (!std::exchange(m_ended, true))
        Q_EMIT closed(reason);
}

} // namespace redguard::net
