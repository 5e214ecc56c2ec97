// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_CLI_HOLDSESSION_H
#define REDGUARD_CLI_HOLDSESSION_H

#include "childprogram.h"
#include "eventprinter.h"
#include "holdorder.h"
#include "inputend.h"
#include "serversearch.h"
#include "signalpipe.h"

#include <optional>

namespace redguard::cli {

// lock, semaphore and limit: asks, holds while the program runs, gives back.
class HoldSession : public QObject
{
    Q_OBJECT

public:
    explicit HoldSession(const HoldOrder &order, QObject *parent = nullptr);

    void start();

Q_SIGNALS:
    void finished(int exitCode);

private:
    void connectToPrimitive();
    void connectToServer();
    void acquired(const LeaseInfo &lease);
    void run(const LeaseInfo &lease);
    void lost(const LeaseInfo &lease, LossReason reason);
    void released(const LeaseInfo &lease, ReleaseOutcome how);
    void timedOut(const Error &error);
    void errorOccurred(const Error &error);
    void connectionErrorOccurred(const Error &error);
    void signalArrived(int signal, bool isTyped);
    void fail(const Error &error);
    // Everything ends here, once.
    void giveBack(int exitCode);
    void giveUpGoodbye();
    void finish();

    HoldOrder m_order;
    ChildProgram m_child;
    SignalPipe m_signals;
    InputEnd m_input;
    ServerSearch m_search;
    Primitive *m_primitive;
    EventPrinter m_events;
    QTimer m_goodbye;
    LeaseInfo m_lease;
    bool m_isHolding = false;
    bool m_isLost = false;
    bool m_isConnectionLost = false;
    std::optional<int> m_exitCode;
};

} // namespace redguard::cli

#endif
