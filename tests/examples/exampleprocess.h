// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef EXAMPLEPROCESS_H
#define EXAMPLEPROCESS_H

#include "pseudoterminal.h"

#include <QtCore/qhash.h>
#include <QtCore/qprocess.h>

// An example as a user runs it. What it prints in fields is read line by line.
class ExampleProcess : public QObject
{
    Q_OBJECT

public:
    using Fields = QHash<QByteArray, QByteArray>;

    ExampleProcess(const QString &program, const QStringList &arguments);
    // On a terminal instead of a pipe.
    ExampleProcess(const QString &program, const QStringList &arguments, QSize terminal,
                   const QProcessEnvironment &more = {});
    ~ExampleProcess() override; // ends it

    void start();
    void signal(int number);

    [[nodiscard]] bool hasEnded() const { return m_ended; }
    [[nodiscard]] int exitCode() const; // -1 if it was killed or has not ended
    [[nodiscard]] qint64 processId() const { return m_process.processId(); }
    [[nodiscard]] QByteArray output();
    [[nodiscard]] QByteArray errors();
    // Of the lines that are whole and begin with "name=".
    [[nodiscard]] QList<Fields> lines(const QByteArray &name);
    [[nodiscard]] QByteArray lastLine();
    [[nodiscard]] const TerminalScreen &screen() { return m_terminal->screen(); }

private:
    std::unique_ptr<PseudoTerminal> m_terminal;
    QProcess m_process;
    QByteArray m_output;
    QByteArray m_errors;
    bool m_ended = false;
};

#endif
