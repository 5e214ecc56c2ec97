// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_LOCAL_SERVERTALK_H
#define REDGUARD_LOCAL_SERVERTALK_H

#include "protocol/parser.h"

#include <QtCore/qobject.h>
#include <QtNetwork/qlocalsocket.h>

#include <chrono>

namespace redguard::local {

// What a server says of itself.
struct ServerInfo
{
    qint64 processId = 0;
    QString program;
    std::chrono::seconds uptime {0};
};

// One connection to a local server, to see whether it is there and, kept open, until when. Nothing
// is emitted from inside a call or from inside the socket's own code, so that whoever gets a signal
// may delete this.
class ServerTalk : public QObject
{
    Q_OBJECT

public:
    explicit ServerTalk(QObject *parent = nullptr);
    ~ServerTalk() override;

    // One of the two, once.
    void ask(const QString &socketPath);
    void shutDown(const QString &socketPath);

Q_SIGNALS:
    void answered(const redguard::local::ServerInfo &info);
    void absent();  // nobody listens
    void loading(); // somebody does, but is not ready to serve
    void closed();  // the server ended the connection, before an answer or after it
    void refused(const QString &reason);

private:
    enum class Request : quint8 { Ask, ShutDown };

    void send();
    void socketFailed();
    void socketClosed();
    void readReplies();
    void replied(const std::vector<resp::Value> &replies);

    QLocalSocket m_socket;
    resp::Parser m_parser;
    std::vector<resp::Value> m_replies;
    Request m_request = Request::Ask;
    bool m_connected = false;
};

} // namespace redguard::local

#endif
