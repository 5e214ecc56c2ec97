// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "cluster.h"
#include "sentinels.h"
#include "standalone.h"

namespace chaos {

using namespace Qt::StringLiterals;

std::unique_ptr<Deployment> makeDeployment(Topology topology, const QString &folder,
                                           std::chrono::milliseconds patience)
{
    switch (topology) {
    case Topology::Sentinel:
        return std::make_unique<Sentinels>(folder, patience);
    case Topology::Cluster:
        return std::make_unique<Cluster>(folder);
    case Topology::Standalone:
        break;
    }
    return std::make_unique<Standalone>(folder);
}

// It writes every command down before it answers.
QStringList serverArguments(const Node &node)
{
    return {u"--bind"_s,
            u"127.0.0.1"_s,
            u"--port"_s,
            QString::number(node.port()),
            u"--unixsocket"_s,
            node.socketPath(),
            u"--dir"_s,
            node.path(""),
            u"--save"_s,
            QString(),
            u"--appendonly"_s,
            u"yes"_s,
            u"--appendfsync"_s,
            u"always"_s,
            u"--enable-debug-command"_s,
            u"local"_s};
}

} // namespace chaos
