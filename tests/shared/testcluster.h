// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef TESTCLUSTER_H
#define TESTCLUSTER_H

#include "redisprocess.h"

#include <array>

// A real cluster of three masters, each with a third of the slots.
class TestCluster
{
public:
    static constexpr int Nodes = 3;
    static constexpr int Slots = 16384;

    // `configuration` is each node's.
    explicit TestCluster(const QStringList &configuration = {});

    // Returns once every node knows who serves what.
    [[nodiscard]] bool start();

    // Names all nodes.
    [[nodiscard]] QString url() const;
    [[nodiscard]] RedisProcess &node(int index) { return *m_nodes.at(size_t(index)); }
    [[nodiscard]] int slotOf(const QByteArray &key);
    // The index of the node that serves the slot, as node 0 has it; -1 for none.
    [[nodiscard]] int ownerOf(int slot);
    [[nodiscard]] int nodeOf(const QByteArray &key) { return ownerOf(slotOf(key)); }

    // The steps of moving a slot, each false if a node refuses. Between the first and the last, the
    // old node answers ASK for keys that it has not, and both TRYAGAIN for several of which some are there.
    [[nodiscard]] bool beginMigration(int slot, int to);
    [[nodiscard]] bool migrateKeys(int slot, int to);
    [[nodiscard]] bool endMigration(int slot, int to);
    [[nodiscard]] bool migrate(int slot, int to);

private:
    [[nodiscard]] bool join();
    [[nodiscard]] bool isComplete();
    [[nodiscard]] QByteArray idOf(int index);

    std::array<std::unique_ptr<RedisProcess>, Nodes> m_nodes;
};

#endif
