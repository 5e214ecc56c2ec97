// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "redguard/survey.h"

#include "redguard/clientname.h"
#include "redguard/serverreply.h"
#include "scripts/keys.h"
#include "scripts/reply.h"

namespace redguard {

using namespace Qt::StringLiterals;

namespace {

QByteArray escapedForGlob(const QByteArray &text)
{
    QByteArray escaped;
    for (const char c : text) {
        if (QByteArrayView("*?[]\\").contains(c))
            escaped += '\\';
        escaped += c;
    }
    return escaped;
}

} // namespace

Survey::Survey(const QString &nameSpace, const QObject *context, Callback callback)
    : m_nameSpace(nameSpace)
    , m_context(context)
    , m_callback(std::move(callback))
{
}

Survey::~Survey()
{
    for (const quint64 call : m_calls) {
        if (m_connection)
            m_connection->abandon(call);
    }
}

void Survey::attachTo(net::Connection &connection)
{
    m_connection = &connection;
    const auto lost = [this] {
        finish(Error(ErrorCode::NotConnected, tr("The connection was lost before the answer came")));
    };
    connect(&connection, &net::Connection::stateChanged, this, lost);
    connect(&connection, &QObject::destroyed, this, lost);
}

void Survey::askOne(net::Connection &connection, const QString &name, const QByteArray &key)
{
    attachTo(connection);
    m_keys.append(key);
    m_statuses.resize(1);
    m_statuses.first().name = name;
    askForStatus();
}

// The helper keys of a name without a hash tag begin with a '{'. Without a namespace a key of any
// program could be a name: then only those count that have a helper key.
void Survey::askAll(net::Connection &connection)
{
    attachTo(connection);
    if (m_nameSpace.isEmpty()) {
        m_patterns = {"*:rg:*"};
    } else {
        const QByteArray start = escapedForGlob(m_nameSpace.toUtf8()) + ":*";
        m_patterns = {start, '{' + start};
    }
    scan("0");
}

void Survey::scan(const QByteArray &cursor)
{
    m_calls = {
        m_connection->ask({"SCAN", cursor, "MATCH", m_patterns.first(), "COUNT", "1000"}, this, ScanTag)};
}

void Survey::scanned(const resp::Value &page)
{
    if (page.elements.size() != 2) {
        finish(refusalOf(page).error);
        return;
    }
    for (const resp::Value &key : page.elements[1].elements)
        found(key.bytes);
    const QByteArray &cursor = page.elements[0].bytes;
    if (cursor == "0")
        m_patterns.removeFirst();
    if (m_patterns.isEmpty())
        askForStatus();
    else
        scan(cursor);
}

void Survey::found(const QByteArray &key)
{
    const auto owner = scripts::keyOfHelper(key);
    const QByteArray name = owner ? *owner : key;
    const QByteArray start = m_nameSpace.isEmpty() ? QByteArray() : m_nameSpace.toUtf8() + ':';
    if (m_found.contains(name) || !name.startsWith(start) || name.size() == start.size())
        return;
    m_found.insert(name);
    m_keys.append(name);
    Status status;
    status.name = QString::fromUtf8(name.mid(start.size()));
    m_statuses.append(status);
}

void Survey::askForStatus()
{
    using scripts::Kind;
    m_tokens.resize(m_keys.size());
    m_unanswered = int(m_keys.size());
    m_calls.clear();
    m_connection->cork();
    for (int i = 0; i < m_keys.size(); ++i) {
        QByteArrayList keys {m_keys[i]};
        for (const Kind kind : {Kind::Lock, Kind::Semaphore})
            keys << scripts::helperKey(m_keys[i], kind, "queue")
                 << scripts::helperKey(m_keys[i], kind, "fence");
        net::Arguments arguments(keys);
        m_calls << m_connection->call(scripts::status(),
                                      arguments << Status::MostHolders << scripts::MostPermits, this, i);
    }
    m_connection->uncork();
    if (m_keys.isEmpty())
        finish(m_statuses);
}

void Survey::told(int index, const resp::Value &value)
{
    auto reply = scripts::decodeStatus(value);
    if (!reply) {
        finish(refusalOf(value).error);
        return;
    }
    reply->status.name = m_statuses[index].name;
    m_statuses[index] = reply->status;
    m_tokens[index] = reply->tokens;
    if (--m_unanswered > 0)
        return;
    const bool anyHolder = std::any_of(m_tokens.begin(), m_tokens.end(),
                                       [](const QByteArrayList &tokens) { return !tokens.isEmpty(); });
    if (anyHolder)
        m_calls = {m_connection->ask({"CLIENT", "LIST"}, this, ClientsTag)};
    else
        finish(m_statuses);
}

// Who may not see the list of clients is told all but the names.
void Survey::answered(int tag, const net::Answer &answer)
{
    if (m_isDone)
        return;
    if (tag == ScanTag) {
        scanned(answer.value);
    } else if (tag >= 0) {
        told(tag, answer.value);
    } else {
        const auto labels = ClientName::labels(answer.value.isError() ? QByteArray() : answer.value.bytes);
        for (int i = 0; i < m_statuses.size(); ++i) {
            for (int j = 0; j < m_statuses[i].holders.size(); ++j)
                m_statuses[i].holders[j].client = labels.value(ClientName::idOf(m_tokens[i][j]));
        }
        finish(m_statuses);
    }
}

void Survey::finish(const Result<QList<Status>> &result)
{
    m_isDone = true;
    const auto tell = [this, result] {
        deleteLater();
        if (const auto callback = std::exchange(m_callback, {}); callback && m_context)
            callback(result);
    };
    QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
}

} // namespace redguard
