// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef TESTCERTIFICATES_H
#define TESTCERTIFICATES_H

#include <QtCore/qtemporarydir.h>

// An authority and what it signs, made anew by the openssl program and gone with this object.
//
// Of the authority: server (localhost and 127.0.0.1), client, wronghost (elsewhere.example) and
// expired (localhost). Of others: selfsigned (localhost), and otherca, an authority nobody trusts.
class TestCertificates
{
public:
    [[nodiscard]] bool make();

    [[nodiscard]] QString certificate(const QString &name) const
    {
        return path(name + QStringLiteral(".crt"));
    }
    [[nodiscard]] QString key(const QString &name) const { return path(name + QStringLiteral(".key")); }
    [[nodiscard]] QString authority() const { return certificate(QStringLiteral("ca")); }
    // The client's key once more, behind a password.
    [[nodiscard]] QString encryptedKey() const { return path(QStringLiteral("encrypted.key")); }
    [[nodiscard]] static QString keyPassword() { return QStringLiteral("pass phrase & more"); }

    // The configuration of a server that has the certificate of this name and speaks TLS only.
    enum class Clients : bool { Unknown, Certified };
    [[nodiscard]] QStringList configuration(const QString &name, Clients clients = Clients::Unknown) const;

private:
    [[nodiscard]] bool makeAuthority(const QString &name) const;
    [[nodiscard]] bool sign(const QString &name, const QString &names, int days = 2) const;
    [[nodiscard]] bool run(const QStringList &arguments) const;
    [[nodiscard]] QString path(const QString &file) const { return m_folder.filePath(file); }

    QTemporaryDir m_folder;
};

#endif
