// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_NET_CONNECTION_H
#define REDGUARD_NET_CONNECTION_H

#include "net/backoff.h"
#include "net/command.h"
#include "net/locator.h"
#include "net/socket.h"
#include "protocol/inflight.h"
#include "protocol/parser.h"

#include <QtCore/qhash.h>
#include <QtCore/qtimer.h>

#include <deque>

namespace redguard::net {

struct ConnectionSettings
{
    std::chrono::milliseconds connectTimeout;
    std::chrono::milliseconds commandTimeout;
    std::chrono::milliseconds healthCheckInterval;
    // Whether messages and changes of watched keys come in, and which scripts the server is taught.
    bool listens = true;
    QList<const scripts::Script *> scripts {};
    QByteArray clientName {}; // in the server's list of clients
};

// One connection to one server at a time, made again whenever it is lost. Everything happens in the
// event loop of its thread; nobody is called back from inside a call.
class Connection : public QObject
{
    Q_OBJECT

public:
    Connection(std::unique_ptr<Locator> locator, const ConnectionSettings &settings,
               QObject *parent = nullptr);
    ~Connection() override;

    void open();
    // Writes out what is queued, without waiting, and stays closed.
    void close();

    [[nodiscard]] ConnectionState state() const { return m_state; }
    [[nodiscard]] bool isReady() const { return m_state == ConnectionState::Connected; }
    // Where messages come in; empty where the server has no way to tell.
    [[nodiscard]] QByteArray channel() const { return m_subscribed ? m_channel : QByteArray(); }

    // Only while ready. Answered in the order of the calls, unless the connection is lost first.
    quint64 call(const scripts::Script &script, const Arguments &arguments, Caller *caller, int tag);
    quint64 ask(std::initializer_list<QByteArrayView> command, Caller *caller, int tag);
    // Sends a read of one key. Where changes can be told, the next one of that key is.
    quint64 watch(QByteArrayView command, const QByteArray &key, Caller *caller, int tag);
    // Nobody waits for the answer any more. A script that the server did not know is not sent again.
    void abandon(quint64 id);

    // With their text instead of their digest.
    void sendWholeScripts(bool whole) { m_wholeScripts = whole; }

    // Between these, commands are gathered and then written at once.
    void cork() { ++m_corked; }
    void uncork();

Q_SIGNALS:
    void stateChanged(redguard::ConnectionState state);
    void ready();
    void lost();
    // A connection did not come about, or was lost; `final` if the next attempt will fare no better
    // before something is changed on either side.
    void failed(const redguard::Error &error, bool final);
    void message(const QByteArray &channel, const QByteArray &payload);
    // A watched key changed; an empty one stands for all of them. It is watched no more.
    void keyChanged(const QByteArray &key);
    void timeTold(redguard::Instant sentAt, redguard::ServerTime time, redguard::Instant readAt);

private:
    // A socket is often dropped from inside its own signal.
    struct SocketDeleter
    {
        void operator()(Socket *socket) const;
    };

    // A reply with the command it answers, or a push without one.
    struct Arrived
    {
        resp::Value value;
        std::optional<resp::InFlight<Command>::Entry> entry;
    };

    void setState(ConnectionState state);
    void locate();
    void connectTo(const Endpoint &endpoint);
    void handshake();
    void socketClosed(const QString &reason);
    void drop();
    void dropAndRetry();
    void refuse(const Error &error);
    void read();
    void parse();
    void sortIn(resp::Value &&value);
    void dispatch();
    void deliver(Arrived &&arrived);
    void deliverPush(const resp::Value &value);
    void deliverChanges(const resp::Value &keys);
    void deliverInternal(const Command &command, const resp::Value &value);
    void deliverTime(const Command &command, const resp::Value &value);
    void deliverHello(const resp::Value &value);
    void becomeReady();
    void resendWhole(quint64 id, Command command);
    quint64 sendScript(Command command);
    quint64 send(Command command, std::initializer_list<QByteArrayView> arguments);
    void send(Command::Purpose purpose, std::initializer_list<QByteArrayView> arguments);
    void flush();
    void checkDeadline();
    void checkHealth();

    std::unique_ptr<Locator> m_locator;
    ConnectionSettings m_settings;
    std::unique_ptr<Socket, SocketDeleter> m_socket;
    Endpoint m_endpoint;
    ConnectionState m_state = ConnectionState::Disconnected;
    resp::Parser m_parser;
    resp::InFlight<Command> m_inFlight;
    std::deque<Arrived> m_arrived;
    QHash<quint64, quint64> m_resent; // a call's id -> that of its second sending
    QByteArray m_output;
    QByteArray m_channel;
    Backoff m_backoff;
    QTimer m_retryTimer;
    QTimer m_connectTimer;
    QTimer m_deadlineTimer;
    QTimer m_healthTimer;
    Instant m_readyAt {};
    Instant m_readAt {};
    int m_corked = 0;
    int m_epoch = 0;
    bool m_resp3 = true;
    bool m_wholeScripts = false;
    bool m_subscribed = false;
};

} // namespace redguard::net

#endif
