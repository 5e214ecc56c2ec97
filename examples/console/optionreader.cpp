// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "optionreader.h"

#include "exitcode.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <optional>

namespace console {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds LongestDuration = std::chrono::hours(24 * 366);

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

std::optional<std::chrono::milliseconds> durationFrom(QStringView text)
{
    const auto isDigit = [](QChar character) { return character >= u'0' && character <= u'9'; };
    const qsizetype digits = std::find_if_not(text.begin(), text.end(), isDigit) - text.begin();
    const std::chrono::milliseconds unit = unitFrom(text.sliced(digits));
    bool isNumber = false;
    const qint64 count = text.first(digits).toLongLong(&isNumber);
    if (!isNumber || count < 1 || unit == 0ms || count > LongestDuration / unit)
        return std::nullopt;
    return count * unit;
}

[[noreturn]] void end(const QString &complaint)
{
    complain(OptionReader::tr("%1; see %2 --help").arg(complaint, QCoreApplication::applicationName()));
    std::exit(UsageError);
}

// What may be a URL, and so hold a password, is not repeated.
QString shown(const QString &argument)
{
    const bool mayBeUrl = argument.contains(u'@') || argument.contains(u"://"_s);
    return mayBeUrl ? OptionReader::tr("what looks like a URL") : u"\"%1\""_s.arg(argument);
}

} // namespace

void complain(const QString &text)
{
    const QByteArray line =
        QCoreApplication::applicationName().toLocal8Bit() + ": " + text.toLocal8Bit() + '\n';
    std::fwrite(line.constData(), 1, std::size_t(line.size()), stderr);
}

OptionReader::OptionReader(QCommandLineParser &parser)
    : m_parser(parser)
{
    parser.addHelpOption();
    parser.addVersionOption();
    const QStringList arguments = QCoreApplication::arguments();
    if (!parser.parse(arguments)) {
        const QStringList unknown = parser.unknownOptionNames();
        end(unknown.isEmpty() ? parser.errorText() : tr("there is no option --%1").arg(unknown.first()));
    }
    if (!parser.positionalArguments().isEmpty())
        end(tr("what is %1?").arg(shown(parser.positionalArguments().constFirst())));
    parser.process(arguments);
}

QString OptionReader::text(const QString &option) const
{
    const QString value = m_parser.value(option);
    if (value.isEmpty())
        refuse(option, tr("something"));
    return value;
}

int OptionReader::count(const QString &option, int least, int most) const
{
    bool isNumber = false;
    const int value = m_parser.value(option).toInt(&isNumber);
    if (!isNumber || value < least || value > most)
        refuse(option, tr("a whole number from %1 to %2").arg(least).arg(most));
    return value;
}

std::chrono::milliseconds OptionReader::duration(const QString &option) const
{
    const auto value = durationFrom(m_parser.value(option));
    if (!value)
        refuse(option, tr("a duration above 0 and up to a year, such as 250ms, 10s, 2m or 1h"));
    return *value;
}

void OptionReader::refuse(const QString &option, const QString &wanted) const
{
    end(tr("--%1 takes %2, not %3").arg(option, wanted, shown(m_parser.value(option))));
}

} // namespace console
