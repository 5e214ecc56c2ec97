// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "duration.h"

#include <algorithm>

namespace redguard::cli {

using namespace std::chrono_literals;

namespace {

std::chrono::milliseconds unitFrom(QStringView text)
{
    if (text == u"ms")
        return 1ms;
    if (text == u"s")
        return 1s;
    if (text == u"m")
        return 1min;
    return text == u"h" ? std::chrono::milliseconds(1h) : 0ms;
}

bool isDigit(QChar character)
{
    return character >= u'0' && character <= u'9';
}

} // namespace

std::optional<std::chrono::milliseconds> durationFrom(QStringView text)
{
    const auto unitAt = std::find_if_not(text.begin(), text.end(), isDigit);
    const qsizetype digits = unitAt - text.begin();
    const std::chrono::milliseconds unit = unitFrom(text.sliced(digits));
    bool isNumber = false;
    const qint64 count = text.first(digits).toLongLong(&isNumber);
    if (!isNumber || unit == 0ms || count > LongestDuration / unit)
        return std::nullopt;
    return count * unit;
}

} // namespace redguard::cli
