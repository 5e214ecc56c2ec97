// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_LOCAL_SERVERPROBE_H
#define REDGUARD_LOCAL_SERVERPROBE_H

#include "local/serverplace.h"
#include "local/servertalk.h"

#include <QtCore/qtimer.h>

#include <memory>

namespace redguard::local {

// Looks once whether a server is running, and changes nothing. Ends with one of its signals.
class ServerProbe : public QObject
{
    Q_OBJECT

public:
    explicit ServerProbe(const ServerPlace &place, QObject *parent = nullptr);

    void begin();
    // The connection on which a server answered.
    [[nodiscard]] std::unique_ptr<ServerTalk> takeTalk() { return std::move(m_talk); }

Q_SIGNALS:
    void found(const redguard::local::ServerInfo &info);
    void absent();
    void failed(const redguard::Error &error);

private:
    void look();
    void expired();

    ServerPlace m_place;
    std::unique_ptr<ServerTalk> m_talk;
    QTimer m_deadline;
};

} // namespace redguard::local

#endif
