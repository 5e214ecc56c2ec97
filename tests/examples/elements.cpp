// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "elements.h"

#include <QtCore/qstringlist.h>

using namespace Qt::StringLiterals;

void Elements::visit(const QJsonArray &elements, const Visitor &visitor, const QJsonObject &parent)
{
    for (const auto &value : elements) {
        const auto element = value.toObject();
        visitor(element, parent);
        visit(element.value("children"_L1).toArray(), visitor, element);
    }
}

QString Elements::name(const QJsonObject &element)
{
    return element.value("name"_L1).toString();
}

QString Elements::spokenName(const QJsonObject &element, const QJsonObject &parent)
{
    const bool byParent = role(parent) == u"SpinBox" || role(parent) == u"ComboBox";
    return byParent && name(element).isEmpty() ? name(parent) : name(element);
}

QString Elements::role(const QJsonObject &element)
{
    return element.value("role"_L1).toString();
}

QString Elements::value(const QJsonObject &element)
{
    return element.value("value"_L1).toString();
}

bool Elements::is(const QJsonObject &element, const QString &state)
{
    return element.value("states"_L1).toArray().contains(state);
}

QRect Elements::rect(const QJsonValue &value)
{
    const auto numbers = value.toArray();
    return {numbers.at(0).toInt(), numbers.at(1).toInt(), numbers.at(2).toInt(), numbers.at(3).toInt()};
}

bool Elements::isItem(const QJsonObject &element)
{
    static const QStringList items {u"Cell"_s, u"ListItem"_s, u"TreeItem"_s, u"RowHeader"_s,
                                    u"ColumnHeader"_s};
    return items.contains(role(element));
}

QString Elements::toLine(const QJsonObject &element)
{
    QString line = role(element) + u" \""_s + name(element) + u'"';
    if (const auto text = value(element); !text.isEmpty())
        line += u" = \""_s + text + u'"';
    QStringList states;
    for (const auto &state : element.value("states"_L1).toArray())
        states.append(state.toString());
    if (!states.isEmpty())
        line += u" ("_s + states.join(u", "_s) + u')';
    const auto place = rect(element.value("rect"_L1));
    return line + u" at %1,%2 %3x%4"_s.arg(place.x()).arg(place.y()).arg(place.width()).arg(place.height());
}

QString Elements::toText(const QJsonArray &elements, int depth)
{
    QString text;
    for (const auto &value : elements) {
        const auto element = value.toObject();
        text += QString(2 * depth, u' ') + toLine(element) + u'\n';
        text += toText(element.value("children"_L1).toArray(), depth + 1);
    }
    return text;
}
