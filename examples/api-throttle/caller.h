// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef THROTTLE_CALLER_H
#define THROTTLE_CALLER_H

#include "call.h"
#include "options.h"
#include "recentcalls.h"
#include "tally.h"

#include <RedGuard/RedGuard>

namespace throttle {

// Calls the API, each time as soon as the limiter that it shares with others admits it.
class Caller : public QObject
{
    Q_OBJECT

public:
    explicit Caller(const Options &options, QObject *parent = nullptr);

    void start();
    void stop();

    [[nodiscard]] const Tally &tally() const { return m_tally; }
    [[nodiscard]] redguard::ConnectionState state() const { return m_guard->state(); }
    [[nodiscard]] qint64 remaining() const { return m_limiter->remaining(); }
    // How long the call that waits has done so; 0 if none does.
    [[nodiscard]] std::chrono::nanoseconds waiting() const;
    [[nodiscard]] QString trouble() const { return m_trouble; }

Q_SIGNALS:
    void called(const throttle::Call &call);
    // It goes on by itself once this is over.
    void troubled(const QString &why);
    void finished(int exitCode);

private:
    void next();
    void ask();
    void waitForSlot();
    void answered(const redguard::Result<redguard::Lease> &admission);
    void call(const redguard::LeaseInfo &admission);
    void meet(const redguard::Error &error);
    void stateChanged(redguard::ConnectionState state);

    Options m_options;
    redguard::RedGuard *m_guard;
    redguard::RateLimiter *m_limiter;
    RecentCalls m_recent;
    Tally m_tally;
    QString m_trouble;
    std::chrono::nanoseconds m_askedAt {0}; // of the call that waits
    int m_exitCode = 0;
    bool m_stopping = false;
};

} // namespace throttle

#endif
