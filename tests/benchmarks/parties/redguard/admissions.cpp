// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "admissions.h"

#include "meters.h"

Admissions::Admissions(redguard::RedGuard *guard, Party *party)
    : m_guard(guard)
    , m_party(party)
{
    party->add(QStringLiteral("admit"), [this](const QStringList &arguments) {
        begin(arguments.at(0).toLongLong(), std::chrono::milliseconds(arguments.at(1).toLongLong()));
    });
    party->add(QStringLiteral("enough"), [this](const QStringList &) { end(); });
}

void Admissions::begin(qint64 limit, std::chrono::milliseconds window)
{
    redguard::RateLimiterOptions options {.limit = limit, .window = window};
    // It never limits: the server keeps every slot as long, to be looked at in the end.
    options.more = {{.limit = 100'000, .window = std::chrono::minutes(1)}};
    m_limiter = m_guard->limiter(QStringLiteral("limited"), options);
    connect(m_limiter, &redguard::RateLimiter::acquired, this, &Admissions::admitted);
    connect(m_limiter, &redguard::RateLimiter::errorOccurred, this,
            [](quint64, const redguard::Error &error) { Party::fail(error.message()); });
    m_goes = true;
    m_limiter->acquire();
    m_party->answer();
}

void Admissions::admitted()
{
    using std::chrono::microseconds;
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    if (!m_goes)
        return;
    m_times.push_back(std::chrono::floor<microseconds>(now).count());
    m_limiter->acquire();
}

void Admissions::end()
{
    m_goes = false;
    m_party->answer({{QStringLiteral("times"), meters::toJson(m_times)}});
}
