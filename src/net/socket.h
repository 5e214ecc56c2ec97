// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_NET_SOCKET_H
#define REDGUARD_NET_SOCKET_H

#include "net/endpoint.h"

#include <QtNetwork/qlocalsocket.h>
#include <QtNetwork/qtcpsocket.h>

namespace redguard::net {

// A TCP or Unix socket behind one face. It never blocks, and says once that it is closed.
class Socket : public QObject
{
    Q_OBJECT

public:
    explicit Socket(const Endpoint &endpoint, QObject *parent = nullptr);

    void connectToServer();
    // All of it, or as much as the system takes now; the rest follows from the event loop.
    void write(const QByteArray &bytes);
    [[nodiscard]] qint64 read(char *buffer, qint64 size) { return m_device->read(buffer, size); }
    void close();

Q_SIGNALS:
    void connected();
    void readyRead();
    void closed(const QString &reason);

private:
    void end(const QString &reason);

    Endpoint m_endpoint;
    std::unique_ptr<QTcpSocket> m_tcp;
    std::unique_ptr<QLocalSocket> m_local;
    QIODevice *m_device = nullptr;
    bool m_ended = false;
};

} // namespace redguard::net

#endif
