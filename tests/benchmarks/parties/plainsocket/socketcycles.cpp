// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "socketcycles.h"

#include "meters.h"
#include "protocol/writer.h"
#include "rawcalls.h"

namespace {

QByteArray encoded(const QByteArrayList &words)
{
    QByteArray bytes;
    redguard::resp::appendArrayHeader(bytes, words.size());
    for (const QByteArray &word : words)
        redguard::resp::appendBulk(bytes, word);
    return bytes;
}

} // namespace

SocketCycles::SocketCycles(QTcpSocket *socket, Party *party)
    : m_socket(socket)
    , m_party(party)
    , m_acquire(encoded(RawCalls("bench:" + Party::ownName().toUtf8()).acquire))
    , m_release(encoded(RawCalls("bench:" + Party::ownName().toUtf8()).release))
{
    loadScripts();
    connect(socket, &QTcpSocket::readyRead, this, &SocketCycles::read);
    party->add(QStringLiteral("cycles"),
               [this](const QStringList &arguments) { begin(arguments.at(0).toULongLong()); });
}

void SocketCycles::loadScripts()
{
    for (const QByteArrayList &command : RawCalls::load()) {
        m_socket->write(encoded(command));
        if (!m_socket->waitForReadyRead() || !m_socket->readAll().startsWith('$'))
            Party::fail(QStringLiteral("A script was not loaded"));
    }
}

void SocketCycles::begin(std::size_t count)
{
    m_count = count;
    m_latencies.clear();
    next();
}

void SocketCycles::next()
{
    m_start = meters::now();
    m_releases = false;
    m_socket->write(m_acquire);
}

// A reply of this size comes in one piece.
void SocketCycles::read()
{
    if (!m_socket->readAll().startsWith(m_releases ? "*2\r\n:1" : "*4\r\n:1"))
        Party::fail(QStringLiteral("An acquire or a release failed"));
    if (!std::exchange(m_releases, true)) {
        m_socket->write(m_release);
        return;
    }
    m_latencies.push_back(meters::now() - m_start);
    if (m_latencies.size() < m_count)
        next();
    else
        m_party->answer({{QStringLiteral("latencies"), meters::toJson(m_latencies)}});
}
