// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "proxylink.h"

#include <QtCore/qpointer.h>
#include <QtNetwork/qlocalsocket.h>

#include <sys/socket.h>

#include <algorithm>

namespace chaos {

using redguard::resp::Type;
using redguard::resp::Value;

namespace {

int descriptorOf(const QIODevice *device)
{
    if (const auto *tcp = qobject_cast<const QTcpSocket *>(device))
        return int(tcp->socketDescriptor());
    if (const auto *local = qobject_cast<const QLocalSocket *>(device))
        return int(local->socketDescriptor());
    return -1;
}

// Closing then discards what was not sent and sends RST.
void lingerNot(const QIODevice *device)
{
    const linger none {1, 0};
    if (const int descriptor = descriptorOf(device); descriptor >= 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &none, sizeof none);
}

QByteArrayList argumentsOf(const Value &value)
{
    QByteArrayList arguments;
    for (const Value &element : value.elements)
        arguments.append(element.bytes);
    return arguments;
}

// Their answers are pushes, one for each channel, or an error.
bool isSubscription(const QByteArrayList &command)
{
    return command.value(0).toUpper().endsWith("SUBSCRIBE");
}

} // namespace

ProxyLink::ProxyLink(std::unique_ptr<QTcpSocket> client, std::unique_ptr<QIODevice> server,
                     const LineTerms &toServer, const LineTerms &toClient, QRandomGenerator *random,
                     Judge judge, QObject *parent)
    : QObject(parent)
    , m_client(std::move(client))
    , m_server(std::move(server))
    , m_toServer(toServer, random)
    , m_toClient(toClient, random)
    , m_judge(std::move(judge))
{
    m_client->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(m_client.get(), &QIODevice::readyRead, this, &ProxyLink::readClient);
    connect(m_client.get(), &QAbstractSocket::disconnected, this, &ProxyLink::close);
    connect(&m_toServer, &DelayLine::arrived, this,
            [this](const QByteArray &bytes) { write(m_server.get(), bytes); });
    connect(&m_toClient, &DelayLine::arrived, this,
            [this](const QByteArray &bytes) { write(m_client.get(), bytes); });
    if (!m_server)
        return;
    connect(m_server.get(), &QIODevice::readyRead, this, &ProxyLink::readServer);
    if (auto *tcp = qobject_cast<QTcpSocket *>(m_server.get())) {
        connect(tcp, &QAbstractSocket::errorOccurred, this, [this](QAbstractSocket::SocketError error) {
            serverFailed(error == QAbstractSocket::RemoteHostClosedError);
        });
    } else if (auto *local = qobject_cast<QLocalSocket *>(m_server.get())) {
        connect(local, &QLocalSocket::errorOccurred, this, [this](QLocalSocket::LocalSocketError error) {
            serverFailed(error == QLocalSocket::PeerClosedError);
        });
        if (local->state() == QLocalSocket::UnconnectedState) // its error came before anybody listened
            QMetaObject::invokeMethod(this, &ProxyLink::reset, Qt::QueuedConnection);
    }
}

ProxyLink::~ProxyLink()
{
    m_client->disconnect(this);
    if (m_server)
        m_server->disconnect(this);
}

void ProxyLink::setTerms(Way way, const LineTerms &terms)
{
    (way == Way::ToServer ? m_toServer : m_toClient).setTerms(terms);
}

void ProxyLink::readClient()
{
    const QByteArray bytes = m_client->readAll();
    if (!m_server)
        return;
    for (const Frame &frame : m_commands.take(bytes))
        takeCommand(frame);
    answerRefused();
}

void ProxyLink::takeCommand(const Frame &frame)
{
    const QByteArrayList command = argumentsOf(frame.value);
    if (command.isEmpty()) { // what is no command is the server's to judge
        m_toServer.append(frame.bytes);
        return;
    }
    if (command.at(0).toUpper() == "HELLO" && command.value(1) == "3")
        m_isResp3 = true;
    if (isSubscription(command))
        m_pending.push_back({command, {}, std::max<qsizetype>(command.size() - 1, 1)});
    else
        m_pending.push_back({command, m_judge(command)});
    const auto &rule = m_pending.back().rule;
    if (!rule || rule->fault != ReplyRule::Fault::Refuse)
        m_toServer.append(frame.bytes);
}

void ProxyLink::readServer()
{
    const QPointer<ProxyLink> self(this);
    for (const Frame &frame : m_replies.take(m_server->readAll())) {
        takeReply(frame);
        if (!self || m_ended)
            return;
        answerRefused();
    }
}

void ProxyLink::serverFailed(bool closedInOrder)
{
    if (!closedInOrder) {
        reset();
        return;
    }
    const QPointer<ProxyLink> self(this);
    readServer();
    if (self)
        close();
}

bool ProxyLink::isPush(const Value &value) const
{
    if (value.type == Type::Push)
        return true;
    static const QByteArrayList kinds {"message",      "pmessage",    "smessage",
                                       "subscribe",    "unsubscribe", "psubscribe",
                                       "punsubscribe", "ssubscribe",  "sunsubscribe"};
    return !m_isResp3 && value.type == Type::Array && !value.elements.empty()
        && kinds.contains(value.elements.front().bytes);
}

void ProxyLink::takeReply(const Frame &frame)
{
    const bool answers = frame.isWhole && !m_pending.empty();
    if (answers && isPush(frame.value))
        takePush(frame.value);
    if (!answers || isPush(frame.value)) {
        m_toClient.append(frame.bytes);
        return;
    }
    const Pending pending = std::move(m_pending.front());
    m_pending.pop_front();
    if (pending.pushes > 0) { // it was refused
        m_toClient.append(frame.bytes);
        return;
    }
    Q_EMIT replied(pending.command);
    if (pending.rule)
        strike(*pending.rule, frame.bytes);
    else
        m_toClient.append(frame.bytes);
}

void ProxyLink::takePush(const Value &value)
{
    Pending &pending = m_pending.front();
    const bool isAnswer = pending.pushes > 0 && !value.elements.empty()
        && value.elements.front().bytes.toUpper() == pending.command.front().toUpper();
    if (isAnswer && --pending.pushes == 0)
        m_pending.pop_front();
}

void ProxyLink::strike(const ReplyRule &rule, const QByteArray &reply)
{
    Q_EMIT struck(rule);
    switch (rule.fault) {
    case ReplyRule::Fault::Swallow:
        reset();
        break;
    case ReplyRule::Fault::Replace:
    case ReplyRule::Fault::Refuse:
        m_toClient.append('-' + rule.text + "\r\n");
        break;
    case ReplyRule::Fault::Hold:
        m_toClient.hold();
        m_toClient.append(reply);
        break;
    }
}

// In their turn: replies carry no name.
void ProxyLink::answerRefused()
{
    while (!m_ended && !m_pending.empty() && m_pending.front().rule
           && m_pending.front().rule->fault == ReplyRule::Fault::Refuse) {
        const Pending pending = std::move(m_pending.front());
        m_pending.pop_front();
        strike(*pending.rule, {});
    }
}

void ProxyLink::write(QIODevice *sink, const QByteArray &bytes)
{
    if (!sink || !sink->isOpen()) // it ended, and says so in its next turn
        return;
    sink->write(bytes);
    if (auto *tcp = qobject_cast<QTcpSocket *>(sink); tcp && tcp->state() == QAbstractSocket::ConnectedState)
        tcp->flush();
}

void ProxyLink::letGo()
{
    m_toClient.release();
}

void ProxyLink::halfClose(Way way)
{
    const QIODevice *sink = way == Way::ToServer ? m_server.get() : m_client.get();
    if (const int descriptor = descriptorOf(sink); descriptor >= 0)
        shutdown(descriptor, SHUT_WR);
}

void ProxyLink::reset()
{
    lingerNot(m_client.get());
    if (m_server)
        lingerNot(m_server.get());
    close();
}

void ProxyLink::close()
{
    if (std::exchange(m_ended, true))
        return;
    m_client->disconnect(this);
    m_client->abort();
    if (m_server) {
        m_server->disconnect(this);
        if (auto *tcp = qobject_cast<QTcpSocket *>(m_server.get()))
            tcp->abort();
        else
            qobject_cast<QLocalSocket *>(m_server.get())->abort();
    }
    Q_EMIT ended();
}

} // namespace chaos
