// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "socketcycles.h"

#include <QtCore/qcoreapplication.h>
#include <QtNetwork/qsslconfiguration.h>
#include <QtNetwork/qsslsocket.h>

#include <memory>

// bench-plainsocket HOST PORT [CA]: Qt without RedGuard, with TLS where the authority's certificate is given.
int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    if (argc != 3 && argc != 4)
        Party::fail(QStringLiteral("A host and a port are wanted"));
    std::unique_ptr<QTcpSocket> socket;
    const QString host = QString::fromLocal8Bit(argv[1]);
    const quint16 port = QByteArray(argv[2]).toUShort();
    if (argc == 3) {
        socket = std::make_unique<QTcpSocket>();
        socket->connectToHost(host, port);
    } else {
        auto tls = std::make_unique<QSslSocket>();
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setCaCertificates(QSslCertificate::fromPath(QString::fromLocal8Bit(argv[3])));
        tls->setSslConfiguration(configuration);
        tls->connectToHostEncrypted(host, port);
        if (!tls->waitForEncrypted())
            Party::fail(tls->errorString());
        socket = std::move(tls);
    }
    if (!socket->waitForConnected())
        Party::fail(socket->errorString());
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    Party party;
    const SocketCycles cycles(socket.get(), &party);
    party.ready();
    return QCoreApplication::exec();
}
