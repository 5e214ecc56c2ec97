// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "exampleprocess.h"

#include <csignal>

#include <unistd.h>

using namespace Qt::StringLiterals;

ExampleProcess::ExampleProcess(const QString &program, const QStringList &arguments)
{
    m_process.setProgram(program);
    m_process.setArguments(arguments);
    m_process.setStandardInputFile(QProcess::nullDevice());
    connect(&m_process, &QProcess::finished, this, [this] { m_ended = true; });
}

ExampleProcess::ExampleProcess(const QString &program, const QStringList &arguments, QSize terminal,
                               const QProcessEnvironment &more)
    : ExampleProcess(program, arguments)
{
    m_terminal = std::make_unique<PseudoTerminal>(terminal);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(u"NO_COLOR"_s);
    environment.insert(u"TERM"_s, u"xterm-256color"_s);
    environment.insert(u"COLORTERM"_s, u"truecolor"_s);
    environment.insert(more);
    m_process.setProcessEnvironment(environment);
    m_process.setChildProcessModifier([slave = m_terminal->slave()] { dup2(slave, STDOUT_FILENO); });
}

ExampleProcess::~ExampleProcess()
{
    m_process.kill();
    m_process.waitForFinished();
}

void ExampleProcess::start()
{
    m_process.start();
}

void ExampleProcess::signal(int number)
{
    if (m_process.processId() > 0)
        ::kill(pid_t(m_process.processId()), number);
}

int ExampleProcess::exitCode() const
{
    return m_ended && m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

QByteArray ExampleProcess::output()
{
    return m_terminal ? m_terminal->output() : (m_output += m_process.readAllStandardOutput());
}

QByteArray ExampleProcess::errors()
{
    return m_errors += m_process.readAllStandardError();
}

QList<ExampleProcess::Fields> ExampleProcess::lines(const QByteArray &name)
{
    QList<Fields> found;
    QByteArrayList lines = output().split('\n');
    lines.removeLast();
    for (const QByteArray &line : std::as_const(lines)) {
        if (!line.startsWith(name + '='))
            continue;
        Fields fields;
        for (const QByteArray &field : line.split(' '))
            fields.insert(field.left(field.indexOf('=')), field.mid(field.indexOf('=') + 1));
        found.append(fields);
    }
    return found;
}

QByteArray ExampleProcess::lastLine()
{
    return output().trimmed().split('\n').last();
}
