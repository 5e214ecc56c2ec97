// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_REQUEST_H
#define REDGUARD_REQUEST_H

#include <RedGuard/error.h>

#include "net/topology.h"
#include "redguard/clientname.h"
#include "redguard/leasehandle.h"
#include "redguard/outlet.h"
#include "redguard/wakeable.h"
#include "sync/acquisition.h"

#include <memory>

namespace redguard {

class Request;
class Session;

// Who asked, and is told what comes of it: always from the event loop, never from inside a call.
class Listener
{
public:
    virtual void told(Request &request, sync::Action what) = 0;
    // The guard goes, and with it the request: this is the last that is heard of it.
    virtual void orphaned(Request &request) = 0;

protected:
    ~Listener() = default;
};

// One acquisition on its way through the parts: the state machine decides, the connection sends, and
// the answers come back here. Belongs to the session, so that it can end in order when its owner is gone.
class Request : public net::Caller, public Wakeable, public std::enable_shared_from_this<Request>
{
public:
    Request(Session &session, quint64 id);
    virtual ~Request();

    [[nodiscard]] quint64 id() const { return m_id; }
    [[nodiscard]] virtual QString name() const = 0;
    [[nodiscard]] const Token &token() const { return m_token; }
    // What the session knows it by.
    [[nodiscard]] quint64 handle() const { return handleOf(m_token); }
    [[nodiscard]] static quint64 handleOf(QByteArrayView token);
    [[nodiscard]] virtual QByteArray key() const = 0;
    [[nodiscard]] virtual LeaseInfo info() const = 0;
    [[nodiscard]] Error error() const { return m_error ? *m_error : Error(); }

    // What the object that asks keeps with it.
    struct Asking
    {
        std::unique_ptr<Outlet> outlet; // until the outcome, where there is one
        bool isOwnedByObject = true;
        bool isPending = true;
    };
    [[nodiscard]] Asking &asking() { return m_asking; }

    [[nodiscard]] Listener *listener() const { return m_listener; }
    void setListener(Listener *listener) { m_listener = listener; }
    // The guard on whose behalf this is asked.
    [[nodiscard]] const QObject *owner() const { return m_owner; }
    void setOwner(const QObject *owner) { m_owner = owner; }

    // The way to the key's server; another one only while disconnected.
    [[nodiscard]] const net::Route &route() const { return m_route; }
    void setRoute(const net::Route &route);
    [[nodiscard]] bool isReady() const { return m_route.isReady(); }
    // Of the slot's channels, the one on which this hears of a grant.
    [[nodiscard]] virtual QByteArray slotChannel() const { return {}; }

    virtual void start(std::chrono::milliseconds timeout) = 0;
    virtual void connected() = 0;
    virtual void disconnected() = 0;
    virtual void cancel() = 0;
    virtual void fail(const Error &error) = 0;
    virtual void release() { }
    // Extends what is held to its full ttl.
    virtual void prolong() { }
    // Nobody listens any more: whatever it has is given back.
    virtual void abandon() = 0;
    // Does one thing that a state machine decided, or tells the listener of it.
    void perform(sync::Action action);
    virtual void granted(const sync::Grant &) { }
    virtual void movedToHead(ServerTime) { }
    // Another thread renewed what this holds, or was told that there is nothing to renew.
    virtual void renewedElsewhere() { }
    virtual void renewalRefused(LossReason) { }
    void answered(int tag, const net::Answer &answer) final;

    [[nodiscard]] virtual bool isHolding() const { return false; }
    // Nobody waits for it any more, and the server has yet to take back what it may have.
    [[nodiscard]] virtual bool isLeaving() const = 0;
    // Whether what is acquired lasts, and so has an end to be told of.
    [[nodiscard]] virtual bool isForLease() const = 0;
    [[nodiscard]] virtual std::shared_ptr<LeaseState> state() const = 0;
    [[nodiscard]] virtual LossReason lossReason() const { return LossReason::None; }
    [[nodiscard]] virtual ReleaseOutcome releaseOutcome() const { return ReleaseOutcome::Clean; }
    [[nodiscard]] virtual int position() const { return 0; }

protected:
    // Carries out what a state machine decided.
    void carryOut(const sync::Actions &actions, Instant wakeAt);
    virtual void answeredHere(int tag, const net::Answer &answer) = 0;
    virtual void routed() { }
    virtual void sendAcquire() = 0;
    virtual void sendRenew() { }
    virtual void sendRelease() = 0;
    // Before the owner is told of it.
    virtual void prepare(sync::Action) { }

    void setError(const Error &error) { m_error = std::make_unique<const Error>(error); }
    void send(const scripts::Script &script, const net::Arguments &arguments, sync::Action purpose);
    void abandonCalls();
    void transmit(sync::Action action);
    // That of the server; one that nothing is known of where there is none.
    [[nodiscard]] sync::ServerClock &clock();
    void setCall(sync::Action purpose, quint64 call) { m_calls[std::size_t(purpose)] = call; }

    Session &m_session;

private:
    friend class Session;

    std::shared_ptr<Wakeable> shareWakeable() override { return shared_from_this(); }

    quint64 m_id;
    Asking m_asking;
    Token m_token;
    std::unique_ptr<const Error> m_error;
    Listener *m_listener = nullptr;
    const QObject *m_owner = nullptr;
    net::Route m_route;
    // The unanswered command of each purpose: Acquire, Renew, Release.
    std::array<quint64, 3> m_calls {};
    int m_hops = 0; // from server to server since one has answered
};

} // namespace redguard

#endif
