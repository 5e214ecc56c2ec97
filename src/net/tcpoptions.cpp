// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "net/tcpoptions.h"

#include "net/logging.h"

#ifdef Q_OS_LINUX
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#endif

namespace redguard::net {

#ifdef Q_OS_LINUX

namespace {

void set(int descriptor, int option, int value)
{
    if (setsockopt(descriptor, IPPROTO_TCP, option, &value, sizeof value) != 0)
        qCWarning(lcConnection, "The TCP option %d could not be set", option);
}

} // namespace

#endif

void setTcpOptions(QAbstractSocket &socket, std::chrono::milliseconds userTimeout)
{
    socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    socket.setSocketOption(QAbstractSocket::KeepAliveOption, 1);
#ifdef Q_OS_LINUX
    const int descriptor = int(socket.socketDescriptor());
    set(descriptor, TCP_KEEPIDLE, 15);
    set(descriptor, TCP_KEEPINTVL, 5);
    set(descriptor, TCP_KEEPCNT, 3);
    set(descriptor, TCP_USER_TIMEOUT, int(userTimeout.count()));
#else
    Q_UNUSED(userTimeout)
#endif
}

} // namespace redguard::net
