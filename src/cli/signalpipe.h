// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_CLI_SIGNALPIPE_H
#define REDGUARD_CLI_SIGNALPIPE_H

#include <QtCore/qobject.h>

QT_FORWARD_DECLARE_CLASS(QSocketNotifier)

namespace redguard::cli {

// Brings signals of the system into the event loop. There is one at a time.
class SignalPipe : public QObject
{
    Q_OBJECT

public:
    explicit SignalPipe(QObject *parent = nullptr);
    ~SignalPipe() override;

Q_SIGNALS:
    // `isTyped` if the terminal sent it to all of its foreground at once.
    void arrived(int signal, bool isTyped);
    void childEnded();

private:
    void read();

    Q_DISABLE_COPY_MOVE(SignalPipe)
    int m_readEnd = -1;
    QSocketNotifier *m_notifier = nullptr;
};

} // namespace redguard::cli

#endif
