// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_NET_SENTINELCLIENT_H
#define REDGUARD_NET_SENTINELCLIENT_H

#include "net/serveraddress.h"
#include "net/socket.h"
#include "protocol/parser.h"

#include <QtCore/qtimer.h>

namespace redguard::net {

// Asks one Sentinel where a primary is, once, and then listens for the news that it has moved.
class SentinelClient : public QObject
{
    Q_OBJECT

public:
    struct Answer
    {
        Host primary;
        QList<Host> sentinels; // those that the one asked knows of
    };

    SentinelClient(const Endpoint &sentinel, const QString &masterName, std::chrono::milliseconds timeout);

    void ask();

Q_SIGNALS:
    void answered(const redguard::net::SentinelClient::Answer &answer);
    // Instead of the answer. NotConnected if another time may do, otherwise something has to be changed.
    void failed(const redguard::Error &error);
    void moved(const redguard::net::Host &primary);
    // After the answer: there will be no news any more.
    void lost();

private:
    enum class Stage : quint8 { LogIn, Primary, Sentinels, News };

    void say();
    void read();
    void take(const resp::Value &value);
    void takePrimary(const resp::Value &value);
    void takeNews(const resp::Value &value);
    void fail(ErrorCode code, const QString &reason);
    void closed(const QString &reason);

    Endpoint m_endpoint;
    QByteArray m_masterName;
    Socket m_socket;
    QTimer m_timer;
    resp::Parser m_parser;
    Stage m_stage = Stage::LogIn;
    Answer m_answer;
    bool m_isOver = false;
};

} // namespace redguard::net

#endif
