// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef ACCESSIBLETREE_H
#define ACCESSIBLETREE_H

#include <QtCore/qjsonobject.h>
#include <QtGui/qaccessible.h>
#include <QtGui/qwindow.h>

#include <functional>

// What a screen reader is told of the program's windows.
namespace AccessibleTree {

// The window with the focus first, the rest as they were made.
[[nodiscard]] QList<QWindow *> windows();

[[nodiscard]] QJsonArray describe();

// All that are named so, and of the role if one is said, and that suit.
[[nodiscard]] QList<QAccessibleInterface *> find(const QJsonObject &request,
                                                 const std::function<bool(QAccessibleInterface *)> &suits);

[[nodiscard]] QString name(QAccessibleInterface *element);
[[nodiscard]] QString roleName(QAccessibleInterface *element);
[[nodiscard]] bool isDisabled(QAccessibleInterface *element);

} // namespace AccessibleTree

#endif
