// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "optionreader.h"

#include "complaint.h"
#include "duration.h"

namespace redguard::cli {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

std::chrono::milliseconds OptionReader::duration(QLatin1StringView option, std::chrono::milliseconds fallback,
                                                 std::chrono::milliseconds least)
{
    if (!m_line.isSet(option))
        return fallback;
    const auto given = durationFrom(m_line.value(option));
    if (given && *given >= least)
        return *given;
    refuseValue(option,
                least > 0ms ? u"a duration above 0 and up to a year, such as 250ms, 10s, 2m or 1h"_s
                            : u"a duration of up to a year, such as 250ms, 10s, 2m or 1h"_s);
    return fallback;
}

int OptionReader::count(QLatin1StringView option, int fallback)
{
    if (!m_line.isSet(option))
        return fallback;
    bool isNumber = false;
    const int given = m_line.value(option).toInt(&isNumber);
    if (isNumber && given >= 1)
        return given;
    refuseValue(option, u"a whole number from 1 on"_s);
    return fallback;
}

qsizetype OptionReader::choice(QLatin1StringView option, const QStringList &choices)
{
    if (!m_line.isSet(option))
        return 0;
    const qsizetype at = choices.indexOf(m_line.value(option));
    if (at < 0)
        refuseValue(option, choices.join(u" or "_s));
    return std::max<qsizetype>(at, 0);
}

void OptionReader::need(QLatin1StringView option)
{
    if (!m_line.isSet(option))
        refuse(u"--%1 is missing"_s.arg(option));
}

void OptionReader::refuseValue(QLatin1StringView option, const QString &wanted)
{
    refuse(u"--%1 takes %2, not %3"_s.arg(option, wanted, shown(m_line.value(option))));
}

void OptionReader::refuse(const QString &complaint)
{
    if (!m_error)
        m_error = usageError(m_line.command(), complaint);
}

} // namespace redguard::cli
