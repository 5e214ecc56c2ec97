// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef CLUSTER_H
#define CLUSTER_H

#include "deployment.h"

#include <array>

namespace chaos {

// Three masters, each with a third of the slots at first. Each announces a network in front of it, which is
// all workers' way to it.
class Cluster : public Deployment
{
    Q_OBJECT

public:
    explicit Cluster(const QString &folder);

    [[nodiscard]] bool start() override;
    [[nodiscard]] QString urlFor(int worker) override;
    [[nodiscard]] QList<Network> networks() const override;
    [[nodiscard]] QList<Node *> servers() override;
    [[nodiscard]] Node &serverOf(const QByteArray &name) override;
    [[nodiscard]] Node *serverAt(quint16 port) override;
    [[nodiscard]] bool allows(FaultKind kind, bool isDisturbed) const override;
    void change(FaultKind kind, const QByteArray &name, QRandomGenerator &random) override;

private:
    struct Member
    {
        std::unique_ptr<Node> node;
        std::unique_ptr<FaultProxy> proxy;
        QByteArray id;
    };

    Task bringUp();
    // Key by key, with so much time before, between and after.
    Task migrate(int slot, std::size_t to, std::chrono::milliseconds pace);

    std::array<Member, 3> m_members;
    QHash<int, std::size_t> m_migrated; // slots that are no longer where they were at first
    bool m_isUp = false;
};

} // namespace chaos

#endif
