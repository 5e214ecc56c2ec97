// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "eventprinter.h"

#include "word.h"

#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

#include <cstdio>
#include <ctime>
#include <utility>

namespace redguard::cli {

using namespace Qt::StringLiterals;

namespace {

qint64 nanosecondsSinceBoot()
{
#ifdef CLOCK_BOOTTIME
    constexpr clockid_t clock = CLOCK_BOOTTIME;
#else
    constexpr clockid_t clock = CLOCK_MONOTONIC;
#endif
    timespec now {};
    clock_gettime(clock, &now);
    return qint64(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

// An admission through a limiter has no fence.
QJsonObject fenceOf(const LeaseInfo &lease)
{
    return lease.fence() > 0 ? QJsonObject {{u"fence"_s, lease.fence()}} : QJsonObject();
}

} // namespace

void EventPrinter::waiting(int position)
{
    if (std::exchange(m_position, position) != position)
        print("waiting", {{u"position"_s, position}});
}

void EventPrinter::good(QByteArrayView event, const LeaseInfo &lease)
{
    QJsonObject fields = fenceOf(lease);
    if (!fields.isEmpty())
        fields.insert(u"validForMs"_s, qint64(lease.remainingTime().count()));
    print(event, fields);
}

void EventPrinter::lost(const LeaseInfo &lease, LossReason reason)
{
    QJsonObject fields = fenceOf(lease);
    fields.insert(u"reason"_s, wordOf(reason));
    print("lost", fields);
}

void EventPrinter::released(const LeaseInfo &lease, ReleaseOutcome how)
{
    QJsonObject fields = fenceOf(lease);
    fields.insert(u"how"_s, wordOf(how));
    print("released", fields);
}

void EventPrinter::timedOut(const Error &error)
{
    QJsonObject fields;
    if (error.quota().retryAfter.count() > 0) {
        const auto retryAfter = std::chrono::ceil<std::chrono::milliseconds>(error.quota().retryAfter);
        fields.insert(u"retryAfterMs"_s, qint64(retryAfter.count()));
    }
    print("timedOut", fields);
}

void EventPrinter::error(const Error &error)
{
    print("error", {{u"reason"_s, wordOf(error.code())}, {u"message"_s, error.message()}});
}

void EventPrinter::print(QByteArrayView event, QJsonObject fields)
{
    if (!m_isWanted)
        return;
    fields.insert(u"event"_s, QString::fromLatin1(event));
    fields.insert(u"name"_s, m_name);
    fields.insert(u"t"_s, nanosecondsSinceBoot());
    const QByteArray line = QJsonDocument(fields).toJson(QJsonDocument::Compact) + '\n';
    std::fwrite(line.constData(), 1, std::size_t(line.size()), stdout);
    std::fflush(stdout);
}

} // namespace redguard::cli
