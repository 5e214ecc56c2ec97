// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_PREFLIGHT_H
#define REDGUARD_PREFLIGHT_H

#include "net/connection.h"

namespace redguard {

// Looks at a server once connected, and says what puts the promises at risk: each once.
class Preflight : public QObject, public net::Caller
{
    Q_OBJECT

public:
    using QObject::QObject;

    void inspect(net::Connection &connection);
    void answered(int tag, const net::Answer &answer) override;

    // What an INFO, or a section of it, gives cause to warn of.
    [[nodiscard]] static QList<ServerWarning> findings(const QByteArray &info);

Q_SIGNALS:
    void warned(redguard::ServerWarning warning, const QString &message);

private:
    QSet<int> m_told;
};

} // namespace redguard

#endif
