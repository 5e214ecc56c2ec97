// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef METERS_H
#define METERS_H

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsonobject.h>

#include <chrono>
#include <sys/resource.h>
#include <vector>

namespace meters {

// Nanoseconds, the same in every process of the machine.
inline qint64 now()
{
    return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Seconds that this process has had of the processors, in user and system mode.
inline double processorTime()
{
    rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval &time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

inline QJsonArray toJson(const std::vector<qint64> &values)
{
    QJsonArray array;
    for (const qint64 value : values)
        array.append(value);
    return array;
}

// From its construction on.
class Span
{
public:
    [[nodiscard]] QJsonObject toJson() const
    {
        return {{QStringLiteral("seconds"), double(now() - m_start) / 1e9},
                {QStringLiteral("processor"), processorTime() - m_processor}};
    }

private:
    qint64 m_start = now();
    double m_processor = processorTime();
};

} // namespace meters

#endif
