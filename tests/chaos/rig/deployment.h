// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef DEPLOYMENT_H
#define DEPLOYMENT_H

#include "faultkind.h"
#include "faultproxy.h"
#include "node.h"

#include <QtCore/qrandom.h>

namespace chaos {

// The servers of a run, and the ways to them. A topology is one subclass, and one line in makeDeployment().
class Deployment : public QObject
{
    Q_OBJECT

public:
    // A network that can be spoiled.
    struct Network
    {
        QByteArray label;
        FaultProxy *proxy;
    };

    using QObject::QObject;

    // Returns once all is up; false where it does not come up.
    [[nodiscard]] virtual bool start() = 0;
    // What a worker is told; empty where there is no way for it.
    [[nodiscard]] virtual QString urlFor(int worker) = 0;

    [[nodiscard]] virtual QList<Network> networks() const { return {}; }
    // Those that have keys, at this moment.
    [[nodiscard]] virtual QList<Node *> servers() = 0;
    [[nodiscard]] virtual Node &serverOf(const QByteArray &name) = 0;
    // As others name it; none if there is none.
    [[nodiscard]] virtual Node *serverAt(quint16 /*port*/) { return nullptr; }
    // Those that only say where servers are.
    [[nodiscard]] virtual QList<Node *> guides() { return {}; }
    [[nodiscard]] virtual QList<Node *> nodes() { return servers(); } // all there are

    // Whether it would mean at this moment what its name says. Disturbed: a fault of a server lasts.
    [[nodiscard]] virtual bool allows(FaultKind /*kind*/, bool /*isDisturbed*/) const { return true; }
    // Has it change by itself which server has which keys, which takes a while; one at a time.
    virtual void change(FaultKind /*kind*/, const QByteArray & /*name*/, QRandomGenerator & /*random*/) { }
    [[nodiscard]] bool isChanging() const { return m_isChanging; }

Q_SIGNALS:
    void changed();
    void failedOver(); // without having been told to

protected:
    void beginChange() { m_isChanging = true; }
    void endChange()
    {
        m_isChanging = false;
        Q_EMIT changed();
    }

private:
    bool m_isChanging = false;
};

// The servers live in `folder`. Sentinels take one for dead that says nothing for `patience`.
[[nodiscard]] std::unique_ptr<Deployment> makeDeployment(Topology topology, const QString &folder,
                                                         std::chrono::milliseconds patience);
// What a server is started with, in whatever topology.
[[nodiscard]] QStringList serverArguments(const Node &node);

} // namespace chaos

#endif
