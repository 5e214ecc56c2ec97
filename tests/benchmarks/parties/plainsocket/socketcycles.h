// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef SOCKETCYCLES_H
#define SOCKETCYCLES_H

#include "party.h"

#include <QtNetwork/qtcpsocket.h>

#include <vector>

// The acquire and the release of one lock, one after the other, by a socket of Qt and nothing more: what
// comes is only looked at for its end.
class SocketCycles : public QObject
{
public:
    SocketCycles(QTcpSocket *socket, Party *party);

private:
    void loadScripts();
    void begin(std::size_t count);
    void next();
    void read();

    QTcpSocket *m_socket;
    Party *m_party;
    QByteArray m_acquire;
    QByteArray m_release;
    bool m_releases = false;
    std::size_t m_count = 0;
    qint64 m_start = 0;
    std::vector<qint64> m_latencies;
};

#endif
