// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_PRIMITIVE_P_H
#define REDGUARD_PRIMITIVE_P_H

#include <RedGuard/primitive.h>
#include <RedGuard/redguard.h>

#include "redguard/request.h"

#include <QtCore/qpointer.h>

namespace redguard {

// What a Lock, a Semaphore and a RateLimiter have in common: who asked for what, and who holds it.
class PrimitivePrivate : public Listener
{
public:
    PrimitivePrivate(RedGuard *guard, const QString &name);
    virtual ~PrimitivePrivate();

    quint64 begin(std::chrono::milliseconds timeout, Outlet outlet);
    void cancelAll();
    bool cancelOne(quint64 id);
    void releaseOldest();
    void extendOldest();
    // The requests end here, each with its outcome; what they had is given back.
    void abandonAll();

    void told(Request &request, sync::Action what) override;
    void orphaned(Request &request) override;

    Primitive *q = nullptr;
    QPointer<RedGuard> guard;
    QString name;
    std::unique_ptr<const Error> invalid; // why nothing can be asked for
    std::unique_ptr<const Error> error;   // the newest

protected:
    void setInvalid(const Error &why);
    // Of the name, where that is none to be refused.
    [[nodiscard]] QByteArray key() const;
    [[nodiscard]] virtual std::shared_ptr<Request> makeRequest(Session &session, quint64 id) = 0;
    // Why nothing may be asked for just now.
    [[nodiscard]] virtual Error refusal() const { return {}; }
    virtual void learned(const Quota &) { }

    // Of the guard, while that is there.
    [[nodiscard]] Session &session() const;
    [[nodiscard]] bool holds() const { return !m_held.isEmpty(); }

private:
    friend class Primitive;

    void refuse(quint64 id, const Error &error, Outlet outlet);
    void setError(const Error &why) { error = std::make_unique<const Error>(why); }
    void acquired(Request &request);
    void drop(Request &request);
    void forget(Request &request);
    void lost(Request &request);
    void released(Request &request);
    void ended(Request &request, sync::Action what);
    void setPending(int change);
    void tellHeldChanged();
    void updatePosition();
    bool takeHeld(quint64 id);
    [[nodiscard]] std::shared_ptr<Request> find(quint64 id) const;
    [[nodiscard]] qsizetype indexOf(quint64 id) const;
    bool remove(const Request &request);

    QList<std::shared_ptr<Request>> m_requests; // in the order of their ids
    QList<std::shared_ptr<LeaseState>> m_held;  // by the object, oldest first
    int m_pending = 0;
    int m_position = 0; // in the queue, of the oldest that waits
};

} // namespace redguard

#endif
