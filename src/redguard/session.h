// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SESSION_H
#define REDGUARD_SESSION_H

#include <RedGuard/redguard.h>

#include "net/connection.h"
#include "redguard/clientname.h"
#include "redguard/keybook.h"
#include "redguard/mailbox.h"
#include "redguard/preflight.h"
#include "redguard/renewaltarget.h"
#include "redguard/request.h"
#include "redguard/waitline.h"
#include "scripts/reply.h"
#include "sync/serverclock.h"
#include "time/alarm.h"

#include <QtCore/qpointer.h>

#include <deque>

namespace redguard {

// What guards on one connection share: the connection, the clock, and every request under way.
class Session : public QObject, public net::Caller, public std::enable_shared_from_this<Session>
{
    Q_OBJECT

public:
    Session(const QString &url, const GuardOptions &options);
    ~Session() override;

    [[nodiscard]] const GuardOptions &options() const { return m_options; }
    // Null where the URL or the options are of no use.
    [[nodiscard]] net::Topology *topology() const { return m_topology.get(); }
    // To the servers that hold keys.
    [[nodiscard]] QList<net::Connection *> connections() const;
    [[nodiscard]] net::Route routeOf(const QByteArray &key) const;
    [[nodiscard]] KeyBook &keyBook() { return m_keyBook; }
    [[nodiscard]] const QString &url() const { return m_url; }
    [[nodiscard]] const ClientName &clientName() const { return m_clientName; }
    [[nodiscard]] ConnectionState state() const;
    [[nodiscard]] const Error &error() const { return m_error; }
    [[nodiscard]] std::shared_ptr<Mailbox> mailbox() const { return m_mailbox; }
    [[nodiscard]] sync::Drift drift() const;
    [[nodiscard]] sync::ServerClock &unknownClock() { return m_unknownClock; }

    void setCredentials(const QString &user, const QString &password);

    void start(const std::shared_ptr<Request> &request, std::chrono::milliseconds timeout);
    void release(quint64 handle);
    [[nodiscard]] std::shared_ptr<Request> find(quint64 handle) const;

    void wake(Wakeable &sleeper, Instant when);
    // Has it told, or done, in turn and from the event loop, never inside a call: behind what was read
    // if it comes of that, else by an event of its own.
    void later(Request &request, sync::Action what);
    void forget(Request &request);
    // Whether the server says that the key of a request is elsewhere; then it is asked for there.
    [[nodiscard]] bool isRedirected(Request &request, const resp::Value &error);

    // Those that wait for one name; made by the first of them.
    [[nodiscard]] std::shared_ptr<WaitLine> line(const QByteArray &key, scripts::Kind kind,
                                                 const sync::ServerClock &clock);
    [[nodiscard]] std::shared_ptr<WaitLine> findLine(const QByteArray &key, scripts::Kind kind) const;
    void forget(const WaitLine &line);
    // How many of the requests listen on a channel of a slot. Returns whether nobody does any more.
    void listen(const QByteArray &channel) { ++m_listeners[channel]; }
    [[nodiscard]] bool unlisten(const QByteArray &channel);

    // The renewals of this session's leases by the background thread.
    [[nodiscard]] const std::shared_ptr<RenewalTarget> &renewals() const { return m_renewals; }
    void renewed(const QList<quint64> &handles);
    void renewalRefused(quint64 handle, LossReason reason);

    [[nodiscard]] Statistics statistics() const;
    void countRescue() { ++m_rescues; }

    void sendWholeScripts(bool whole);
    // Gives back all that was asked for on behalf of a guard.
    void abandonAll(const QObject *owner);
    // Cancels, releases and closes once all is answered, or not in time.
    void closeInOrder(std::chrono::milliseconds deadline);

Q_SIGNALS:
    void stateChanged(redguard::ConnectionState state);
    void errorOccurred(const redguard::Error &error);
    void serverWarning(redguard::ServerWarning warning, const QString &message);
    void closed();

private:
    struct Outcome
    {
        std::shared_ptr<Request> request;
        sync::Action what;
    };

    [[nodiscard]] Error refusalOfNew() const;
    void ready(net::Connection *connection);
    void lost(net::Connection *connection);
    void failed(const Error &error, bool final);
    void message(net::Connection *connection, const QByteArray &channel, const QByteArray &payload);
    void channelLost(net::Connection *connection, const QByteArray &channel);
    void rerouted();
    void detach(Request &request);
    void route(Request &request, const net::Route &route);
    void giveBack(const scripts::Message &grant);
    void answered(int tag, const net::Answer &answer) override;
    void keyChanged(const QByteArray &key);
    void tick();
    void deliver();
    void deliverPosted();
    void dispatched();
    void postDelivery();
    void closeIfDone();
    void closeNow();
    [[nodiscard]] std::vector<std::shared_ptr<Request>> requests() const;
    [[nodiscard]] std::vector<std::shared_ptr<WaitLine>> lines() const;

    QString m_url;
    GuardOptions m_options;
    ClientName m_clientName;
    Error m_error;
    bool m_isFinal = false;
    bool m_closing = false;
    bool m_closed = false;
    std::shared_ptr<Mailbox> m_mailbox;
    KeyBook m_keyBook;
    std::shared_ptr<net::Credentials> m_credentials;
    Preflight m_preflight;
    std::unique_ptr<net::Topology> m_topology;
    quint64 m_rescues = 0;
    sync::ServerClock m_unknownClock;
    Alarm m_alarm;
    QHash<quint64, std::shared_ptr<Request>> m_requests; // by handle
    std::map<std::pair<QByteArray, scripts::Kind>, std::shared_ptr<WaitLine>> m_lines;
    QHash<QByteArray, int> m_listeners; // by channel
    std::multimap<Instant, Wakeable *> m_schedule;
    std::shared_ptr<RenewalTarget> m_renewals;
    std::deque<Outcome> m_outcomes;
    bool m_deliveryPosted = false;
    bool m_isDelivering = false;
};

} // namespace redguard

#endif
