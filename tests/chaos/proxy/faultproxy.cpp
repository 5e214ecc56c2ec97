// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "faultproxy.h"

#include <QtNetwork/qlocalsocket.h>
#include <QtNetwork/qnetworkproxy.h>

namespace chaos {

FaultProxy::FaultProxy(const ProxyTarget &target, quint32 seed, QObject *parent)
    : QObject(parent)
    , m_target(target)
    , m_random(seed)
{
    m_server.setProxy(QNetworkProxy::NoProxy);
    connect(&m_server, &QTcpServer::newConnection, this, &FaultProxy::accept);
}

FaultProxy::~FaultProxy()
{
    m_server.close();
    for (ProxyLink *link : std::exchange(m_links, {})) {
        link->disconnect(this);
        delete link;
    }
}

bool FaultProxy::listen()
{
    if (!m_server.listen(QHostAddress::LocalHost, m_port))
        return false;
    m_port = m_server.serverPort();
    return true;
}

QString FaultProxy::url(const QString &scheme) const
{
    return QStringLiteral("%1://127.0.0.1:%2").arg(scheme).arg(m_port);
}

std::unique_ptr<QIODevice> FaultProxy::connectToTarget() const
{
    if (!m_target.path.isEmpty()) {
        auto socket = std::make_unique<QLocalSocket>();
        socket->connectToServer(m_target.path);
        return socket;
    }
    auto socket = std::make_unique<QTcpSocket>();
    socket->setProxy(QNetworkProxy::NoProxy);
    socket->connectToHost(m_target.host, m_target.port);
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    return socket;
}

void FaultProxy::accept()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        socket->setParent(nullptr);
        std::unique_ptr<QTcpSocket> client(socket);
        ++m_accepted;
        auto server = m_accept == Accept::Forward ? connectToTarget() : nullptr;
        auto *link = new ProxyLink(std::move(client), std::move(server), m_toServer, m_toClient, &m_random,
                                   [this](const QByteArrayList &command) { return judge(command); });
        m_links.append(link);
        connect(link, &ProxyLink::struck, this, &FaultProxy::struck);
        connect(link, &ProxyLink::replied, this, [this](const QByteArrayList &command) {
            ++m_replies;
            Q_EMIT replied(command);
        });
        connect(link, &ProxyLink::ended, this, [this, link] {
            m_links.removeOne(link);
            link->deleteLater();
        });
    }
}

std::optional<ReplyRule> FaultProxy::judge(const QByteArrayList &command)
{
    auto found = m_rules.end();
    for (auto rule = m_rules.begin(); rule != m_rules.end(); ++rule) {
        if (!rule->rule.concerns(command))
            continue;
        if (rule->left > 1)
            --rule->left;
        else if (found == m_rules.end())
            found = rule; // another that is due takes the command after this one
    }
    if (found == m_rules.end())
        return std::nullopt;
    const ReplyRule rule = found->rule;
    m_rules.erase(found);
    return rule;
}

void FaultProxy::setTerms(Way way, const LineTerms &terms)
{
    (way == Way::ToServer ? m_toServer : m_toClient) = terms;
    const auto links = m_links;
    for (ProxyLink *link : links)
        link->setTerms(way, terms);
}

void FaultProxy::setBlackHole(Way way, bool on)
{
    LineTerms changed = terms(way);
    changed.blackHole = on;
    setTerms(way, changed);
}

void FaultProxy::setDelay(Way way, std::chrono::milliseconds delay, std::chrono::milliseconds jitter)
{
    LineTerms changed = terms(way);
    changed.delay = delay;
    changed.jitter = jitter;
    setTerms(way, changed);
}

void FaultProxy::setSlice(Way way, int bytes)
{
    LineTerms changed = terms(way);
    changed.slice = bytes;
    setTerms(way, changed);
}

bool FaultProxy::setAccept(Accept accept)
{
    m_accept = accept;
    if (accept == Accept::Refuse) {
        m_server.close();
        return true;
    }
    return m_server.isListening() || listen();
}

void FaultProxy::heal()
{
    setTerms(Way::ToServer, {});
    setTerms(Way::ToClient, {});
    letGo();
    if (!setAccept(Accept::Forward))
        qCritical("The proxy's port is taken: %s", qPrintable(m_server.errorString()));
}

void FaultProxy::reset()
{
    const auto links = m_links;
    for (ProxyLink *link : links)
        link->reset();
}

void FaultProxy::halfClose(Way way)
{
    const auto links = m_links;
    for (ProxyLink *link : links)
        link->halfClose(way);
}

void FaultProxy::letGo()
{
    const auto links = m_links;
    for (ProxyLink *link : links)
        link->letGo();
}

void FaultProxy::strike(const ReplyRule &rule)
{
    m_rules.append({rule, rule.nth});
}

} // namespace chaos
