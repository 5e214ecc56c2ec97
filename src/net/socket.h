// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_NET_SOCKET_H
#define REDGUARD_NET_SOCKET_H

#include "net/endpoint.h"
#include "net/hostlookup.h"

#include <QtNetwork/qlocalsocket.h>
#include <QtNetwork/qtcpsocket.h>

#if QT_CONFIG(ssl)
#include <QtNetwork/qsslsocket.h>
#endif

#include <chrono>

namespace redguard::net {

// A TCP or Unix socket behind one face, with TLS where the endpoint says so. It never blocks, and says
// once that it is closed.
class Socket : public QObject
{
    Q_OBJECT

public:
    // What was written and is not acknowledged by the peer's system for `userTimeout` ends the connection.
    Socket(const Endpoint &endpoint, std::chrono::milliseconds userTimeout, QObject *parent = nullptr);

    ~Socket() override { close(); }

    void connectToServer();
    // All of it, or as much as the system takes now; the rest follows from the event loop.
    void write(const QByteArray &bytes);
    // What there is, 0 if nothing, below 0 if nothing more will come: then whoever reads calls atEnd(), since
    // a socket without a buffer does not say so itself.
    [[nodiscard]] qint64 read(char *buffer, qint64 size) { return m_device->read(buffer, size); }
    void atEnd();
    void close();

Q_SIGNALS:
    // With TLS, once the server is who it should be and all is encrypted.
    void connected();
    void readyRead();
    void closed(const QString &reason);

private:
    void makeTcp();
    void makeTls();
    void makeLocal();
    void connectToHost();
    void connectEncrypted();
    void tcpConnected();
    [[nodiscard]] QString tcpError() const;
    void end(const QString &reason);

    Endpoint m_endpoint;
    std::chrono::milliseconds m_userTimeout;
    HostLookup m_lookup;
    std::unique_ptr<QTcpSocket> m_tcp;
    std::unique_ptr<QLocalSocket> m_local;
    QIODevice *m_device = nullptr;
#if QT_CONFIG(ssl)
    QSslSocket *m_tls = nullptr; // m_tcp, if it is one
#endif
    QStringList m_tlsErrors; // what was found wrong with the server's certificate
    bool m_ended = false;
};

} // namespace redguard::net

#endif
