// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "freeports.h"

#include <QtNetwork/qtcpserver.h>

#include <memory>
#include <vector>

QList<quint16> freePorts(int count)
{
    std::vector<std::unique_ptr<QTcpServer>> taken;
    QList<quint16> ports;
    while (ports.size() < count) {
        taken.push_back(std::make_unique<QTcpServer>());
        if (!taken.back()->listen(QHostAddress::LocalHost))
            return {};
        ports.append(taken.back()->serverPort());
    }
    return ports;
}
