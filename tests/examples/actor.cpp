// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "actor.h"

#include "elements.h"

#include <QtCore/qdir.h>
#include <QtCore/qfileinfo.h>
#include <QtCore/qjsondocument.h>
#include <QtNetwork/qlocalsocket.h>
#include <QtTest/qtest.h>

#include <csignal>

using namespace Qt::StringLiterals;

namespace {

// No window has as many stops as this; a program in which Tab goes nowhere new ends the walk earlier.
constexpr int MostStops = 100;

} // namespace

QString screenshotPath(const QString &name)
{
    const QString folder = qEnvironmentVariable("REDGUARD_SCREENSHOTS", QStringLiteral(SCREENSHOTS));
    QDir().mkpath(folder);
    return folder + u'/' + name + u".png"_s;
}

Actor::Actor(const QString &program, const QStringList &arguments)
    : m_program(program)
{
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"REDGUARD_DRIVER"_s, m_folder.filePath(u"driver"_s));
    environment.insert(u"QT_QPA_GENERIC_PLUGINS"_s, u"redguarddriver"_s);
    environment.insert(u"QT_PLUGIN_PATH"_s, QStringLiteral(DRIVER_PLUGINS));
    if (!environment.contains(u"QT_QPA_PLATFORM"_s))
        environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    // A server of `local:` that no other test and no user has.
    environment.insert(u"XDG_RUNTIME_DIR"_s, m_folder.path());
    environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
    environment.insert(u"FONTCONFIG_FILE"_s, QStringLiteral(FONTS));
    environment.insert(u"QT_QUICK_BACKEND"_s, u"software"_s);
    environment.insert(u"QML_IMPORT_PATH"_s, QStringLiteral(QML_MODULES));
    environment.insert(u"QML2_IMPORT_PATH"_s, QStringLiteral(QML_MODULES));
    m_process->setProcessEnvironment(environment);
    m_process->setProcessChannelMode(QProcess::MergedChannels);
    m_process->setArguments(arguments);
}

Actor::~Actor()
{
    if (m_process->state() == QProcess::NotRunning)
        return;
    m_process->kill();
    m_process->waitForFinished();
}

void Actor::setEnvironment(const QString &name, const QString &value)
{
    auto environment = m_process->processEnvironment();
    environment.insert(name, value);
    m_process->setProcessEnvironment(environment);
}

bool Actor::start()
{
    if (!m_server.listen(m_folder.filePath(u"driver"_s))) {
        m_problem = m_server.errorString();
        return false;
    }
    m_process->start(m_program, m_process->arguments());
    const auto connected = [this] {
        return m_server.hasPendingConnections() || m_process->state() == QProcess::NotRunning;
    };
    if (!QTest::qWaitFor(connected, int(m_patience.count())) || !m_server.hasPendingConnections()) {
        m_problem = u"the program did not come up: "_s + m_process->errorString();
        return false;
    }
    m_driver = m_server.nextPendingConnection();
    return QTest::qWaitFor([this] { return !tree().isEmpty(); }, int(m_patience.count()));
}

QJsonObject Actor::ask(const QJsonObject &request)
{
    m_problem.clear();
    const auto answered = [this] {
        return m_driver->canReadLine() || m_driver->state() != QLocalSocket::ConnectedState;
    };
    if (m_driver) {
        m_driver->write(QJsonDocument(request).toJson(QJsonDocument::Compact) + '\n');
        if (QTest::qWaitFor(answered, int(m_patience.count())) && m_driver->canReadLine()) {
            const auto answer = QJsonDocument::fromJson(m_driver->readLine()).object();
            m_problem = answer.value("error"_L1).toString();
            return answer;
        }
    }
    m_problem = u"the program does not answer"_s;
    // An answer that comes late is not one to the next request.
    m_driver = nullptr;
    return {};
}

bool Actor::perform(const QJsonObject &request)
{
    static_cast<void>(ask(request));
    if (m_problem.isEmpty())
        return true;
    qWarning("%ls: %ls", qUtf16Printable(QFileInfo(m_program).fileName()), qUtf16Printable(m_problem));
    return false;
}

QJsonArray Actor::tree()
{
    return ask({{u"do"_s, u"tree"_s}}).value("windows"_L1).toArray();
}

QJsonObject Actor::find(const QString &name, const QString &role)
{
    QJsonObject found;
    Elements::visit(tree(), [&](const QJsonObject &element, const QJsonObject &) {
        if (found.isEmpty() && Elements::name(element) == name
            && (role.isEmpty() || Elements::role(element) == role))
            found = element;
    });
    if (found.isEmpty())
        m_problem = u"nothing is named \""_s + name + u'"';
    return found;
}

bool Actor::has(const QString &name, const QString &role)
{
    return !find(name, role).isEmpty();
}

bool Actor::hasState(const QString &name, const QString &role, const QString &state, bool present)
{
    const auto element = find(name, role);
    return !element.isEmpty() && Elements::is(element, state) == present;
}

bool Actor::isEnabled(const QString &name, const QString &role)
{
    return hasState(name, role, u"disabled"_s, false);
}

bool Actor::isChecked(const QString &name, const QString &role)
{
    return hasState(name, role, u"checked"_s, true);
}

QString Actor::textOf(const QString &name, const QString &role)
{
    const auto element = find(name, role);
    const QString value = Elements::value(element);
    return value.isEmpty() ? Elements::name(element) : value;
}

QString Actor::descriptionOf(const QString &name, const QString &role)
{
    return find(name, role).value("description"_L1).toString();
}

bool Actor::shows(const QString &text)
{
    bool found = false;
    Elements::visit(tree(), [&](const QJsonObject &element, const QJsonObject &) {
        found = found || Elements::name(element).contains(text) || Elements::value(element).contains(text);
    });
    return found;
}

QStringList Actor::namesOf(const QString &role)
{
    QStringList names;
    Elements::visit(tree(), [&](const QJsonObject &element, const QJsonObject &) {
        if (Elements::role(element) == role)
            names.append(Elements::name(element));
    });
    return names;
}

QByteArray Actor::describe()
{
    const auto problem = std::exchange(m_problem, {});
    const auto text = m_driver ? Elements::toText(tree()) : QString();
    m_problem = problem;
    return "\n" + problem.toUtf8() + "\n" + text.toUtf8() + output();
}

bool Actor::press(const QString &name, const QString &role)
{
    return perform({{u"do"_s, u"press"_s}, {u"name"_s, name}, {u"role"_s, role}});
}

bool Actor::setText(const QString &name, const QString &text)
{
    return perform({{u"do"_s, u"set"_s}, {u"name"_s, name}, {u"value"_s, text}});
}

bool Actor::setValue(const QString &name, double value)
{
    return perform({{u"do"_s, u"set"_s}, {u"name"_s, name}, {u"value"_s, value}});
}

bool Actor::focus(const QString &name, const QString &role)
{
    return perform({{u"do"_s, u"focus"_s}, {u"name"_s, name}, {u"role"_s, role}});
}

bool Actor::type(const QString &text)
{
    return perform({{u"do"_s, u"key"_s}, {u"text"_s, text}});
}

bool Actor::key(const QString &keys)
{
    return perform({{u"do"_s, u"key"_s}, {u"keys"_s, keys}});
}

// The innermost that has the focus, but of a table or a list the whole.
QJsonObject Actor::focused()
{
    QJsonObject focused;
    Elements::visit(tree(), [&](const QJsonObject &element, const QJsonObject &parent) {
        if (!Elements::is(element, u"focused"_s) || Elements::isItem(element))
            return;
        focused = element;
        focused.insert(u"name"_s, Elements::spokenName(element, parent));
    });
    return focused;
}

QString Actor::focusName()
{
    const auto element = focused();
    if (element.isEmpty())
        return {};
    const QString name = Elements::name(element);
    return name.isEmpty() ? u"(%1)"_s.arg(Elements::role(element)) : name;
}

QStringList Actor::tabOrder()
{
    QStringList names;
    QList<qint64> seen;
    while (seen.size() < MostStops && key(u"Tab"_s)) {
        const auto element = focused();
        const qint64 id = element.value("id"_L1).toInteger();
        if (seen.contains(id))
            break;
        seen.append(id);
        const QString name = Elements::name(element);
        names.append(name.isEmpty() ? u"(%1)"_s.arg(Elements::role(element)) : name);
    }
    return names;
}

QStringList Actor::unnamed()
{
    QStringList lines;
    Elements::visit(tree(), [&](const QJsonObject &element, const QJsonObject &parent) {
        const bool isWindow = parent.isEmpty();
        if ((!isWindow && !Elements::is(element, u"focusable"_s)) || Elements::role(element) == u"Cell")
            return;
        if (Elements::spokenName(element, parent).isEmpty())
            lines.append(Elements::toLine(element));
    });
    return lines;
}

QStringList Actor::clipped()
{
    QStringList lines;
    for (const auto &window : tree()) {
        const QRect bounds = Elements::rect(window.toObject().value("window"_L1));
        Elements::visit({window}, [&](const QJsonObject &element, const QJsonObject &) {
            if (Elements::is(element, u"focusable"_s) && !Elements::isItem(element)
                && !bounds.contains(Elements::rect(element.value("rect"_L1))))
                lines.append(Elements::toLine(element));
        });
    }
    return lines;
}

QRect Actor::windowRect()
{
    return Elements::rect(tree().at(0).toObject().value("window"_L1));
}

bool Actor::resize(const QSize &size)
{
    return perform({{u"do"_s, u"resize"_s}, {u"width"_s, size.width()}, {u"height"_s, size.height()}})
        && QTest::qWaitFor([this, size] { return windowRect().size() == size; });
}

bool Actor::setDark(bool dark)
{
    return perform({{u"do"_s, u"palette"_s}, {u"dark"_s, dark}});
}

bool Actor::grab(const QString &path)
{
    return perform({{u"do"_s, u"grab"_s}, {u"path"_s, path}});
}

bool Actor::close()
{
    return perform({{u"do"_s, u"close"_s}}) && waitForEnd();
}

bool Actor::waitForEnd()
{
    return QTest::qWaitFor([this] { return m_process->state() == QProcess::NotRunning; },
                           int(m_patience.count()));
}

QByteArray Actor::output()
{
    m_output += m_process->readAllStandardOutput();
    // The offscreen platform's own.
    m_output.replace("This plugin does not support propagateSizeHints()\n", "");
    return m_output;
}

void Actor::signalProcess(int number)
{
    if (m_process->state() == QProcess::Running)
        ::kill(pid_t(m_process->processId()), number);
}

void Actor::kill()
{
    signalProcess(SIGKILL);
    waitForEnd();
}

void Actor::freeze()
{
    signalProcess(SIGSTOP);
}

void Actor::thaw()
{
    signalProcess(SIGCONT);
}
