// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_STATISTICS_H
#define REDGUARD_STATISTICS_H

#include <RedGuard/global.h>

#include <QtCore/qmetatype.h>

QT_FORWARD_DECLARE_CLASS(QDebug)

namespace redguard {

struct REDGUARD_EXPORT Statistics
{
    Q_GADGET
    Q_PROPERTY(quint64 roundTrips MEMBER roundTrips CONSTANT)
    Q_PROPERTY(quint64 reconnects MEMBER reconnects CONSTANT)
    Q_PROPERTY(int inFlight MEMBER inFlight CONSTANT)
    Q_PROPERTY(double medianLatency MEMBER medianLatency CONSTANT)
    Q_PROPERTY(double latency99 MEMBER latency99 CONSTANT)
    Q_PROPERTY(quint64 rescues MEMBER rescues CONSTANT)

public:
    quint64 roundTrips = 0;   // commands that were answered
    quint64 reconnects = 0;   // connections that came after the first
    int inFlight = 0;         // commands that are written and not yet answered
    double medianLatency = 0; // ms from writing to reading, of the newest 512 answers of a connection
    double latency99 = 0;     // ms that 99 of 100 of them did not exceed
    quint64 rescues = 0;      // grants that no message told of: found by the check that is made anyway

    friend bool operator==(const Statistics &a, const Statistics &b)
    {
        return a.roundTrips == b.roundTrips && a.reconnects == b.reconnects && a.inFlight == b.inFlight
            && a.medianLatency == b.medianLatency && a.latency99 == b.latency99 && a.rescues == b.rescues;
    }
    friend bool operator!=(const Statistics &a, const Statistics &b) { return !(a == b); }
};

REDGUARD_EXPORT QDebug operator<<(QDebug debug, const Statistics &statistics);

} // namespace redguard

#endif
