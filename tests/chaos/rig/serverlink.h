// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef SERVERLINK_H
#define SERVERLINK_H

#include "protocol/parser.h"
#include "task.h"
#include "trueclock.h"

#include <QtCore/qbytearraylist.h>
#include <QtNetwork/qlocalsocket.h>

#include <deque>
#include <functional>

namespace chaos {

// The rig's own connection to a server: commands in, answers with the time before and after. Connects
// again by itself; what was under way, or asked meanwhile, is answered with an error.
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

    // co_await link.ask(...): what came back, whatever it is.
    class Question;
    [[nodiscard]] Question ask(const QByteArrayList &command);
    // co_await link.insist(...): over and over, until the server did it.
    class Demand;
    [[nodiscard]] Demand insist(const QByteArrayList &command);

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
    void lose();

    QString m_path;
    QLocalSocket m_socket;
    QTimer m_retry;
    redguard::resp::Parser m_parser;
    std::deque<Pending> m_pending;
};

class ServerLink::Question
{
public:
    Question(ServerLink &link, const QByteArrayList &command)
        : m_link(link)
        , m_command(command)
    {
    }

    [[nodiscard]] bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> steps);
    [[nodiscard]] Answer await_resume() { return std::move(m_answer); }

private:
    ServerLink &m_link;
    QByteArrayList m_command;
    Answer m_answer {};
};

class ServerLink::Demand
{
public:
    Demand(ServerLink &link, const QByteArrayList &command)
        : m_link(link)
        , m_command(command)
    {
    }

    [[nodiscard]] bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> steps);
    void await_resume() const { }

private:
    ServerLink &m_link;
    QByteArrayList m_command;
};

inline ServerLink::Question ServerLink::ask(const QByteArrayList &command)
{
    return {*this, command};
}

inline ServerLink::Demand ServerLink::insist(const QByteArrayList &command)
{
    return {*this, command};
}

} // namespace chaos

#endif
