// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "redguard/preflight.h"

#include "net/logging.h"

#include <QtCore/qversionnumber.h>

namespace redguard {

using namespace Qt::StringLiterals;

namespace {

// What the scripts need: ZADD LT, SET KEEPTTL, CLIENT TRACKING.
QVersionNumber oldestVersion()
{
    return QVersionNumber(6, 2);
}

QByteArray field(const QByteArray &info, const QByteArray &name)
{
    for (const QByteArray &line : info.split('\n')) {
        if (line.startsWith(name + ':'))
            return line.mid(name.size() + 1).trimmed();
    }
    return {};
}

QString textOf(ServerWarning warning)
{
    switch (warning) {
    case ServerWarning::EvictsKeys:
        return Preflight::tr(
            "The server throws keys away when its memory is full (maxmemory-policy), and with "
            "them what is held; noeviction is the policy for this");
    case ServerWarning::NotPersistent:
        return Preflight::tr(
            "The server does not log its writes (appendonly), so a restart forgets who holds what");
    case ServerWarning::OldServer:
        break;
    }
    return Preflight::tr("The server is older than Redis %1").arg(oldestVersion().toString());
}

} // namespace

// Not all of INFO: the rest is long. A server that refuses has said nothing of itself.
void Preflight::inspect(net::Connection &connection)
{
    for (const char *section : {"server", "memory", "persistence"})
        connection.ask({"INFO", section}, this, int(connection.isPrivate()));
}

QList<ServerWarning> Preflight::findings(const QByteArray &info)
{
    QList<ServerWarning> findings;
    const QByteArray policy = field(info, "maxmemory_policy");
    const bool isLimited = field(info, "maxmemory").toULongLong() > 0;
    if (isLimited && !policy.isEmpty() && policy != "noeviction")
        findings.append(ServerWarning::EvictsKeys);
    if (field(info, "aof_enabled") == "0")
        findings.append(ServerWarning::NotPersistent);
    const auto version = QVersionNumber::fromString(QString::fromLatin1(field(info, "redis_version")));
    if (!version.isNull() && version < oldestVersion())
        findings.append(ServerWarning::OldServer);
    return findings;
}

// A private server is meant to forget.
void Preflight::answered(int isPrivate, const net::Answer &answer)
{
    if (answer.value.isError()) {
        qCDebug(net::lcConnection).noquote()
            << "The server tells nothing of itself:" << QString::fromUtf8(answer.value.errorText());
        return;
    }
    for (const ServerWarning warning : findings(answer.value.bytes)) {
        if (m_told.contains(int(warning)) || (isPrivate != 0 && warning == ServerWarning::NotPersistent))
            continue;
        m_told.insert(int(warning));
        const QString text = textOf(warning);
        // Many servers are run without on purpose.
        if (warning == ServerWarning::NotPersistent)
            qCInfo(net::lcConnection).noquote() << text;
        else
            qCWarning(net::lcConnection).noquote() << text;
        Q_EMIT warned(warning, text);
    }
}

} // namespace redguard
