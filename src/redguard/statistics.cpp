// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/statistics.h>

#include <QtCore/qdebug.h>

namespace redguard {

/*!
    \class redguard::Statistics
    \inheaderfile RedGuard/Statistics
    \inmodule RedGuard
    \brief How a guard's connections to its servers fare.

    Of the connections for waiting, acquiring and releasing; the one in the background that renews is
    not counted. In a Cluster they are the sum of those to the primaries that there are now.

    \c rescues is how often a waiter was granted what it waited for without a message that said so.
    It stays 0 unless messages are lost, or the server cannot send any.
*/

QDebug operator<<(QDebug debug, const Statistics &statistics)
{
    const QDebugStateSaver saver(debug);
    return debug.nospace() << "Statistics(" << statistics.roundTrips << " round trips, "
                           << statistics.reconnects << " reconnects, " << statistics.inFlight
                           << " in flight, " << statistics.medianLatency
                           << " ms, 99 %: " << statistics.latency99 << " ms, " << statistics.rescues
                           << " rescues)";
}

} // namespace redguard
