// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SIM_AGENDA_H
#define REDGUARD_SIM_AGENDA_H

#include "time/instant.h"

#include <QtCore/qglobal.h>

#include <algorithm>
#include <vector>

namespace redguard::sim {

enum class Happening : quint8 {
    ArrivalAtServer, // who: link
    ArrivalAtClient, // who: link
    Connect,         // who: connection
    ConnectDeadline, // who: connection, tag: link
    CommandDeadline, // who: connection, tag: link
    HealthCheck,     // who: connection, tag: link
    Alarm,           // who: client
    Delivery,        // who: client
    RenewalAlarm,    // who: client
    RenewalTold,     // who: client
    UserStarts,      // who: request
    UserCancels,     // who: request
    UserExtends,     // who: request
    UserEnds,        // who: request
    KeyReported,     // who: name
    ForeignerStarts, // who: name
    ForeignerEnds,   // who: name
    Fault,
    Restart, // who: client
    Stop,
};

struct Event
{
    Instant at;
    quint32 order;
    Happening what;
    quint16 who;
    quint32 tag;
};

// What is to happen, in order of time and then of being entered.
class Agenda
{
public:
    void enter(Instant at, Happening what, int who = 0, quint32 tag = 0)
    {
        m_events.push_back({at, m_order++, what, quint16(who), tag});
        std::push_heap(m_events.begin(), m_events.end(), isLater);
    }
    [[nodiscard]] bool isEmpty() const { return m_events.empty(); }
    Event take()
    {
        std::pop_heap(m_events.begin(), m_events.end(), isLater);
        const Event event = m_events.back();
        m_events.pop_back();
        return event;
    }

private:
    static bool isLater(const Event &a, const Event &b)
    {
        return a.at != b.at ? a.at > b.at : a.order > b.order;
    }

    std::vector<Event> m_events;
    quint32 m_order = 0;
};

} // namespace redguard::sim

#endif
