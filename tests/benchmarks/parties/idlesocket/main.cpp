// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "party.h"

#include <QtCore/qcoreapplication.h>
#include <QtNetwork/qtcpsocket.h>

// bench-idlesocket HOST PORT: what the memory of a program that holds a lock is compared with.
int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    if (argc != 3)
        Party::fail(QStringLiteral("A host and a port are wanted"));
    QTcpSocket socket;
    Party party;
    QObject::connect(&socket, &QTcpSocket::connected, &party, &Party::ready);
    QObject::connect(&socket, &QTcpSocket::errorOccurred, &party, [&] { Party::fail(socket.errorString()); });
    socket.connectToHost(QString::fromLocal8Bit(argv[1]), QByteArray(argv[2]).toUShort());
    return QCoreApplication::exec();
}
