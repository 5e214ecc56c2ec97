// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "workload.h"

namespace chaos {

namespace {

QString textOf(const Subject &subject)
{
    return QStringLiteral("%1:%2:%3:%4")
        .arg(QString::fromUtf8(subject.name))
        .arg(int(subject.kind))
        .arg(subject.ttl.count())
        .arg(subject.capacity);
}

std::optional<Subject> subjectOf(const QString &text)
{
    const QStringList parts = text.split(u':');
    if (parts.size() != 4)
        return std::nullopt;
    return Subject {parts.at(0).toUtf8(), Subject::Kind(parts.at(1).toInt()),
                    std::chrono::milliseconds(parts.at(2).toInt()), parts.at(3).toInt()};
}

} // namespace

QStringList Workload::toArguments() const
{
    QStringList arguments;
    for (const qint64 number :
         {qint64(objects), qint64(hold.count()), qint64(pause.count()), qint64(block.count()),
          qint64(unrenewed), qint64(cancelled), qint64(dropped), qint64(forever), qint64(rebuild.count())})
        arguments << QString::number(number);
    for (const Subject &subject : subjects)
        arguments << textOf(subject);
    return arguments;
}

std::optional<Workload> Workload::fromArguments(const QStringList &arguments)
{
    constexpr int Numbers = 9;
    if (arguments.size() <= Numbers)
        return std::nullopt;
    const auto number = [&](int i) { return arguments.at(i).toInt(); };
    Workload load;
    load.objects = number(0);
    load.hold = std::chrono::milliseconds(number(1));
    load.pause = std::chrono::milliseconds(number(2));
    load.block = std::chrono::milliseconds(number(3));
    load.unrenewed = number(4);
    load.cancelled = number(5);
    load.dropped = number(6);
    load.forever = number(7);
    load.rebuild = std::chrono::milliseconds(number(8));
    for (const QString &text : arguments.mid(Numbers)) {
        const auto subject = subjectOf(text);
        if (!subject)
            return std::nullopt;
        load.subjects.append(*subject);
    }
    return load;
}

} // namespace chaos
