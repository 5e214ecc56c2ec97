// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "net/hostlookup.h"

#include <QtCore/qpromise.h>
#include <QtCore/qthreadpool.h>

namespace redguard::net {

namespace {

constexpr int MostThreads = 4;

// Not the global one: a name server that does not answer would keep the program's own work waiting.
QThreadPool *lookupThreads()
{
    static QThreadPool threads;
    threads.setMaxThreadCount(MostThreads);
    return &threads;
}

} // namespace

HostLookup::HostLookup(QObject *parent)
    : QObject(parent)
{
    connect(&m_watcher, &QFutureWatcher<QHostInfo>::finished, this, &HostLookup::finish);
}

void HostLookup::lookUp(const QString &name)
{
    const auto promise = std::make_shared<QPromise<QHostInfo>>();
    promise->start();
    m_watcher.setFuture(promise->future());
    lookupThreads()->start([promise, name] {
        promise->addResult(QHostInfo::fromName(name));
        promise->finish();
    });
}

void HostLookup::finish()
{
    const QHostInfo info = m_watcher.result();
    if (info.error() == QHostInfo::NoError)
        Q_EMIT found();
    else
        Q_EMIT failed(info.errorString());
}

} // namespace redguard::net
