// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef FAULTPROXY_H
#define FAULTPROXY_H

#include "proxylink.h"

#include <QtNetwork/qtcpserver.h>

namespace chaos {

// Where a server listens: a socket's path, or else a TCP port.
struct ProxyTarget
{
    QString path = {};
    QString host = QStringLiteral("127.0.0.1");
    quint16 port = 0;
};

// A bad network in front of a server, on a free loopback port. It knows commands from replies, and pushes
// from both. All in the thread that it lives in, so that what a call sets holds for the next byte.
class FaultProxy : public QObject
{
    Q_OBJECT

public:
    enum class Accept : quint8 {
        Forward,
        Ignore, // connects, and never answers
        Refuse, // nothing listens
    };

    explicit FaultProxy(const ProxyTarget &target, quint32 seed = 1, QObject *parent = nullptr);
    ~FaultProxy() override;

    [[nodiscard]] bool listen();
    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] QString url(const QString &scheme = QStringLiteral("redis")) const;
    void setTarget(const ProxyTarget &target) { m_target = target; } // of connections to come

    void setTerms(Way way, const LineTerms &terms); // of connections there and to come
    [[nodiscard]] LineTerms terms(Way way) const { return way == Way::ToServer ? m_toServer : m_toClient; }
    void setBlackHole(Way way, bool on);
    void setDelay(Way way, std::chrono::milliseconds delay, std::chrono::milliseconds jitter = {});
    void setSlice(Way way, int bytes);
    [[nodiscard]] bool setAccept(Accept accept); // false: the port is no longer to be had
    void heal();                                 // all of the above as at the start, and what was held let go

    void reset();            // RST to every connection
    void halfClose(Way way); // FIN one way to every connection
    void strike(const ReplyRule &rule);
    void withdrawRules() { m_rules.clear(); }
    void letGo(); // what ReplyRule::Fault::Hold holds

    [[nodiscard]] int connections() const { return int(m_links.size()); }
    [[nodiscard]] int accepted() const { return m_accepted; } // in all
    [[nodiscard]] int replies() const { return m_replies; }   // in all; pushes are none

Q_SIGNALS:
    void struck(const chaos::ReplyRule &rule);
    void replied(const QByteArrayList &command);

private:
    struct Rule
    {
        ReplyRule rule;
        int left = 1;
    };

    void accept();
    [[nodiscard]] std::unique_ptr<QIODevice> connectToTarget() const;
    [[nodiscard]] std::optional<ReplyRule> judge(const QByteArrayList &command);

    ProxyTarget m_target;
    QTcpServer m_server;
    quint16 m_port = 0;
    Accept m_accept = Accept::Forward;
    LineTerms m_toServer;
    LineTerms m_toClient;
    QRandomGenerator m_random;
    QList<Rule> m_rules;
    QList<ProxyLink *> m_links;
    int m_accepted = 0;
    int m_replies = 0;
};

} // namespace chaos

#endif
