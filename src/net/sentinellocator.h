// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_NET_SENTINELLOCATOR_H
#define REDGUARD_NET_SENTINELLOCATOR_H

#include "net/backoff.h"
#include "net/locator.h"
#include "net/sentinelclient.h"

namespace redguard::net {

// Asks one Sentinel after the other for the primary until one knows, and listens to that one until
// it is asked again. The role of what is found is for the connection to verify.
class SentinelLocator : public Locator
{
    Q_OBJECT

public:
    explicit SentinelLocator(const ServerAddress &address, QObject *parent = nullptr);
    void locate() override;

private:
    // A client is often dropped from inside its own signal.
    struct ClientDeleter
    {
        void operator()(SentinelClient *client) const;
    };

    void begin();
    void askNext();
    void answered(const SentinelClient::Answer &answer);
    void refused(const Error &error);
    void noneAnswered();
    void add(const QList<Host> &sentinels);
    void noticeMove(const Host &primary);
    void listenAgain();

    ServerAddress m_address;
    QList<Host> m_sentinels; // the one that answered last in front
    qsizetype m_asked = 0;
    std::unique_ptr<SentinelClient, ClientDeleter> m_client;
    QList<Error> m_errors; // of this round
    std::chrono::milliseconds m_timeout;
    Backoff m_backoff;
    QTimer m_listenTimer;
    Host m_primary;          // as it was located last
    bool m_locating = false; // or only listening again
};

} // namespace redguard::net

#endif
