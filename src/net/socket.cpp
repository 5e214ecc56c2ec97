// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "net/socket.h"

#include "net/tcpoptions.h"

#include <QtNetwork/qhostaddress.h>
#include <QtNetwork/qnetworkproxy.h>

#include <utility>

namespace redguard::net {

Socket::Socket(const Endpoint &endpoint, std::chrono::milliseconds userTimeout, QObject *parent)
    : QObject(parent)
    , m_endpoint(endpoint)
    , m_userTimeout(userTimeout)
{
    if (endpoint.transport != Endpoint::Transport::Tcp)
        makeLocal();
    else
        makeTcp();
    connect(m_device, &QIODevice::readyRead, this, &Socket::readyRead);
    connect(&m_lookup, &HostLookup::found, this, &Socket::connectToHost);
    connect(&m_lookup, &HostLookup::failed, this, &Socket::end);
}

void Socket::makeLocal()
{
    m_local = std::make_unique<QLocalSocket>();
    m_device = m_local.get();
    connect(m_local.get(), &QLocalSocket::connected, this, &Socket::connected);
    connect(m_local.get(), &QLocalSocket::errorOccurred, this, [this] { end(m_local->errorString()); });
    connect(m_local.get(), &QLocalSocket::disconnected, this, [this] { end(m_local->errorString()); });
}

void Socket::makeTcp()
{
    if (m_endpoint.tls)
        makeTls();
    else
        m_tcp = std::make_unique<QTcpSocket>();
    m_device = m_tcp.get();
    // A proxy lookup may block, and no proxy for the web speaks RESP.
    m_tcp->setProxy(QNetworkProxy::NoProxy);
    connect(m_tcp.get(), &QTcpSocket::connected, this, &Socket::tcpConnected);
    connect(m_tcp.get(), &QTcpSocket::errorOccurred, this, [this] { end(tcpError()); });
    connect(m_tcp.get(), &QTcpSocket::disconnected, this, [this] { end(tcpError()); });
}

void Socket::connectToHost()
{
    if (m_ended)
        return;
    if (m_endpoint.tls)
        connectEncrypted();
    else
        m_tcp->connectToHost(m_endpoint.host, m_endpoint.port, QIODevice::ReadWrite | QIODevice::Unbuffered);
}

#if QT_CONFIG(ssl)

// Errors of the certificate are never ignored: Qt ends the connection after it has told them.
void Socket::makeTls()
{
    auto socket = std::make_unique<QSslSocket>();
    m_tls = socket.get();
    m_tcp = std::move(socket);
    connect(m_tls, &QSslSocket::encrypted, this, &Socket::connected);
    connect(m_tls, &QSslSocket::sslErrors, this, [this](const QList<QSslError> &errors) {
        for (const QSslError &error : errors)
            m_tlsErrors.append(error.errorString());
        m_tlsErrors.removeDuplicates();
    });
}

void Socket::connectEncrypted()
{
    const auto configuration = m_endpoint.tls->configuration();
    if (!configuration) {
        end(configuration.error().message());
        return;
    }
    m_tls->setSslConfiguration(*configuration);
    m_tls->connectToHostEncrypted(m_endpoint.host, m_endpoint.port);
}

#else

void Socket::makeTls()
{
    m_tcp = std::make_unique<QTcpSocket>();
}

// A guard refuses such a URL; whoever else comes here gets no plain text either.
void Socket::connectEncrypted()
{
    end(m_endpoint.tls->check().message());
}

#endif

void Socket::tcpConnected()
{
    setTcpOptions(*m_tcp, m_userTimeout);
    if (!m_endpoint.tls)
        Q_EMIT connected();
}

QString Socket::tcpError() const
{
    if (m_tlsErrors.isEmpty())
        return m_tcp->errorString();
    //: %1 is what Qt says of a certificate
    return TlsOptions::tr("The server's certificate was refused: %1").arg(m_tlsErrors.join(u' '));
}

void Socket::connectToServer()
{
    if (m_local)
        m_local->connectToServer(m_endpoint.path, QIODevice::ReadWrite | QIODevice::Unbuffered);
    else if (QHostAddress(m_endpoint.host).isNull())
        m_lookup.lookUp(m_endpoint.host);
    else
        connectToHost();
}

// A buffered socket would wait for the event loop before it writes.
void Socket::write(const QByteArray &bytes)
{
    if (m_device->write(bytes) < 0)
        atEnd();
    else if (m_tcp)
        m_tcp->flush();
    else
        m_local->flush();
}

void Socket::atEnd()
{
    end(m_tcp ? tcpError() : tr("The server closed the connection"));
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
