// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "statuscommand.h"

#include "commandline.h"
#include "complaint.h"
#include "exitcode.h"
#include "word.h"

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

#include <cstdio>

namespace redguard::cli {

using namespace Qt::StringLiterals;

namespace {

QJsonArray jsonOf(const QList<Status::Holder> &holders)
{
    QJsonArray array;
    for (const Status::Holder &holder : holders)
        array.append(QJsonObject {
            {u"token"_s, holder.token},
            {u"client"_s, holder.client},
            {u"remainingMs"_s, qint64(holder.remaining.count())},
            {u"permits"_s, holder.permits},
        });
    return array;
}

QString textOf(const QList<Status::Holder> &holders)
{
    QStringList texts;
    for (const Status::Holder &holder : holders)
        texts << (holder.client.isEmpty() ? holder.token : u"%1 (%2)"_s.arg(holder.token, holder.client));
    return texts.isEmpty() ? u"none"_s : texts.join(u", "_s);
}

QByteArray jsonOf(const Status &status)
{
    const QJsonObject object {
        {u"name"_s, status.name},
        {u"kind"_s, wordOf(status.kind)},
        {u"holders"_s, jsonOf(status.holders)},
        {u"remainingMs"_s, qint64(status.remaining.count())},
        {u"fence"_s, status.fence},
        {u"waiters"_s, status.waiters},
        {u"used"_s, status.used},
    };
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

QString lineOf(const QString &term, const QString &value)
{
    return term.leftJustified(11) + value + u'\n';
}

QString usedTerm(Status::Kind kind)
{
    return kind == Status::Kind::RateLimiter ? u"admitted"_s : u"permits"_s;
}

QByteArray textOf(const Status &status)
{
    using Kind = Status::Kind;
    const bool isLease = status.kind == Kind::Lock || status.kind == Kind::Semaphore;
    QString text = lineOf(u"name"_s, status.name) + lineOf(u"kind"_s, wordOf(status.kind));
    if (isLease) {
        text += lineOf(u"holders"_s, textOf(status.holders));
        text += lineOf(u"fence"_s, QString::number(status.fence));
        text += lineOf(u"waiters"_s, QString::number(status.waiters));
    }
    if (status.kind == Kind::Semaphore || status.kind == Kind::RateLimiter)
        text += lineOf(usedTerm(status.kind), QString::number(status.used));
    if (status.remaining.count() > 0)
        text += lineOf(u"remaining"_s, u"%1 ms"_s.arg(status.remaining.count()));
    return text.toLocal8Bit();
}

} // namespace

StatusCommand::StatusCommand(const CommandLine &line, QObject *parent)
    : QObject(parent)
    , m_name(line.names().first())
    , m_isJson(line.isSet("json"_L1))
    , m_search(line.url(), line.nameSpace())
{
    connect(&m_search, &ServerSearch::failed, this, &StatusCommand::fail);
    connect(&m_search, &ServerSearch::found, this, [this] {
        m_search.guard()->status(m_name, this, [this](const Result<Status> &result) { answered(result); });
    });
}

void StatusCommand::answered(const Result<Status> &result)
{
    if (!result) {
        fail(result.error());
        return;
    }
    const QByteArray output = m_isJson ? jsonOf(*result) : textOf(*result);
    std::fwrite(output.constData(), 1, std::size_t(output.size()), stdout);
    Q_EMIT finished(Success);
}

void StatusCommand::fail(const Error &error)
{
    complain(error);
    Q_EMIT finished(exitCodeOf(error.code()));
}

} // namespace redguard::cli
