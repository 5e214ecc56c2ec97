// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "workload.h"

#include "console/bootclock.h"

#include <QtCore/qmetaobject.h>
#include <QtCore/qrandom.h>
#include <QtCore/qtimer.h>

namespace demo {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using redguard::Primitive;

Workload::Workload(Kind kind, Primitive *primitive, int askers, QObject *parent)
    : QObject(parent)
    , m_kind(kind)
    , m_primitive(primitive)
    , m_askers(askers)
{
    connect(primitive, &Primitive::cancelled, this, &Workload::endAsker);
    connect(primitive, &Primitive::lost, this, &Workload::lost);
    connect(primitive, &Primitive::errorOccurred, this,
            [this](quint64, const redguard::Error &error) { Q_EMIT failed(error.message()); });
}

void Workload::begin()
{
    m_active = m_askers;
    for (int asker = 0; asker < m_askers; ++asker)
        nextTurn(900ms);
}

void Workload::stop()
{
    m_stopping = true;
    if (m_active == 0)
        QMetaObject::invokeMethod(this, &Workload::finished, Qt::QueuedConnection);
    else
        m_primitive->cancel();
}

void Workload::nextTurn(std::chrono::milliseconds longestPause)
{
    QTimer::singleShot(anyOf(0ms, longestPause), Qt::PreciseTimer, this, &Workload::startTurn);
}

void Workload::startTurn()
{
    if (m_stopping) {
        endAsker();
        return;
    }
    say(What::Asked, ++m_turn);
    takeTurn(m_turn);
}

void Workload::endAsker()
{
    if (--m_active == 0)
        Q_EMIT finished();
}

void Workload::lost(const redguard::LeaseInfo &lease, redguard::LossReason reason)
{
    const auto names = QMetaEnum::fromType<redguard::LossReason>();
    Q_EMIT failed(
        u"\"%1\" was lost: %2"_s.arg(lease.name(), QLatin1StringView(names.valueToKey(int(reason)))));
}

void Workload::say(What what, qint64 turn)
{
    say(Record {.what = what, .turn = turn});
}

void Workload::say(Record record)
{
    record.kind = m_kind;
    record.time = console::bootTime();
    Q_EMIT happened(record);
}

std::chrono::milliseconds Workload::anyOf(std::chrono::milliseconds shortest,
                                          std::chrono::milliseconds longest)
{
    return std::chrono::milliseconds(
        QRandomGenerator::global()->bounded(int(shortest.count()), int(longest.count()) + 1));
}

} // namespace demo
