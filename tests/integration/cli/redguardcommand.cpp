// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "redguardcommand.h"

#include <QtCore/qjsondocument.h>
#include <QtTest/qtest.h>

#include <csignal>
#include <ctime>

using namespace Qt::StringLiterals;

namespace {

constexpr int Patience = 30'000;

QProcessEnvironment &environment()
{
    static auto environment = [] {
        auto own = QProcessEnvironment::systemEnvironment();
        for (const QString &name : own.keys()) {
            if (name.startsWith(u"REDGUARD_") || name.startsWith(u"QT_LOGGING"))
                own.remove(name);
        }
        return own;
    }();
    return environment;
}

} // namespace

RedguardCommand::RedguardCommand(const QStringList &arguments)
{
    m_process.setProgram(path());
    m_process.setArguments(arguments);
    m_process.setProcessEnvironment(environment());
}

RedguardCommand::~RedguardCommand()
{
    m_process.kill();
    m_process.waitForFinished();
}

void RedguardCommand::setVariable(const QString &name, const QString &value)
{
    environment().insert(name, value);
}

QString RedguardCommand::path()
{
    return QString::fromUtf8(REDGUARD_COMMAND);
}

void RedguardCommand::setShell(const QString &script)
{
    m_process.setProgram(u"sh"_s);
    m_process.setArguments({u"-c"_s, script, path()});
}

void RedguardCommand::addVariable(const QString &name, const QString &value)
{
    auto own = m_process.processEnvironment();
    own.insert(name, value);
    m_process.setProcessEnvironment(own);
}

RedguardCommand &RedguardCommand::start()
{
    m_process.start();
    return *this;
}

void RedguardCommand::send(int signal)
{
    ::kill(pid_t(m_process.processId()), signal);
}

QByteArray RedguardCommand::nextLine()
{
    const bool came = QTest::qWaitFor([this] { return m_process.canReadLine() || !isRunning(); }, Patience);
    return came ? m_process.readLine().trimmed() : QByteArray();
}

QJsonObject RedguardCommand::nextEvent()
{
    return QJsonDocument::fromJson(nextLine()).object();
}

QJsonObject RedguardCommand::nextEvent(const QString &name)
{
    QJsonObject event;
    do
        event = nextEvent();
    while (!event.isEmpty() && event.value(u"event"_s) != name);
    return event;
}

int RedguardCommand::exitCode()
{
    if (!QTest::qWaitFor([this] { return !isRunning(); }, Patience))
        return -1;
    return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -2;
}

QStringList words(const QString &text)
{
    return text.split(u' ', Qt::SkipEmptyParts);
}

QStringList withShell(const QString &head, const QString &script)
{
    return words(head) + QStringList {u"sh"_s, u"-c"_s, script};
}

QList<QJsonObject> eventsOf(const QByteArray &output)
{
    QList<QJsonObject> events;
    for (const QByteArray &line : output.split('\n')) {
        if (!line.isEmpty())
            events << QJsonDocument::fromJson(line).object();
    }
    return events;
}

QStringList namesOf(const QList<QJsonObject> &events)
{
    QStringList names;
    for (const QJsonObject &event : events)
        names << event.value(u"event"_s).toString();
    return names;
}

qint64 number(const QJsonObject &object, const QString &key)
{
    return object.value(key).toInteger(-1);
}

qint64 sinceBoot()
{
    timespec now {};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return qint64(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}
