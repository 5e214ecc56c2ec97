// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_NET_LOCATOR_H
#define REDGUARD_NET_LOCATOR_H

#include "net/endpoint.h"

#include <QtCore/qobject.h>

namespace redguard::net {

// Finds out where to connect, anew for every attempt. One answer to each locate(), at any time.
class Locator : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    virtual void locate() = 0;

Q_SIGNALS:
    void located(const redguard::net::Endpoint &endpoint);
    // `final` if looking again will find no more before something is changed.
    void failed(const redguard::Error &error, bool final);
    // What was located last may not be the place any more.
    void moved();
};

// A server that stays where its URL says.
class FixedLocator : public Locator
{
    Q_OBJECT

public:
    explicit FixedLocator(const Endpoint &endpoint, QObject *parent = nullptr)
        : Locator(parent)
        , m_endpoint(endpoint)
    {
    }
    void locate() override { Q_EMIT located(m_endpoint); }

private:
    Endpoint m_endpoint;
};

} // namespace redguard::net

#endif
