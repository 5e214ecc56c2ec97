// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "serverlink.h"

#include "protocol/writer.h"

namespace chaos {

using namespace std::chrono_literals;
using redguard::resp::Type;
using redguard::resp::Value;

namespace {

Value noAnswer()
{
    return {Type::Error, 0, 0, "NOLINK the connection was lost", {}};
}

} // namespace

ServerLink::ServerLink(const QString &path, QObject *parent)
    : QObject(parent)
    , m_path(path)
{
    m_retry.setInterval(20);
    connect(&m_retry, &QTimer::timeout, this, &ServerLink::connectToServer);
    connect(&m_socket, &QIODevice::readyRead, this, &ServerLink::read);
    connect(&m_socket, &QLocalSocket::connected, this, [this] {
        m_retry.stop();
        Q_EMIT ready();
    });
    connect(&m_socket, &QLocalSocket::disconnected, this, &ServerLink::lose);
    m_retry.start();
}

void ServerLink::connectToServer()
{
    if (m_socket.state() == QLocalSocket::UnconnectedState)
        m_socket.connectToServer(m_path);
}

void ServerLink::send(const QByteArrayList &command, Handler handler)
{
    if (!isReady()) {
        if (handler) // later, as every answer
            QTimer::singleShot(m_retry.interval(), this, [handler = std::move(handler)] {
                handler({noAnswer(), trueTime(), trueTime()});
            });
        return;
    }
    QByteArray bytes;
    redguard::resp::appendArrayHeader(bytes, command.size());
    for (const QByteArray &argument : command)
        redguard::resp::appendBulk(bytes, argument);
    m_pending.push_back({trueTime(), std::move(handler)});
    m_socket.write(bytes);
    m_socket.flush();
}

void ServerLink::read()
{
    m_parser.append(m_socket.readAll());
    Value value;
    while (m_parser.next(value) == redguard::resp::Parser::Status::Ready && !m_pending.empty()) {
        const Pending pending = std::move(m_pending.front());
        m_pending.pop_front();
        if (pending.handler)
            pending.handler({value, pending.before, trueTime()});
        else if (value.isError())
            Q_EMIT failed(value.bytes);
    }
}

void ServerLink::lose()
{
    m_parser.reset();
    m_retry.start();
    for (const Pending &pending : std::exchange(m_pending, {})) {
        if (pending.handler)
            pending.handler({noAnswer(), pending.before, trueTime()});
    }
}

void ServerLink::Question::await_suspend(std::coroutine_handle<> steps)
{
    m_link.send(m_command, [this, steps](const Answer &answer) {
        m_answer = answer;
        steps.resume();
    });
}

// "OK" may have words behind it. A key that is to be moved may have expired meanwhile.
void ServerLink::Demand::await_suspend(std::coroutine_handle<> steps)
{
    m_link.send(m_command, [this, steps](const Answer &answer) {
        if (answer.value.bytes.startsWith("OK") || answer.value.bytes == "NOKEY")
            steps.resume();
        else
            QTimer::singleShot(100ms, &m_link, [this, steps] { await_suspend(steps); });
    });
}

} // namespace chaos
