// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_CLIENTNAME_H
#define REDGUARD_CLIENTNAME_H

#include <QtCore/qbytearray.h>
#include <QtCore/qhash.h>
#include <QtCore/qstring.h>

#include <array>

namespace redguard {

// Of one request; on the server it stands for what that holds and where it waits.
using Token = std::array<char, 16>;

// Who holds a token is written nowhere but in the token itself: its second half is the id of the
// session that made it, and the connections of that session bear the id and a label as their client
// name. So nothing is left on the server when they go.
class ClientName
{
public:
    ClientName() = default;
    // Of a new session, with an id of its own. An empty label becomes program@host.
    explicit ClientName(const QString &label);

    [[nodiscard]] QByteArray id() const { return m_id.toHex(); }
    [[nodiscard]] Token newToken() const;
    // For CLIENT SETNAME.
    [[nodiscard]] QByteArray encoded() const;

    // The labels of those on a CLIENT LIST, by id.
    [[nodiscard]] static QHash<QByteArray, QString> labels(const QByteArray &clientList);
    [[nodiscard]] static QByteArray idOf(const QByteArray &token);

private:
    QByteArray m_id;
    QString m_label;
};

} // namespace redguard

#endif
