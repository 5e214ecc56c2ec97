// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "testcertificates.h"

#include <QtCore/qprocess.h>

namespace {

const QStringList &newKey()
{
    static const QStringList words {QStringLiteral("-newkey"), QStringLiteral("ec"),
                                    QStringLiteral("-pkeyopt"), QStringLiteral("ec_paramgen_curve:P-256"),
                                    QStringLiteral("-nodes")};
    return words;
}

} // namespace

bool TestCertificates::make()
{
    const QString here = QStringLiteral("DNS:localhost,IP:127.0.0.1");
    return makeAuthority(QStringLiteral("ca")) && makeAuthority(QStringLiteral("otherca"))
        && makeAuthority(QStringLiteral("selfsigned")) && sign(QStringLiteral("server"), here)
        && sign(QStringLiteral("client"), QStringLiteral("DNS:client.example"))
        && sign(QStringLiteral("wronghost"), QStringLiteral("DNS:elsewhere.example"))
        && sign(QStringLiteral("expired"), here, 0)
        && run({QStringLiteral("pkey"), QStringLiteral("-in"), key(QStringLiteral("client")),
                QStringLiteral("-out"), encryptedKey(), QStringLiteral("-aes256"), QStringLiteral("-passout"),
                QStringLiteral("pass:") + keyPassword()});
}

bool TestCertificates::makeAuthority(const QString &name) const
{
    return run(QStringList {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-days"),
                            QStringLiteral("2"), QStringLiteral("-subj"), QStringLiteral("/CN=") + name,
                            QStringLiteral("-addext"), QStringLiteral("subjectAltName=DNS:localhost"),
                            QStringLiteral("-keyout"), key(name), QStringLiteral("-out"), certificate(name)}
               + newKey());
}

bool TestCertificates::sign(const QString &name, const QString &names, int days) const
{
    const QString request = path(name + QStringLiteral(".csr"));
    return run(QStringList {QStringLiteral("req"), QStringLiteral("-new"), QStringLiteral("-subj"),
                            QStringLiteral("/CN=") + name, QStringLiteral("-addext"),
                            QStringLiteral("subjectAltName=") + names, QStringLiteral("-keyout"), key(name),
                            QStringLiteral("-out"), request}
               + newKey())
        && run({QStringLiteral("x509"), QStringLiteral("-req"), QStringLiteral("-in"), request,
                QStringLiteral("-copy_extensions"), QStringLiteral("copyall"), QStringLiteral("-days"),
                QString::number(days), QStringLiteral("-CA"), authority(), QStringLiteral("-CAkey"),
                key(QStringLiteral("ca")), QStringLiteral("-CAcreateserial"), QStringLiteral("-out"),
                certificate(name)});
}

bool TestCertificates::run(const QStringList &arguments) const
{
    QProcess openssl;
    openssl.setProcessChannelMode(QProcess::MergedChannels);
    openssl.start(QStringLiteral("openssl"), arguments);
    if (openssl.waitForFinished() && openssl.exitStatus() == QProcess::NormalExit && openssl.exitCode() == 0)
        return true;
    qWarning("openssl %s: %s", qPrintable(arguments.join(u' ')), openssl.readAll().constData());
    return false;
}

QStringList TestCertificates::configuration(const QString &name, Clients clients) const
{
    return {QStringLiteral("port 0"),
            QStringLiteral("tls-port %port%"),
            QStringLiteral("tls-cert-file %1").arg(certificate(name)),
            QStringLiteral("tls-key-file %1").arg(key(name)),
            QStringLiteral("tls-ca-cert-file %1").arg(authority()),
            QStringLiteral("tls-auth-clients ")
                + (clients == Clients::Certified ? QStringLiteral("yes") : QStringLiteral("no"))};
}
