// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "local/servertalk.h"

#include "protocol/writer.h"

namespace redguard::local {

using namespace Qt::StringLiterals;

namespace {

QByteArray infoField(const QByteArray &info, QByteArrayView name)
{
    for (const QByteArray &line : info.split('\n')) {
        if (line.startsWith(name) && line.size() > name.size() && line.at(name.size()) == ':')
            return line.mid(name.size() + 1).trimmed();
    }
    return {};
}

ServerInfo parseInfo(const QByteArray &info)
{
    return {infoField(info, "process_id").toLongLong(), QString::fromLocal8Bit(infoField(info, "executable")),
            std::chrono::seconds(infoField(info, "uptime_in_seconds").toLongLong())};
}

} // namespace

ServerTalk::ServerTalk(QObject *parent)
    : QObject(parent)
    , m_socket(this)
{
    connect(&m_socket, &QLocalSocket::connected, this, &ServerTalk::send, Qt::QueuedConnection);
    connect(&m_socket, &QLocalSocket::errorOccurred, this, &ServerTalk::socketFailed, Qt::QueuedConnection);
    connect(&m_socket, &QLocalSocket::readyRead, this, &ServerTalk::readReplies, Qt::QueuedConnection);
    connect(&m_socket, &QLocalSocket::disconnected, this, &ServerTalk::socketClosed, Qt::QueuedConnection);
}

ServerTalk::~ServerTalk()
{
    m_socket.abort();
}

void ServerTalk::ask(const QString &socketPath)
{
    m_socket.connectToServer(socketPath);
}

void ServerTalk::shutDown(const QString &socketPath)
{
    m_request = Request::ShutDown;
    m_socket.connectToServer(socketPath);
}

void ServerTalk::send()
{
    m_connected = true;
    QByteArray bytes;
    if (m_request == Request::ShutDown) {
        resp::appendCommand(bytes, {"SHUTDOWN", "NOSAVE"});
    } else {
        resp::appendCommand(bytes, {"PING"});
        resp::appendCommand(bytes, {"INFO", "server"});
    }
    m_socket.write(bytes);
    m_socket.flush();
}

void ServerTalk::socketFailed()
{
    // What ends an established connection is for socketClosed().
    if (m_connected)
        return;
    const auto error = m_socket.error();
    if (error == QLocalSocket::ServerNotFoundError || error == QLocalSocket::ConnectionRefusedError)
        Q_EMIT absent();
    else
        Q_EMIT refused(m_socket.errorString());
}

void ServerTalk::socketClosed()
{
    Q_EMIT closed();
}

void ServerTalk::readReplies()
{
    m_parser.append(m_socket.readAll());
    resp::Value value;
    auto status = m_parser.next(value);
    for (; status == resp::Parser::Status::Ready; status = m_parser.next(value))
        m_replies.push_back(std::move(value));

    if (status == resp::Parser::Status::Failed)
        Q_EMIT refused(m_parser.errorString());
    else if (m_request == Request::ShutDown && !m_replies.empty())
        Q_EMIT refused(QString::fromUtf8(m_replies.front().bytes));
    else if (m_replies.size() == 2)
        replied(std::exchange(m_replies, {}));
}

void ServerTalk::replied(const std::vector<resp::Value> &replies)
{
    const resp::Value &ping = replies.front();
    const resp::Value &info = replies.back();
    // Any other error is an answer too: whoever asks for a password is there.
    if (ping.errorPrefix() == QByteArrayView("LOADING"))
        Q_EMIT loading();
    else
        Q_EMIT answered(parseInfo(info.bytes));
}

} // namespace redguard::local
