// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef ELEMENTS_H
#define ELEMENTS_H

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsonobject.h>
#include <QtCore/qrect.h>

#include <functional>

// The accessible tree as the driver sent it.
namespace Elements {

using Visitor = std::function<void(const QJsonObject &element, const QJsonObject &parent)>;

void visit(const QJsonArray &elements, const Visitor &visitor, const QJsonObject &parent = {});

[[nodiscard]] QString name(const QJsonObject &element);
// The field inside of a spin box or a combo box goes by the name of that.
[[nodiscard]] QString spokenName(const QJsonObject &element, const QJsonObject &parent);
[[nodiscard]] QString role(const QJsonObject &element);
[[nodiscard]] QString value(const QJsonObject &element);
[[nodiscard]] bool is(const QJsonObject &element, const QString &state);
[[nodiscard]] QRect rect(const QJsonValue &value);

// A part of a table or a list, which is named by what it says.
[[nodiscard]] bool isItem(const QJsonObject &element);
[[nodiscard]] QString toLine(const QJsonObject &element);
[[nodiscard]] QString toText(const QJsonArray &elements, int depth = 0);

} // namespace Elements

#endif
