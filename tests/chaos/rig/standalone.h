// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDALONE_H
#define STANDALONE_H

#include "deployment.h"

namespace chaos {

// One server, and a network of its own for each worker.
class Standalone : public Deployment
{
    Q_OBJECT

public:
    explicit Standalone(const QString &folder);

    [[nodiscard]] bool start() override;
    [[nodiscard]] QString urlFor(int worker) override;
    [[nodiscard]] QList<Network> networks() const override;
    [[nodiscard]] QList<Node *> servers() override { return {&m_node}; }
    [[nodiscard]] Node &serverOf(const QByteArray &) override { return m_node; }

private:
    Node m_node;
    std::map<int, std::unique_ptr<FaultProxy>> m_proxies; // by worker
};

} // namespace chaos

#endif
