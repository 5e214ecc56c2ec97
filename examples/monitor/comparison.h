// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef MONITOR_COMPARISON_H
#define MONITOR_COMPARISON_H

#include "event.h"
#include "look.h"

namespace monitor {

// Concludes from two looks what happened between them. The server keeps no journal, so what came and
// went within the time between them is not known.
class Comparison
{
public:
    // The looks are to outlive it.
    Comparison(const Look &before, const Look &after);

    // In the order of the names.
    [[nodiscard]] QList<Event> events() const { return m_events; }

private:
    void compare(const redguard::Status &before, const redguard::Status &after);
    void compareHolders(const redguard::Status &before, const redguard::Status &after);
    void compareQueues(const redguard::Status &before, const redguard::Status &after);
    void compareUse(const redguard::Status &before, const redguard::Status &after);
    void tellLeft(const redguard::Status &before, const redguard::Status::Holder &holder);
    void tell(Event::What what, const QString &name, const QString &who, qint64 count);

    const Look &m_before;
    const Look &m_after;
    QList<Event> m_events;
};

} // namespace monitor

#endif
