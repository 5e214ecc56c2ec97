// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_NET_CONNECTION_H
#define REDGUARD_NET_CONNECTION_H

#include "net/backoff.h"
#include "net/handshake.h"
#include "net/locator.h"
#include "net/logingate.h"
#include "net/meter.h"
#include "net/socket.h"
#include "sync/serverclock.h"

#include <QtCore/qpointer.h>
#include <QtCore/qset.h>
#include <QtCore/qtimer.h>
#include <QtCore/qvarlengtharray.h>

namespace redguard::net {

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
    [[nodiscard]] const Endpoint &endpoint() const { return m_endpoint; }
    // A server of this machine and user, started for this.
    [[nodiscard]] bool isPrivate() const { return !m_endpoint.localName.isEmpty(); }
    // What is known of the clock of the server that it is connected to.
    [[nodiscard]] sync::ServerClock &clock() { return m_clock; }
    [[nodiscard]] const Meter &meter() const { return m_meter; }
    [[nodiscard]] std::size_t inFlight() const { return m_exchange.inFlight(); }

    // Where messages come in; empty where the server has no way to tell. One channel for all, or with
    // channels of a slot's the one that is asked for, which is subscribed to first.
    [[nodiscard]] QByteArray channel(const QByteArray &ofSlot);
    [[nodiscard]] bool hasSlotChannels() const
    {
        return m_settings.listening == ConnectionSettings::Listening::OnShardChannels;
    }
    [[nodiscard]] bool hears(const QByteArray &channel) const;
    void leaveChannel(const QByteArray &ofSlot);

    // How a command goes to a server that is about to get the key's slot.
    enum class Asking : bool { No, Yes };

    // Only while ready. Answered in the order of the calls, unless the connection is lost first.
    quint64 call(const scripts::Script &script, const Arguments &arguments, Caller *caller, int tag,
                 Asking asking = Asking::No);
    quint64 ask(std::initializer_list<QByteArrayView> command, Caller *caller, int tag,
                Asking asking = Asking::No);
    // Sends a read of one key. Where changes can be told, the next one of that key is.
    quint64 watch(QByteArrayView command, const QByteArray &key, Caller *caller, int tag,
                  Asking asking = Asking::No);
    // Nobody waits for the answer any more. A script that the server did not know is not sent again.
    void abandon(quint64 id) { m_exchange.abandon(id); }

    // With their text instead of their digest.
    void sendWholeScripts(bool whole) { m_wholeScripts = whole; }

    // Whether what was read is being told; dispatched() comes behind it.
    [[nodiscard]] bool isDispatching() const { return m_dispatches > 0; }

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
    // All that was read is told.
    void dispatched();
    // A slot's channel is not heard any more.
    void channelLost(const QByteArray &channel);
    // A watched key changed; an empty one stands for all of them. It is watched no more.
    void keyChanged(const QByteArray &key);

private:
    void setState(ConnectionState state);
    void locate();
    void connectTo(const Endpoint &endpoint);
    void moved();
    void shakeHands();
    bool takeCredentials();
    void credentialsChanged();
    void logInAgain();
    void passGate();
    void socketClosed(const QString &reason);
    void dropSocket();
    void drop();
    void dropAndRetry();
    void disconnected(const Error &error);
    void refuse(const Error &error);
    void read();
    void readOn();
    void broken();
    void dispatch();
    void deliver(Exchange::Delivery &&delivery);
    void answer(const Command &command, resp::Value &&value);
    void deliverPush(const resp::Value &value);
    void deliverUnasked(const resp::Value &value);
    void deliverChanges(const resp::Value &keys);
    void deliverInternal(const Command &command, const resp::Value &value);
    void deliverTime(const Command &command, const resp::Value &value);
    void channelAnswered(const Command &command, const resp::Value &value);
    void loseChannel(const QByteArray &channel);
    void becomeReady();
    quint64 send(Command command, std::initializer_list<QByteArrayView> arguments);
    void sent();
    void flush();
    void flushPosted();
    void write(const QByteArray &output);
    void checkDeadline();
    void checkHealth();

    std::unique_ptr<Locator> m_locator;
    ConnectionSettings m_settings;
    std::shared_ptr<Socket> m_socket; // kept by what it has called
    Endpoint m_endpoint;
    ConnectionState m_state = ConnectionState::Disconnected;
    Handshake m_handshake;
    Exchange m_exchange;
    LoginGate m_gate;
    sync::ServerClock m_clock;
    Meter m_meter;
    QSet<QByteArray> m_channels; // of slots
    QString m_doomed;            // why the connection is of no more use, once all that came is told
    Backoff m_backoff;
    QTimer m_retryTimer;
    QTimer m_connectTimer;
    QTimer m_deadlineTimer;
    QTimer m_healthTimer;
    Instant m_readyAt {};
    Instant m_readAt {};
    int m_corked = 0;
    int m_dispatches = 0; // within one another
    bool m_flushIsPosted = false;
    int m_epoch = 0;
    bool m_wholeScripts = false;
    bool m_servesSlotChannels = true; // as far as is known
};

// Gathers what is written, on one connection or each of several, until it goes out of scope.
class Cork
{
public:
    explicit Cork(Connection *connection) { add(connection); }
    explicit Cork(const QList<Connection *> &connections)
    {
        for (Connection *connection : connections)
            add(connection);
    }
    ~Cork()
    {
        for (const auto &connection : m_connections) {
            if (connection)
                connection->uncork();
        }
    }

private:
    Q_DISABLE_COPY_MOVE(Cork)
    void add(Connection *connection)
    {
        if (!connection)
            return;
        connection->cork();
        m_connections.append(connection);
    }

    QVarLengthArray<QPointer<Connection>, 4> m_connections;
};

} // namespace redguard::net

#endif
