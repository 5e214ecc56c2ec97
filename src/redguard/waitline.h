// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_WAITLINE_H
#define REDGUARD_WAITLINE_H

#include "net/connection.h"
#include "redguard/wakeable.h"
#include "scripts/keys.h"
#include "sync/lookout.h"

#include <QtCore/qpointer.h>

namespace redguard {

class LeaseRequest;
class Session;

// Those of this session's requests that wait for one name: carries out what their lookout orders.
class WaitLine final : public net::Caller, public Wakeable, public std::enable_shared_from_this<WaitLine>
{
public:
    WaitLine(Session &session, const QByteArray &key, scripts::Kind kind, const sync::ServerClock &clock);
    ~WaitLine();

    [[nodiscard]] const QByteArray &key() const { return m_key; }
    [[nodiscard]] scripts::Kind kind() const { return m_kind; }

    void queued(const LeaseRequest &request, const sync::Place &place, Instant now);
    void movedToHead(quint64 handle, ServerTime leaseEnd, Instant now);
    void left(quint64 handle, Instant now);
    void keyChanged();
    void everythingChanged();
    void disconnected();
    void queueLost();

    void tick(Instant now) override;
    void answered(int tag, const net::Answer &answer) override;

private:
    std::shared_ptr<Wakeable> shareWakeable() override { return shared_from_this(); }
    [[nodiscard]] std::shared_ptr<LeaseRequest> find(quint64 handle) const;
    void carryOut(Instant now);
    void watch(quint64 handle);
    void abandonCall();

    Session &m_session;
    QByteArray m_key;
    scripts::Kind m_kind;
    sync::Lookout m_lookout;
    QPointer<net::Connection> m_connection; // through which the key was watched last
    quint64 m_call = 0;                     // the unanswered watch
    int m_placesFree = 0; // more members than this, and the head that it was sent for does not fit
};

} // namespace redguard

#endif
