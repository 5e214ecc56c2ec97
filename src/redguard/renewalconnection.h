// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_RENEWALCONNECTION_H
#define REDGUARD_RENEWALCONNECTION_H

#include "redguard/renewalbook.h"
#include "redguard/renewaltarget.h"

#include <unordered_map>

namespace redguard {

// The connections on which the leases of one session are renewed, in the background thread.
class RenewalConnection : public QObject, public net::Caller
{
    Q_OBJECT

public:
    RenewalConnection(RenewalBook &book, const std::shared_ptr<RenewalTarget> &target);
    ~RenewalConnection() override;

    void renew(const std::vector<std::shared_ptr<RenewalOrder>> &orders);
    void answered(int tag, const net::Answer &answer) override;

Q_SIGNALS:
    // Something is due before what was so far.
    void rescheduled();
    // Nothing was renewed for a while.
    void idle();

private:
    struct Underway
    {
        std::shared_ptr<RenewalOrder> order;
        QPointer<net::Connection> connection;
    };

    [[nodiscard]] net::Route routeOf(RenewalOrder &order) const;
    [[nodiscard]] bool isRedirected(const Underway &sent, const resp::Value &error);
    void send(const std::shared_ptr<RenewalOrder> &order, const net::Route &route);
    void renewWaiting() { renew(std::exchange(m_waiting, {})); }
    void extended(RenewalOrder &order, Instant sentAt);
    void refused(const RenewalOrder &order, LossReason reason);
    void putBack(const std::shared_ptr<RenewalOrder> &order);
    void lost(net::Connection *connection);
    void tell();

    RenewalBook &m_book;
    std::shared_ptr<RenewalTarget> m_target;
    std::unique_ptr<net::Topology> m_topology;
    std::unordered_map<int, Underway> m_underway;         // by tag
    std::vector<std::shared_ptr<RenewalOrder>> m_waiting; // for a connection
    QList<quint64> m_renewed;                             // and not yet told
    QTimer m_idleTimer;
    int m_newestTag = 0;
};

} // namespace redguard

#endif
