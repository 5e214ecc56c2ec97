// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "contention.h"

namespace {

constexpr std::chrono::milliseconds RejoinAfter(1);

} // namespace

Contention::Contention(redguard::RedGuard *guard, Party *party)
    : m_guard(guard)
    , m_party(party)
{
    m_pause.setSingleShot(true);
    m_pause.setTimerType(Qt::PreciseTimer);
    connect(&m_pause, &QTimer::timeout, this, &Contention::giveBack);
    party->add(QStringLiteral("contend"),
               [this](const QStringList &arguments) { join(arguments.at(0), arguments.at(1).toInt()); });
    party->add(QStringLiteral("go"), [this](const QStringList &arguments) {
        go(std::chrono::milliseconds(arguments.at(0).toLongLong()));
    });
    party->add(QStringLiteral("stop"), [this](const QStringList &) { stop(); });
}

void Contention::join(const QString &name, int locks)
{
    for (int i = 0; i < locks; ++i) {
        auto *lock = m_guard->lock(name);
        connect(lock, &redguard::Lock::acquired, this, [this, lock] { acquired(lock); });
        connect(lock, &redguard::Lock::queued, this, [this, lock] { placed(lock); });
        connect(lock, &redguard::Lock::errorOccurred, this,
                [](quint64, const redguard::Error &error) { Party::fail(error.message()); });
        m_joining.insert(lock);
        lock->acquire();
    }
}

void Contention::placed(const redguard::Lock *lock)
{
    if (m_joining.remove(lock) && m_joining.isEmpty())
        m_party->answer();
}

void Contention::go(std::chrono::milliseconds pause)
{
    m_goes = true;
    m_pause.setInterval(pause);
    m_acquired.clear();
    m_released.clear();
    m_span.emplace();
    if (m_holder)
        m_pause.start();
    m_party->answer();
}

void Contention::stop()
{
    m_goes = false;
    m_pause.stop();
    QJsonObject answer = m_span->toJson();
    answer.insert(QStringLiteral("acquired"), meters::toJson(m_acquired));
    answer.insert(QStringLiteral("released"), meters::toJson(m_released));
    m_party->answer(answer);
}

void Contention::acquired(redguard::Lock *lock)
{
    m_acquired.push_back(meters::now());
    m_holder = lock;
    placed(lock);
    if (m_goes)
        m_pause.start();
}

void Contention::giveBack()
{
    redguard::Lock *lock = std::exchange(m_holder, nullptr);
    m_released.push_back(meters::now());
    lock->release();
    // Behind the hand-over that is measured.
    QTimer::singleShot(RejoinAfter, Qt::PreciseTimer, lock, &redguard::Lock::acquire);
}
