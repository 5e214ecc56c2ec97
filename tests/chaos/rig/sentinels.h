// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef SENTINELS_H
#define SENTINELS_H

#include "deployment.h"

#include <array>

namespace chaos {

// A primary, a replica, and three Sentinels that watch over them. They say where the primary is, so that
// workers are connected to it directly.
class Sentinels : public Deployment
{
    Q_OBJECT

public:
    Sentinels(const QString &folder, std::chrono::milliseconds patience);

    [[nodiscard]] bool start() override;
    [[nodiscard]] QString urlFor(int worker) override;
    [[nodiscard]] QList<Node *> servers() override { return {&primary()}; }
    [[nodiscard]] Node &serverOf(const QByteArray &) override { return primary(); }
    [[nodiscard]] QList<Node *> guides() override;
    [[nodiscard]] QList<Node *> nodes() override { return QList<Node *> {&primary(), &replica()} + guides(); }
    [[nodiscard]] bool allows(FaultKind kind, bool isDisturbed) const override;
    void change(FaultKind kind, const QByteArray &name, QRandomGenerator &random) override;

private:
    static constexpr int Servers = 2;
    static constexpr int Guides = 3;

    [[nodiscard]] Node &primary() { return *m_servers.at(m_primary); }
    [[nodiscard]] Node &replica() { return *m_servers.at(1 - m_primary); }
    [[nodiscard]] bool configure(Node &sentinel, std::chrono::milliseconds patience);
    void lookAtRoles();
    void takeRole(std::size_t index, const QByteArray &role);

    Task bringUp();
    Task failOverInOrder(); // nothing is lost
    Task failOver();        // the replica may lack what was written last
    Task failOverDead();    // a primary that was killed
    Task settle(Node &old, Node &next);

    std::array<std::unique_ptr<Node>, Servers> m_servers;
    std::array<std::unique_ptr<Node>, Guides> m_guides;
    std::array<QByteArray, Servers> m_roles;
    std::size_t m_primary = 0;
    std::optional<std::size_t> m_next; // the one that is being made the primary
    QTimer m_looks;
    bool m_isUp = false;
    bool m_isConfigured = true;
};

} // namespace chaos

#endif
