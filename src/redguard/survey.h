// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SURVEY_H
#define REDGUARD_SURVEY_H

#include <RedGuard/result.h>
#include <RedGuard/status.h>

#include "net/topology.h"

#include <QtCore/qpointer.h>
#include <QtCore/qset.h>

#include <functional>

namespace redguard {

// Looks at names from outside, answers once, and goes.
//
//   (scan for names) ──▶ status of each ──▶ (who the holders are) ──▶ answer
class Survey : public QObject, public net::Caller
{
    Q_OBJECT

public:
    using Callback = std::function<void(const Result<QList<Status>> &)>;

    Survey(const QString &nameSpace, const QObject *context, Callback callback);
    ~Survey() override;

    void askAll(net::Topology &topology);
    void askOne(net::Topology &topology, const QString &name, const QByteArray &key);
    // From the event loop, as everything that reaches the user.
    void finish(const Result<QList<Status>> &result);

private:
    enum Tag : int { ScanTag = -1, ClientsTag = -2 }; // from 0 on: the status of that name

    void attachTo(net::Topology &topology);
    void scan(const QByteArray &cursor);
    void scanned(const resp::Value &page);
    void found(const QByteArray &key);
    void askForStatus();
    void askForStatus(int index);
    void told(int index, const resp::Value &value);
    void askForClients();
    void called(net::Connection *connection, quint64 call) { m_calls.append({connection, call}); }
    void answered(int tag, const net::Answer &answer) override;

    QString m_nameSpace;
    QPointer<const QObject> m_context;
    Callback m_callback;
    QPointer<net::Topology> m_topology;
    QList<net::Connection *> m_unscanned;
    QList<std::pair<QPointer<net::Connection>, quint64>> m_calls;
    QList<net::Route> m_routes; // to each name's server
    int m_hops = 0;
    bool m_isDone = false;
    QByteArrayList m_patterns;
    qsizetype m_pattern = 0;
    QSet<QByteArray> m_found;
    QByteArrayList m_keys;
    QList<Status> m_statuses;
    QList<QByteArrayList> m_tokens; // of the holders of each
    int m_unanswered = 0;
};

} // namespace redguard

#endif
