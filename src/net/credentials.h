// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_NET_CREDENTIALS_H
#define REDGUARD_NET_CREDENTIALS_H

#include "net/endpoint.h"

#include <QtCore/qmutex.h>
#include <QtCore/qobject.h>

namespace redguard::net {

// A user and password that take the place of the URL's while a program runs: for all connections of
// a guard, in whichever thread they are.
class Credentials : public QObject
{
    Q_OBJECT

public:
    void set(const QString &user, const QString &password)
    {
        {
            const QMutexLocker locker(&m_mutex);
            m_login = {user, password};
        }
        Q_EMIT changed();
    }

    // Whether they are others than the endpoint has had.
    bool applyTo(Endpoint &endpoint) const
    {
        const QMutexLocker locker(&m_mutex);
        if (!m_login || *m_login == std::pair(endpoint.user, endpoint.password))
            return false;
        std::tie(endpoint.user, endpoint.password) = *m_login;
        return true;
    }

Q_SIGNALS:
    void changed();

private:
    mutable QMutex m_mutex;
    std::optional<std::pair<QString, QString>> m_login;
};

} // namespace redguard::net

#endif
