// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARDCOMMAND_H
#define REDGUARDCOMMAND_H

#include <QtCore/qjsonobject.h>
#include <QtCore/qprocess.h>

// One run of the redguard command, with what it prints read line by line. Its standard input stays
// open until closeInput().
class RedguardCommand
{
public:
    explicit RedguardCommand(const QStringList &arguments = {});
    ~RedguardCommand();

    // For every run from here on.
    static void setVariable(const QString &name, const QString &value);
    static QString path();

    // To be called before start().
    void setArguments(const QStringList &arguments) { m_process.setArguments(arguments); }
    void setShell(const QString &script);
    void setInputFile(const QString &path) { m_process.setStandardInputFile(path); }
    void addVariable(const QString &name, const QString &value);

    RedguardCommand &start();
    void closeInput() { m_process.closeWriteChannel(); }
    void send(int signal);

    // The next line of standard output; empty if none comes.
    [[nodiscard]] QByteArray nextLine();
    [[nodiscard]] QJsonObject nextEvent();
    // The event itself; what comes before it is passed over.
    [[nodiscard]] QJsonObject nextEvent(const QString &name);

    // -1 if it does not end, -2 if it crashes.
    [[nodiscard]] int exitCode();
    [[nodiscard]] int run() { return start().exitCode(); }
    // What is left of it; the command has to have ended.
    [[nodiscard]] QByteArray output() { return m_process.readAllStandardOutput(); }
    [[nodiscard]] QByteArray errors() { return m_process.readAllStandardError(); }
    [[nodiscard]] bool isRunning() const { return m_process.state() != QProcess::NotRunning; }

private:
    QProcess m_process;
};

[[nodiscard]] QStringList words(const QString &text);
// `head` ends with "--"; the script behind it is one argument.
[[nodiscard]] QStringList withShell(const QString &head, const QString &script);
[[nodiscard]] QList<QJsonObject> eventsOf(const QByteArray &output);
[[nodiscard]] QStringList namesOf(const QList<QJsonObject> &events);
// A whole number; -1 if there is none.
[[nodiscard]] qint64 number(const QJsonObject &object, const QString &key);
// In nanoseconds, as the events have it.
[[nodiscard]] qint64 sinceBoot();

#endif
