// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_RENEWALWORKER_H
#define REDGUARD_RENEWALWORKER_H

#include "redguard/renewalconnection.h"
#include "time/alarm.h"

namespace redguard {

// Lives in the background thread: renews what falls due, on a connection for each session.
class RenewalWorker : public QObject
{
    Q_OBJECT

public:
    explicit RenewalWorker(RenewalBook &book);

    // Something falls due, maybe earlier than was known.
    void look();
    void retire(const RenewalTarget *target);

private:
    void renewDue();
    [[nodiscard]] RenewalConnection &connectionTo(const std::shared_ptr<RenewalTarget> &target);

    RenewalBook &m_book;
    Alarm m_alarm;
    std::map<const RenewalTarget *, std::unique_ptr<RenewalConnection>> m_connections;
};

} // namespace redguard

#endif
