// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "wayfaults.h"

namespace chaos {

using namespace std::chrono_literals;
using K = FaultKind;

namespace {

void strikeReply(FaultKind kind, FaultProxy &proxy, QRandomGenerator &random, QByteArray &detail)
{
    static const QByteArrayList errors {"BUSY Redis is busy running a script.",
                                        "LOADING Redis is loading the dataset in memory",
                                        "OOM command not allowed when used memory > 'maxmemory'.",
                                        "READONLY You can't write against a read only replica.",
                                        "MISCONF Redis is configured to save RDB snapshots",
                                        "NOREPLICAS Not enough good replicas to write.",
                                        "TRYAGAIN Multiple keys request during rehashing of slot",
                                        "NOSCRIPT No matching script. Please use EVAL.",
                                        "ERR unknown failure"};
    using Fault = ReplyRule::Fault;
    ReplyRule rule;
    rule.fault = kind == K::SwallowReply ? Fault::Swallow
        : kind == K::ReplaceReply        ? Fault::Replace
        : kind == K::RefuseCommand       ? Fault::Refuse
                                         : Fault::Hold;
    rule.nth = 1 + int(random.bounded(6));
    rule.text = errors.at(random.bounded(int(errors.size())));
    if (kind == K::ReplaceReply || kind == K::RefuseCommand)
        detail += ' ' + rule.text.left(rule.text.indexOf(' '));
    proxy.strike(rule);
    if (kind != K::SwallowReply)
        return;
    for (const int further : {3, 7}) { // and perhaps that of its repetition
        rule.nth += further;
        proxy.strike(rule);
    }
}

} // namespace

std::chrono::milliseconds upTo(std::chrono::milliseconds most, QRandomGenerator &random)
{
    return std::chrono::milliseconds(random.bounded(int(most.count()) + 1));
}

Undo spoilWay(FaultKind kind, FaultProxy &proxy, QRandomGenerator &random, QByteArray &detail)
{
    Undo heal = [&proxy] { proxy.heal(); };
    switch (kind) {
    case K::BlackHole:
    case K::BlackHoleToServer:
    case K::BlackHoleToClient:
        if (kind != K::BlackHoleToClient)
            proxy.setBlackHole(Way::ToServer, true);
        if (kind != K::BlackHoleToServer)
            proxy.setBlackHole(Way::ToClient, true);
        return heal;
    case K::Delay:
        proxy.setDelay(Way::ToServer, upTo(500ms, random), 50ms);
        [[fallthrough]];
    case K::SlowReplies:
        proxy.setDelay(Way::ToClient, 100ms + upTo(800ms, random), 50ms);
        return heal;
    case K::Slices:
        proxy.setSlice(Way::ToServer, 1);
        proxy.setSlice(Way::ToClient, 1);
        return heal;
    case K::Reset:
        proxy.reset();
        return {};
    case K::HalfCloseToServer:
    case K::HalfCloseToClient:
        proxy.halfClose(kind == K::HalfCloseToServer ? Way::ToServer : Way::ToClient);
        return {};
    case K::RefuseConnections:
    case K::IgnoreConnections:
        (void)proxy.setAccept(kind == K::RefuseConnections ? FaultProxy::Accept::Refuse
                                                           : FaultProxy::Accept::Ignore);
        proxy.reset();
        return heal;
    default:
        strikeReply(kind, proxy, random, detail);
        return kind == K::HoldReply ? heal : Undo();
    }
}

} // namespace chaos
