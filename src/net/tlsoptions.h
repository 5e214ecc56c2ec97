// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_NET_TLSOPTIONS_H
#define REDGUARD_NET_TLSOPTIONS_H

#include <RedGuard/result.h>

#include <QtCore/qcoreapplication.h>
#include <QtNetwork/qtnetworkglobal.h>

#if QT_CONFIG(ssl)
#include <QtNetwork/qsslconfiguration.h>
#endif

#include <optional>

namespace redguard::net {

// Whom to trust, and who to be, in a connection that is encrypted. Files are in PEM and are read for
// every connection, so that new ones count from the next on.
struct TlsOptions
{
    QString caCertificates = {}; // in place of the system's
    QString certificate = {};    // the client's, with its chain
    QString key = {};            // the client's; empty: in the file of its certificate
    QString keyPassword = {};
#if QT_CONFIG(ssl)
    std::optional<QSslConfiguration> base = {}; // what the files are laid over

    // Verifies the peer and takes TLS 1.2 or later, whatever the base says.
    [[nodiscard]] Result<QSslConfiguration> configuration() const;
#endif

    // NotSupported where there is no TLS, or what is wrong with a file.
    [[nodiscard]] Error check() const;

    friend bool operator==(const TlsOptions &, const TlsOptions &) = default;

    Q_DECLARE_TR_FUNCTIONS(redguard::net::TlsOptions)
};

} // namespace redguard::net

#endif
