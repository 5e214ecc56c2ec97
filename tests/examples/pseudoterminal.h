// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef PSEUDOTERMINAL_H
#define PSEUDOTERMINAL_H

#include "terminalscreen.h"

#include <QtCore/qobject.h>
#include <QtCore/qsocketnotifier.h>

#include <memory>

// A terminal of so many characters that a program can be given as its output, and what it writes there.
class PseudoTerminal : public QObject
{
    Q_OBJECT

public:
    explicit PseudoTerminal(QSize size, QObject *parent = nullptr);
    ~PseudoTerminal() override;

    [[nodiscard]] QSize size() const { return m_size; }
    [[nodiscard]] int slave() const { return m_slave; }
    [[nodiscard]] QByteArray output();
    // After the last whole picture, which ends with what clears below it.
    [[nodiscard]] const TerminalScreen &screen();

private:
    void read();

    QSize m_size;
    int m_master = -1;
    int m_slave = -1;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QByteArray m_output;
    TerminalScreen m_screen;
    qsizetype m_shown = 0;
};

#endif
