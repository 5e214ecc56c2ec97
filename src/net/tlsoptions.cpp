// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "net/tlsoptions.h"

#include <QtCore/qfile.h>

#if QT_CONFIG(ssl)
#include <QtNetwork/qsslcertificate.h>
#include <QtNetwork/qsslkey.h>
#include <QtNetwork/qsslsocket.h>
#endif

namespace redguard::net {

#if QT_CONFIG(ssl)

namespace {

Error wrong(const QString &what)
{
    return Error(ErrorCode::InvalidArgument, what);
}

Result<QByteArray> contents(const QString &name)
{
    QFile file(name);
    if (file.open(QIODevice::ReadOnly))
        return file.readAll();
    //: %1 is the name of a file, %2 why it cannot be read
    return wrong(TlsOptions::tr("%1: %2").arg(name, file.errorString()));
}

Result<QList<QSslCertificate>> readCertificates(const QString &name)
{
    const auto pem = contents(name);
    if (!pem)
        return pem.error();
    const QList<QSslCertificate> certificates = QSslCertificate::fromData(*pem, QSsl::Pem);
    if (certificates.isEmpty())
        return wrong(TlsOptions::tr("%1 holds no certificate in PEM").arg(name));
    return certificates;
}

Result<QSslKey> readKey(const QString &name, const QString &password)
{
    const auto pem = contents(name);
    if (!pem)
        return pem.error();
    for (const auto algorithm : {QSsl::Rsa, QSsl::Ec, QSsl::Dsa}) {
        const QSslKey key(*pem, algorithm, QSsl::Pem, QSsl::PrivateKey, password.toUtf8());
        if (!key.isNull())
            return key;
    }
    return wrong(
        TlsOptions::tr("%1 holds no private key in PEM that can be read with the password given").arg(name));
}

bool isModern(QSsl::SslProtocol protocol)
{
    return protocol == QSsl::TlsV1_2 || protocol == QSsl::TlsV1_2OrLater || protocol == QSsl::TlsV1_3
        || protocol == QSsl::TlsV1_3OrLater;
}

Error addClient(const TlsOptions &options, QSslConfiguration &configuration)
{
    const auto chain = readCertificates(options.certificate);
    if (!chain)
        return chain.error();
    const auto key = readKey(options.key.isEmpty() ? options.certificate : options.key, options.keyPassword);
    if (!key)
        return key.error();
    configuration.setLocalCertificateChain(*chain);
    configuration.setPrivateKey(*key);
    return {};
}

} // namespace

Result<QSslConfiguration> TlsOptions::configuration() const
{
    QSslConfiguration configuration = base.value_or(QSslConfiguration::defaultConfiguration());
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    if (!isModern(configuration.protocol()))
        configuration.setProtocol(QSsl::TlsV1_2OrLater);
    if (!caCertificates.isEmpty()) {
        const auto trusted = readCertificates(caCertificates);
        if (!trusted)
            return trusted.error();
        configuration.setCaCertificates(*trusted);
    }
    if (certificate.isEmpty() && !key.isEmpty())
        return wrong(tr("The client's key needs its certificate"));
    if (!certificate.isEmpty()) {
        if (Error error = addClient(*this, configuration))
            return error;
    }
    return configuration;
}

Error TlsOptions::check() const
{
    if (!QSslSocket::supportsSsl())
        return Error(ErrorCode::NotSupported, tr("TLS is not supported: Qt finds no library for it"));
    return configuration().error();
}

#else

Error TlsOptions::check() const
{
    return Error(ErrorCode::NotSupported, tr("TLS is not supported: this Qt was built without it"));
}

#endif

} // namespace redguard::net
