// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef DEPLOYMENT_H
#define DEPLOYMENT_H

#include "faultproxy.h"
#include "serverlink.h"

namespace chaos {

// The servers of a run: how they are started, reached and spoiled. A topology is one subclass, and one
// line in makeDeployment().
class Deployment : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] virtual bool start() = 0;
    virtual void end() = 0; // all of its processes
    [[nodiscard]] virtual QString errorString() const = 0;

    // What one worker's proxy stands in front of, and the URL through it.
    [[nodiscard]] virtual ProxyTarget target() const = 0;
    [[nodiscard]] virtual QString urlThrough(const FaultProxy &proxy) const = 0;
    // The one that has the keys.
    [[nodiscard]] virtual ServerLink &link() = 0;

    virtual void stop() = 0; // SIGSTOP
    virtual void goOn() = 0; // SIGCONT
    virtual void kill() = 0; // and start() again with what it had written
    virtual void restartEmpty() = 0;
    virtual void stepClock(Instant by) = 0;

Q_SIGNALS:
    void failed(const QString &why);
};

// "standalone"; none for a topology that is not there.
[[nodiscard]] std::unique_ptr<Deployment> makeDeployment(const QString &topology, const QString &folder);

} // namespace chaos

#endif
