// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "net/sentinelclient.h"

#include "protocol/writer.h"

#include <QtCore/qpointer.h>

namespace redguard::net {

namespace {

std::optional<Host> hostOf(const QByteArray &name, const QByteArray &port)
{
    bool isPort = false;
    const quint16 number = port.toUShort(&isPort);
    return name.isEmpty() || !isPort || number == 0 ? std::nullopt
                                                    : std::optional(Host {QString::fromUtf8(name), number});
}

// Of a Sentinel: its fields' names and values in turn.
std::optional<Host> sentinelOf(const resp::Value &fields)
{
    QByteArray name;
    QByteArray port;
    for (std::size_t at = 0; at + 1 < fields.elements.size(); at += 2) {
        if (fields.elements[at].bytes == "ip")
            name = fields.elements[at + 1].bytes;
        else if (fields.elements[at].bytes == "port")
            port = fields.elements[at + 1].bytes;
    }
    return hostOf(name, port);
}

bool isRefusal(const resp::Value &error)
{
    const QByteArrayView prefix = error.errorPrefix();
    return prefix == "NOAUTH" || prefix == "WRONGPASS" || prefix == "NOPERM" || prefix == "DENIED"
        || error.bytes.startsWith("ERR AUTH");
}

} // namespace

SentinelClient::SentinelClient(const Endpoint &sentinel, const QString &masterName,
                               std::chrono::milliseconds timeout)
    : m_endpoint(sentinel)
    , m_masterName(masterName.toUtf8())
    , m_socket(sentinel, timeout)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(timeout);
    connect(&m_timer, &QTimer::timeout, this,
            [this] { closed(ServerAddress::tr("No answer came for %1 ms").arg(m_timer.interval())); });
    connect(&m_socket, &Socket::connected, this, &SentinelClient::say);
    connect(&m_socket, &Socket::readyRead, this, &SentinelClient::read);
    connect(&m_socket, &Socket::closed, this, &SentinelClient::closed);
}

void SentinelClient::ask()
{
    m_timer.start();
    m_socket.connectToServer();
}

// In the older protocol, which every Sentinel speaks.
void SentinelClient::say()
{
    QByteArray bytes;
    const QByteArray user = m_endpoint.user.toUtf8();
    const QByteArray password = m_endpoint.password.toUtf8();
    if (password.isEmpty())
        m_stage = Stage::Primary;
    else if (user.isEmpty())
        resp::appendCommand(bytes, {"AUTH", password});
    else
        resp::appendCommand(bytes, {"AUTH", user, password});
    resp::appendCommand(bytes, {"SENTINEL", "GET-MASTER-ADDR-BY-NAME", m_masterName});
    resp::appendCommand(bytes, {"SENTINEL", "SENTINELS", m_masterName});
    resp::appendCommand(bytes, {"SUBSCRIBE", "+switch-master"});
    m_socket.write(bytes);
}

void SentinelClient::read()
{
    std::array<char, 4096> buffer;
    qint64 size = 0;
    while ((size = m_socket.read(buffer.data(), buffer.size())) > 0)
        m_parser.append(QByteArrayView(buffer.data(), size));
    const QPointer<SentinelClient> self(this);
    resp::Value value;
    auto status = resp::Parser::Status::NeedMore;
    while (self && !m_isOver && (status = m_parser.next(value)) == resp::Parser::Status::Ready)
        take(value);
    if (self && status == resp::Parser::Status::Failed)
        closed(m_parser.errorString());
    else if (self && size < 0)
        m_socket.atEnd();
}

void SentinelClient::take(const resp::Value &value)
{
    switch (m_stage) {
    case Stage::LogIn:
        m_stage = Stage::Primary;
        if (value.isError())
            fail(ErrorCode::AccessDenied, QString::fromUtf8(value.errorText()));
        break;
    case Stage::Primary:
        m_stage = Stage::Sentinels;
        takePrimary(value);
        break;
    case Stage::Sentinels:
        m_stage = Stage::News;
        m_timer.stop();
        for (const resp::Value &fields : value.elements) {
            if (const auto sentinel = sentinelOf(fields))
                m_answer.sentinels.append(*sentinel);
        }
        Q_EMIT answered(m_answer);
        break;
    case Stage::News:
        takeNews(value);
        break;
    }
}

void SentinelClient::takePrimary(const resp::Value &value)
{
    if (value.isError()) {
        fail(isRefusal(value) ? ErrorCode::AccessDenied : ErrorCode::NotConnected,
             QString::fromUtf8(value.errorText()));
    } else if (value.isNull()) {
        fail(ErrorCode::ServerError,
             ServerAddress::tr("It knows no primary named \"%1\"").arg(QString::fromUtf8(m_masterName)));
    } else if (const auto primary = value.elements.size() == 2
                   ? hostOf(value.elements[0].bytes, value.elements[1].bytes)
                   : std::nullopt) {
        m_answer.primary = *primary;
    } else {
        fail(ErrorCode::NotConnected, ServerAddress::tr("Its answer is no address"));
    }
}

// "message", the channel, and "<name> <old host> <old port> <new host> <new port>"
void SentinelClient::takeNews(const resp::Value &value)
{
    if (value.elements.size() != 3 || value.elements[0].bytes != "message")
        return;
    const QByteArrayList words = value.elements[2].bytes.split(' ');
    const auto primary = words.size() == 5 ? hostOf(words[3], words[4]) : std::nullopt;
    if (primary && words[0] == m_masterName)
        Q_EMIT moved(*primary);
}

void SentinelClient::fail(ErrorCode code, const QString &reason)
{
    if (std::exchange(m_isOver, true))
        return;
    m_timer.stop();
    //: %1 is the URL of a server, %2 what went wrong there
    Q_EMIT failed(Error(code, ServerAddress::tr("%1: %2").arg(m_endpoint.toString(), reason)));
}

void SentinelClient::closed(const QString &reason)
{
    if (m_stage != Stage::News)
        fail(ErrorCode::NotConnected, reason);
    else if (!std::exchange(m_isOver, true))
        Q_EMIT lost();
}

} // namespace redguard::net
