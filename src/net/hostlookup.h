// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_NET_HOSTLOOKUP_H
#define REDGUARD_NET_HOSTLOOKUP_H

#include <QtCore/qfuturewatcher.h>
#include <QtNetwork/qhostinfo.h>

namespace redguard::net {

// Asks the system for a host's addresses, in another thread. What Qt remembers from earlier, which a
// socket would take for up to a minute, is replaced by what is found: a failover by name shows at once.
class HostLookup : public QObject
{
    Q_OBJECT

public:
    explicit HostLookup(QObject *parent = nullptr);
    void lookUp(const QString &name);

Q_SIGNALS:
    void found();
    void failed(const QString &reason);

private:
    void finish();

    QFutureWatcher<QHostInfo> m_watcher;
};

} // namespace redguard::net

#endif
