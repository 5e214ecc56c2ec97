// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "redguard/renewalworker.h"

#include "time/bootclock.h"

namespace redguard {

RenewalWorker::RenewalWorker(RenewalBook &book)
    : m_book(book)
    , m_alarm(this)
{
    connect(&m_alarm, &Alarm::due, this, &RenewalWorker::renewDue);
}

void RenewalWorker::look()
{
    if (const Instant when = m_book.lookNext(); when != Never)
        m_alarm.wakeAt(when);
}

void RenewalWorker::renewDue()
{
    std::map<std::shared_ptr<RenewalTarget>, std::vector<std::shared_ptr<RenewalOrder>>> due;
    for (auto &order : m_book.takeDue(bootTime()))
        due[order->target].push_back(std::move(order));
    for (const auto &[target, orders] : due)
        connectionTo(target).renew(orders);
    look();
}

RenewalConnection &RenewalWorker::connectionTo(const std::shared_ptr<RenewalTarget> &target)
{
    std::unique_ptr<RenewalConnection> &connection = m_connections[target.get()];
    if (!connection) {
        connection = std::make_unique<RenewalConnection>(m_book, target);
        connect(connection.get(), &RenewalConnection::rescheduled, this, &RenewalWorker::look);
        // Queued: it does not outlive this.
        connect(
            connection.get(), &RenewalConnection::idle, this, [this, key = target.get()] { retire(key); },
            Qt::QueuedConnection);
    }
    return *connection;
}

void RenewalWorker::retire(const RenewalTarget *target)
{
    m_connections.erase(target);
}

} // namespace redguard
