// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "accessibletree.h"

#include <QtCore/qjsonarray.h>
#include <QtCore/qmetaobject.h>
#include <QtCore/qregularexpression.h>
#include <QtGui/qguiapplication.h>

using namespace Qt::StringLiterals;

namespace {

using Visitor = std::function<void(QAccessibleInterface *)>;

[[nodiscard]] bool isShown(QAccessibleInterface *element)
{
    return element && element->isValid() && !element->state().invisible;
}

void visit(QAccessibleInterface *element, const Visitor &visitor)
{
    if (!isShown(element))
        return;
    visitor(element);
    for (int i = 0; i < element->childCount(); ++i)
        visit(element->child(i), visitor);
}

[[nodiscard]] QVariant propertyOf(QAccessibleInterface *element, const char *name)
{
    const auto *object = element->object();
    return object ? object->property(name) : QVariant();
}

// Qt Quick calls every item focusable.
[[nodiscard]] bool isFocusable(QAccessibleInterface *element)
{
    const auto byTab = propertyOf(element, "activeFocusOnTab");
    return element->state().focusable && (!byTab.isValid() || byTab.toBool());
}

[[nodiscard]] QString valueOf(QAccessibleInterface *element)
{
    if (auto *text = element->textInterface())
        return text->text(0, text->characterCount());
    if (auto *value = element->valueInterface())
        return value->currentValue().toString();
    return element->text(QAccessible::Value);
}

[[nodiscard]] QJsonArray statesOf(QAccessibleInterface *element)
{
    const auto state = element->state();
    QJsonArray names;
    const auto note = [&names](bool is, const QString &name) {
        if (is)
            names.append(name);
    };
    note(AccessibleTree::isDisabled(element), u"disabled"_s);
    note(isFocusable(element), u"focusable"_s);
    note(state.focused, u"focused"_s);
    note(state.checkable, u"checkable"_s);
    note(state.checked, u"checked"_s);
    note(state.selected, u"selected"_s);
    note(state.expanded, u"expanded"_s);
    note(state.busy, u"busy"_s);
    note(state.readOnly, u"readOnly"_s);
    note(state.editable, u"editable"_s);
    note(state.modal, u"modal"_s);
    return names;
}

[[nodiscard]] QJsonArray toArray(const QRect &rect)
{
    return {rect.x(), rect.y(), rect.width(), rect.height()};
}

[[nodiscard]] QJsonObject toObject(QAccessibleInterface *element)
{
    QJsonObject object {{u"id"_s, qint64(QAccessible::uniqueId(element))},
                        {u"role"_s, AccessibleTree::roleName(element)},
                        {u"states"_s, statesOf(element)},
                        {u"rect"_s, toArray(element->rect())}};
    const auto note = [&object](const QString &key, const QString &text) {
        if (!text.isEmpty())
            object.insert(key, text);
    };
    note(u"name"_s, AccessibleTree::name(element));
    note(u"description"_s, element->text(QAccessible::Description));
    note(u"value"_s, valueOf(element));
    if (auto *actions = element->actionInterface())
        object.insert(u"actions"_s, QJsonArray::fromStringList(actions->actionNames()));

    QJsonArray children;
    for (int i = 0; i < element->childCount(); ++i) {
        if (auto *child = element->child(i); isShown(child))
            children.append(toObject(child));
    }
    if (!children.isEmpty())
        object.insert(u"children"_s, children);
    return object;
}

} // namespace

QList<QWindow *> AccessibleTree::windows()
{
    QList<QWindow *> shown;
    for (auto *window : QGuiApplication::topLevelWindows()) {
        if (window->isVisible() && window->type() != Qt::Desktop)
            shown.append(window);
    }
    if (const auto at = shown.indexOf(QGuiApplication::focusWindow()); at > 0)
        shown.move(at, 0);
    return shown;
}

QJsonArray AccessibleTree::describe()
{
    QJsonArray trees;
    for (auto *window : windows()) {
        if (auto *root = window->accessibleRoot(); isShown(root)) {
            auto tree = toObject(root);
            tree.insert(u"window"_s, toArray(window->geometry()));
            trees.append(tree);
        }
    }
    return trees;
}

QList<QAccessibleInterface *> AccessibleTree::find(const QJsonObject &request,
                                                   const std::function<bool(QAccessibleInterface *)> &suits)
{
    const QString name = request.value("name"_L1).toString();
    const QString role = request.value("role"_L1).toString();
    QList<QAccessibleInterface *> found;
    for (auto *window : windows()) {
        visit(window->accessibleRoot(), [&](QAccessibleInterface *element) {
            if (AccessibleTree::name(element) == name && (role.isEmpty() || roleName(element) == role)
                && suits(element))
                found.append(element);
        });
    }
    return found;
}

QString AccessibleTree::roleName(QAccessibleInterface *element)
{
    static const auto roles = QMetaEnum::fromType<QAccessible::Role>();
    return QString::fromLatin1(roles.valueToKey(element->role()));
}

// Qt Quick Controls leave the mnemonic in the name, which widgets take out.
QString AccessibleTree::name(QAccessibleInterface *element)
{
    static const QRegularExpression mnemonic(u"&(.)"_s);
    const QString name = element->text(QAccessible::Name);
    return element->actionInterface() ? QString(name).replace(mnemonic, u"\\1"_s) : name;
}

// Qt Quick keeps it to itself that an item is disabled.
bool AccessibleTree::isDisabled(QAccessibleInterface *element)
{
    const auto enabled = propertyOf(element, "enabled");
    return element->state().disabled || (enabled.isValid() && !enabled.toBool());
}
