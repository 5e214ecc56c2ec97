// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "record.h"

#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <QtCore/qmetaobject.h>

namespace demo {

using namespace Qt::StringLiterals;

namespace {

template <typename Enum>
QString nameOf(Enum value)
{
    return QString::fromLatin1(QMetaEnum::fromType<Enum>().valueToKey(int(value)));
}

template <typename Enum>
std::optional<Enum> valueOf(const QJsonValue &name)
{
    bool ok = false;
    const int value = QMetaEnum::fromType<Enum>().keyToValue(name.toString().toLatin1().constData(), &ok);
    return ok ? std::optional(Enum(value)) : std::nullopt;
}

} // namespace

QByteArray Record::toJson() const
{
    QJsonObject object {
        {u"what"_s, nameOf(what)}, {u"kind"_s, nameOf(kind)},      {u"worker"_s, worker},
        {u"turn"_s, turn},         {u"t"_s, qint64(time.count())},
    };
    if (fence > 0)
        object.insert(u"fence"_s, fence);
    if (fenceBefore > 0)
        object.insert(u"fenceBefore"_s, fenceBefore);
    if (isNew)
        object.insert(u"isNew"_s, true);
    if (!text.isEmpty())
        object.insert(u"text"_s, text);
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

std::optional<Record> Record::fromJson(const QByteArray &line)
{
    const QJsonObject object = QJsonDocument::fromJson(line).object();
    const auto what = valueOf<What>(object.value("what"_L1));
    const auto kind = valueOf<Kind>(object.value("kind"_L1));
    if (!what || !kind)
        return std::nullopt;
    return Record {
        .what = *what,
        .kind = *kind,
        .worker = object.value("worker"_L1).toInt(),
        .turn = object.value("turn"_L1).toInteger(),
        .time = std::chrono::nanoseconds(object.value("t"_L1).toInteger()),
        .fence = object.value("fence"_L1).toInteger(),
        .fenceBefore = object.value("fenceBefore"_L1).toInteger(),
        .isNew = object.value("isNew"_L1).toBool(),
        .text = object.value("text"_L1).toString(),
    };
}

} // namespace demo
