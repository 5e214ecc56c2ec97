// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_CLI_INPUTEND_H
#define REDGUARD_CLI_INPUTEND_H

#include <QtCore/qobject.h>

QT_FORWARD_DECLARE_CLASS(QSocketNotifier)

namespace redguard::cli {

// Waits for the end of standard input, and throws away what comes before.
class InputEnd : public QObject
{
    Q_OBJECT

public:
    explicit InputEnd(QObject *parent = nullptr);

    void watch();

Q_SIGNALS:
    void reached();

private:
    void read();

    QSocketNotifier *m_notifier = nullptr;
};

} // namespace redguard::cli

#endif
