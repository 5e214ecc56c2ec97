// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_NET_CLUSTER_H
#define REDGUARD_NET_CLUSTER_H

#include "net/topology.h"

#include <map>

namespace redguard::net {

class SeedLocator;

// The primaries of a Redis Cluster: asked for by CLUSTER SLOTS through a connection of its own to
// any node that answers, at the start and whenever a server turns out to be gone or another's.
class Cluster : public Topology, public Caller
{
    Q_OBJECT

public:
    Cluster(const QList<Endpoint> &seeds, const ConnectionSettings &settings);
    ~Cluster() override;

    void open() override;
    void close() override;
    [[nodiscard]] Route routeOf(const QByteArray &key) const override;
    [[nodiscard]] Route redirected(const Connection &from, const resp::Value &error) override;
    [[nodiscard]] QList<Connection *> connections() const override;
    void answered(int tag, const Answer &answer) override;

private:
    using Place = std::pair<QString, quint16>; // host and port

    struct Range
    {
        int first = 0;
        Connection *connection = nullptr;
    };

    [[nodiscard]] Connection &connectionTo(const Place &place);
    void refreshSoon();
    void refresh();
    void mapped(const resp::Value &map);
    void removeAllBut(const std::vector<Connection *> &served);
    void updateState();

    Endpoint m_pattern; // what all nodes have in common
    ConnectionSettings m_settings;
    SeedLocator *m_seeds; // the guide's
    std::unique_ptr<Connection> m_guide;
    std::map<Place, std::unique_ptr<Connection>> m_connections;
    std::map<int, Range> m_ranges;        // by the last slot of each
    QHash<int, Connection *> m_moved;     // slots that have left their range since
    QSet<const Connection *> m_importing; // that get, or got, a slot key by key
    QTimer m_refreshTimer;
    quint64 m_call = 0;
};

} // namespace redguard::net

#endif
