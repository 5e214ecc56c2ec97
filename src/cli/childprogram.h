// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_CLI_CHILDPROGRAM_H
#define REDGUARD_CLI_CHILDPROGRAM_H

#include <QtCore/qbytearraylist.h>
#include <QtCore/qobject.h>
#include <QtCore/qtimer.h>

#include <chrono>

#include <sys/types.h>

namespace redguard::cli {

// The program that runs while something is held. Not QProcess: its arguments and its environment are
// bytes, which QString would change where they are not text.
class ChildProgram : public QObject
{
    Q_OBJECT

public:
    // To be made before anything else of Qt's changes how signals are handled.
    explicit ChildProgram(QObject *parent = nullptr);

    // 0, or an errno. `environment` is added to this process's own, less what is named `without`.
    [[nodiscard]] int start(char *const *program, const QByteArrayList &environment,
                            const QByteArrayList &without);
    [[nodiscard]] bool isRunning() const { return m_process > 0; }

    void send(int signal);
    // Asks it to end, and makes it end after `grace`.
    void terminate(std::chrono::milliseconds grace);
    // To be called when a child of this process has ended.
    void collect();

Q_SIGNALS:
    // As a shell would put it.
    void ended(int exitCode);

private:
    pid_t m_process = 0;
    bool m_ignoresPipe = false;
    QTimer m_grace;
};

} // namespace redguard::cli

#endif
