// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_NET_TCPOPTIONS_H
#define REDGUARD_NET_TCPOPTIONS_H

#include <QtNetwork/qtcpsocket.h>

#include <chrono>

namespace redguard::net {

// For a connected socket: no delay, and a peer that is gone is noticed. A connection without traffic is
// probed after 15 s, three times 5 s apart; one with unacknowledged data ends after `userTimeout`. Systems
// other than Linux probe at their own pace and know no such timeout.
void setTcpOptions(QAbstractSocket &socket, std::chrono::milliseconds userTimeout);

} // namespace redguard::net

#endif
