// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "driver.h"

#include "accessibletree.h"

#include <qpa/qplatformaccessibility.h>
#include <qpa/qplatformintegration.h>

#include <QtGui/private/qguiapplication_p.h>

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qpointer.h>
#include <QtGui/qguiapplication.h>
#include <QtGui/qpalette.h>
#include <QtGui/qpixmap.h>
#include <QtGui/qscreen.h>
#include <QtTest/qtestkeyboard.h>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace {

[[nodiscard]] QJsonObject refused(const QString &why)
{
    return {{u"error"_s, why}};
}

[[nodiscard]] QString nameIn(const QJsonObject &request)
{
    return u'"' + request.value("name"_L1).toString() + u'"';
}

// What can be checked is toggled: pressed by accessibility, Qt 6.8 does not check it.
[[nodiscard]] QString pressActionOf(QAccessibleInterface *element)
{
    auto *actions = element->actionInterface();
    if (!actions)
        return {};
    const auto names = actions->actionNames();
    QStringList wanted {QAccessibleActionInterface::pressAction(), QAccessibleActionInterface::toggleAction(),
                        QAccessibleActionInterface::showMenuAction()};
    if (element->state().checkable)
        wanted.swapItemsAt(0, 1);
    for (const QString &name : std::as_const(wanted)) {
        if (names.contains(name))
            return name;
    }
    return {};
}

[[nodiscard]] QPalette paletteOf(bool dark)
{
    const QColor window = dark ? QColor(0x24, 0x27, 0x2b) : QColor(0xf3, 0xf3, 0xf3);
    QPalette palette(dark ? QColor(0x3a, 0x3f, 0x45) : QColor(0xe4, 0xe4, 0xe4), window);
    palette.setColor(QPalette::Base, dark ? QColor(0x1a, 0x1c, 0x1f) : QColor(Qt::white));
    palette.setColor(QPalette::AlternateBase, dark ? QColor(0x20, 0x23, 0x26) : QColor(0xf7, 0xf7, 0xf7));
    palette.setColor(QPalette::Highlight, dark ? QColor(0x3d, 0x7e, 0xc7) : QColor(0x2f, 0x6f, 0xb7));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, dark ? QColor(0x7f, 0xb4, 0xf0) : QColor(0x1d, 0x5a, 0x9e));
    return palette;
}

} // namespace

Driver::Driver()
{
    // The application is still being made.
    QMetaObject::invokeMethod(this, &Driver::connectToTest, Qt::QueuedConnection);
}

Driver::~Driver()
{
    m_test.disconnect(this);
}

void Driver::connectToTest()
{
    // QAccessible::setActive() tells the observers, but leaves isActive() false, and Qt Quick Controls
    // then name nothing.
    QGuiApplicationPrivate::platformIntegration()->accessibility()->setActive(true);
    connect(&m_test, &QLocalSocket::readyRead, this, &Driver::readRequests);
    // A test that ended early leaves no program behind.
    connect(&m_test, &QLocalSocket::disconnected, this, &QCoreApplication::quit);
    connect(&m_test, &QLocalSocket::errorOccurred, this, [this] {
        if (m_test.error() != QLocalSocket::PeerClosedError)
            qWarning("redguarddriver: no test to be driven by: %ls", qUtf16Printable(m_test.errorString()));
    });
    m_test.connectToServer(qEnvironmentVariable("REDGUARD_DRIVER"));
}

void Driver::readRequests()
{
    // Not from within readyRead(): a request may open an event loop, and more are to be read there.
    while (m_test.canReadLine()) {
        const QByteArray line = m_test.readLine();
        QMetaObject::invokeMethod(
            this, [this, line] { handle(line); }, Qt::QueuedConnection);
    }
}

void Driver::handle(const QByteArray &line)
{
    answer(perform(QJsonDocument::fromJson(line).object()));
}

void Driver::answer(QJsonObject object)
{
    m_test.write(QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n');
    m_test.flush();
}

QJsonObject Driver::perform(const QJsonObject &request)
{
    const QString what = request.value("do"_L1).toString();
    if (what == "tree"_L1)
        return {{u"windows"_s, AccessibleTree::describe()}};
    if (what == "press"_L1)
        return press(request);
    if (what == "set"_L1)
        return set(request);
    if (what == "focus"_L1)
        return focus(request);
    if (what == "key"_L1)
        return key(request);
    if (what == "resize"_L1)
        return resize(request);
    if (what == "palette"_L1)
        return setPalette(request);
    if (what == "grab"_L1)
        return grab(request);
    if (what == "close"_L1)
        return close();
    return refused(u"the driver cannot do \""_s + what + u'"');
}

QJsonObject Driver::press(const QJsonObject &request)
{
    const auto found = AccessibleTree::find(request, [](QAccessibleInterface *element) {
        return !pressActionOf(element).isEmpty() || AccessibleTree::isDisabled(element);
    });
    if (found.isEmpty())
        return refused(u"there is nothing to press named "_s + nameIn(request));
    if (found.size() > 1)
        return refused(u"there is more than one to press named "_s + nameIn(request));
    if (AccessibleTree::isDisabled(found.first()))
        return refused(nameIn(request) + u" is disabled"_s);

    // After the answer, since a menu or a dialog may keep the call until it is closed.
    const auto id = QAccessible::uniqueId(found.first());
    QMetaObject::invokeMethod(
        this,
        [id] {
            if (auto *element = QAccessible::accessibleInterface(id))
                element->actionInterface()->doAction(pressActionOf(element));
        },
        Qt::QueuedConnection);
    return {};
}

QJsonObject Driver::set(const QJsonObject &request)
{
    const auto value = request.value("value"_L1);
    const auto found = AccessibleTree::find(request, [&value](QAccessibleInterface *element) {
        return value.isString() ? element->role() == QAccessible::EditableText
                                : bool(element->valueInterface());
    });
    if (found.isEmpty())
        return refused(u"there is nothing to set named "_s + nameIn(request));
    auto *element = found.first();
    if (AccessibleTree::isDisabled(element))
        return refused(nameIn(request) + u" is disabled"_s);
    if (!value.isString())
        element->valueInterface()->setCurrentValue(value.toVariant());
    else if (auto *text = element->editableTextInterface())
        text->replaceText(0, element->textInterface()->characterCount(), value.toString());
    else // Qt Quick's have no such interface.
        element->object()->setProperty("text", value.toString());
    return {};
}

QJsonObject Driver::focus(const QJsonObject &request)
{
    const auto found = AccessibleTree::find(
        request, [](QAccessibleInterface *element) { return bool(element->state().focusable); });
    if (found.isEmpty())
        return refused(u"there is nothing to focus named "_s + nameIn(request));
    auto *actions = found.first()->actionInterface();
    if (!actions || !actions->actionNames().contains(QAccessibleActionInterface::setFocusAction()))
        return refused(nameIn(request) + u" does not take the focus"_s);
    actions->doAction(QAccessibleActionInterface::setFocusAction());
    return {};
}

QJsonObject Driver::key(const QJsonObject &request)
{
    auto *window = QGuiApplication::focusWindow();
    if (!window)
        window = AccessibleTree::windows().value(0);
    if (!window)
        return refused(u"there is no window for the key"_s);
    const QString text = request.value("text"_L1).toString();
    for (const QChar c : text) {
        if (QGuiApplication::focusWindow())
            window = QGuiApplication::focusWindow();
        const auto key = c.unicode() < 0x80 ? QTest::asciiToKey(c.toLatin1()) : Qt::Key_unknown;
        QTest::sendKeyEvent(QTest::Click, window, key, QString(c), Qt::NoModifier);
    }
    if (const auto sequence = QKeySequence::fromString(request.value("keys"_L1).toString());
        !sequence.isEmpty())
        QTest::keySequence(window, sequence);
    else if (text.isEmpty())
        return refused(u"there is no such key"_s);
    return {};
}

QJsonObject Driver::resize(const QJsonObject &request)
{
    const auto windows = AccessibleTree::windows();
    if (windows.isEmpty())
        return refused(u"there is no window to resize"_s);
    windows.first()->resize(request.value("width"_L1).toInt(), request.value("height"_L1).toInt());
    return {};
}

QJsonObject Driver::setPalette(const QJsonObject &request)
{
    QGuiApplication::setPalette(paletteOf(request.value("dark"_L1).toBool()));
    return {};
}

QJsonObject Driver::grab(const QJsonObject &request)
{
    const auto windows = AccessibleTree::windows();
    if (windows.isEmpty())
        return refused(u"there is no window to grab"_s);
    const auto picture = windows.first()->screen()->grabWindow(windows.first()->winId());
    const QString path = request.value("path"_L1).toString();
    if (picture.isNull())
        return refused(u"the window has nothing to grab"_s);
    if (!picture.save(path, "PNG"))
        return refused(u"cannot write "_s + path);
    return {};
}

QJsonObject Driver::close()
{
    const auto windows = AccessibleTree::windows();
    if (windows.isEmpty())
        return refused(u"there is no window to close"_s);
    QMetaObject::invokeMethod(
        this,
        [window = QPointer(windows.first())] {
            if (window)
                window->close();
        },
        Qt::QueuedConnection);
    return {};
}
