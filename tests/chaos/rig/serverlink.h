// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef SERVERLINK_H
#define SERVERLINK_H

#include "protocol/parser.h"
#include "trueclock.h"

#include <QtCore/qbytearraylist.h>
#include <QtCore/qtimer.h>
#include <QtNetwork/qlocalsocket.h>

#include <deque>
#include <functional>

namespace chaos {

// The rig's own connection to a server: commands in, answers with the time before and after. Connects
// again by itself; what was under way is then forgotten.
class ServerLink : public QObject
{
    Q_OBJECT

public:
    struct Answer
    {
        redguard::resp::Value value;
        Instant before;
        Instant after;
    };
    using Handler = std::function<void(const Answer &)>;

    explicit ServerLink(const QString &path, QObject *parent = nullptr);
    ~ServerLink() override { m_socket.disconnect(this); }

    void send(const QByteArrayList &command, Handler handler = {});
    [[nodiscard]] bool isReady() const { return m_socket.state() == QLocalSocket::ConnectedState; }
    [[nodiscard]] int unanswered() const { return int(m_pending.size()); }

Q_SIGNALS:
    void ready();
    void failed(const QByteArray &error); // what no handler asked for

private:
    struct Pending
    {
        Instant before;
        Handler handler;
    };

    void connectToServer();
    void read();

    QString m_path;
    QLocalSocket m_socket;
    QTimer m_retry;
    redguard::resp::Parser m_parser;
    std::deque<Pending> m_pending;
};

} // namespace chaos

#endif
