// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "redguard/primitive_p.h"

#include "redguard/logging.h"
#include "redguard/redguard_p.h"
#include "redguard/session.h"
#include "scripts/keys.h"

#include <atomic>

namespace redguard {

using namespace std::chrono_literals;

namespace {

quint64 nextRequestId()
{
    static std::atomic<quint64> newest = 0;
    return ++newest;
}

} // namespace

PrimitivePrivate::PrimitivePrivate(RedGuard *ownGuard, const QString &ownName)
    : guard(ownGuard)
    , name(ownName)
{
    if (const auto found = scripts::keyOf(guard->nameSpace(), name); !found)
        setInvalid(found.error());
}

PrimitivePrivate::~PrimitivePrivate() = default;

QByteArray PrimitivePrivate::key() const
{
    return *scripts::keyOf(guard->nameSpace(), name);
}

void PrimitivePrivate::setInvalid(const Error &why)
{
    if (why)
        invalid = std::make_unique<const Error>(why);
}

Session &PrimitivePrivate::session() const
{
    return *guard->d_ptr->session;
}

quint64 PrimitivePrivate::begin(std::chrono::milliseconds timeout, Outlet outlet)
{
    const quint64 id = nextRequestId();
    Error why = invalid ? *invalid : refusal();
    if (!why && timeout < 0ms)
        why = Error(ErrorCode::InvalidArgument,
                    Primitive::tr("The timeout is negative: %1 ms").arg(timeout.count()));
    if (!why && !guard)
        why = Error(ErrorCode::NotConnected, Primitive::tr("The guard of \"%1\" is gone").arg(name));
    if (why) {
        refuse(id, why, std::move(outlet));
        return id;
    }
    qCDebug(lcPrimitive) << "Request" << id << "for" << name;
    const auto request = makeRequest(session(), id);
    request->setListener(this);
    request->setOwner(guard);
    if (outlet)
        request->asking().outlet = std::make_unique<Outlet>(std::move(outlet));
    request->asking().isOwnedByObject = !request->asking().outlet;
    if (m_requests.isEmpty())
        m_requests.reserve(1); // most objects have no more
    m_requests.append(request);
    session().start(request, timeout);
    setPending(+1);
    return id;
}

void PrimitivePrivate::refuse(quint64 id, const Error &why, Outlet outlet)
{
    qCWarning(lcPrimitive).noquote() << why.message();
    auto tell = [this, id, why, outlet = std::move(outlet)]() mutable {
        Outlet outcome = std::move(outlet); // this may go with the object, in a slot
        setError(why);
        Q_EMIT q->errorOccurred(id, why);
        if (outcome)
            outcome.give(why);
    };
    QMetaObject::invokeMethod(q, std::move(tell), Qt::QueuedConnection);
}

void PrimitivePrivate::setPending(int change)
{
    const QPointer<Primitive> alive(q);
    const bool before = m_pending > 0;
    m_pending += change;
    if (before != (m_pending > 0))
        Q_EMIT q->pendingChanged();
    if (alive)
        updatePosition();
}

// That of the oldest request without an outcome.
void PrimitivePrivate::updatePosition()
{
    const auto oldest = std::find_if(m_requests.cbegin(), m_requests.cend(),
                                     [](const auto &request) { return request->asking().isPending; });
    const int position = oldest == m_requests.cend() ? 0 : (*oldest)->position();
    if (std::exchange(m_position, position) != position)
        Q_EMIT q->queuePositionChanged();
}

void PrimitivePrivate::cancelAll()
{
    std::vector<std::shared_ptr<Request>> pending;
    std::copy_if(m_requests.cbegin(), m_requests.cend(), std::back_inserter(pending),
                 [](const auto &request) { return request->asking().isPending; });
    for (const auto &request : pending)
        request->cancel();
}

bool PrimitivePrivate::cancelOne(quint64 id)
{
    const auto request = find(id);
    if (!request || !request->asking().isPending)
        return false;
    request->cancel();
    return true;
}

void PrimitivePrivate::releaseOldest()
{
    if (m_held.isEmpty())
        return;
    m_held.takeFirst()->release();
    tellHeldChanged();
}

void PrimitivePrivate::tellHeldChanged()
{
    const QPointer<Primitive> alive(q);
    Q_EMIT q->heldChanged();
    if (alive)
        Q_EMIT q->remainingTimeChanged();
}

void PrimitivePrivate::extendOldest()
{
    if (m_held.isEmpty() || !guard)
        return;
    if (const auto request = session().find(m_held.front()->handle()))
        request->prolong();
}

void PrimitivePrivate::abandonAll()
{
    const auto requests = std::exchange(m_requests, {});
    std::optional<net::Cork> cork;
    if (guard)
        cork.emplace(session().connections());
    for (const auto &request : requests) {
        request->setListener(nullptr);
        if (request->asking().isOwnedByObject || request->asking().isPending)
            request->abandon();
        drop(*request);
    }
    m_held.clear();
}

void PrimitivePrivate::orphaned(Request &request)
{
    const bool wasPending = remove(request) && request.asking().isPending;
    drop(request);
    const bool wasHeld = takeHeld(request.id());
    // Not in the guard's destructor: of use to who outlives it, and a slot may do anything.
    auto tell = [this, wasPending, wasHeld] {
        const QPointer<Primitive> alive(q);
        if (wasPending)
            setPending(-1);
        if (alive && wasHeld)
            tellHeldChanged();
    };
    if (wasPending || wasHeld)
        QMetaObject::invokeMethod(q, tell, Qt::QueuedConnection);
}

// Whoever waits in a context is told by its event loop: this may be inside the context's destructor.
void PrimitivePrivate::drop(Request &request)
{
    Request::Asking &asking = request.asking();
    if (asking.isPending && asking.outlet)
        asking.outlet->post(Error(ErrorCode::Cancelled, Primitive::tr("\"%1\" was destroyed").arg(name)));
    asking.isPending = false;
}

void PrimitivePrivate::told(Request &request, sync::Action what)
{
    switch (what) {
    case sync::Action::TellQueued: {
        const QPointer<Primitive> alive(q);
        Q_EMIT q->queued(request.id(), request.position());
        if (alive)
            updatePosition();
        break;
    }
    case sync::Action::TellAtRisk:
        Q_EMIT q->atRisk(request.state()->info(), request.state()->info().remainingTime());
        break;
    case sync::Action::TellAcquired:
        acquired(request);
        break;
    case sync::Action::TellRenewed: {
        const QPointer<Primitive> alive(q);
        Q_EMIT q->remainingTimeChanged();
        if (alive)
            Q_EMIT q->renewed(request.state()->info());
        break;
    }
    case sync::Action::TellLost:
        lost(request);
        break;
    case sync::Action::TellReleased:
        released(request);
        break;
    default:
        ended(request, what);
    }
}

void PrimitivePrivate::acquired(Request &request)
{
    const QPointer<Primitive> alive(q);
    const auto state = request.state();
    qCDebug(lcPrimitive) << "Acquired" << request.info();
    // Not kept: a future in it would hold the lease.
    const auto outlet = std::move(request.asking().outlet);
    const bool isHold = request.isForLease(); // even where it is over by now: its end comes next
    const bool isOwn = isHold && request.asking().isOwnedByObject;
    // What the user does not get any more goes back when the handle does.
    Lease lease = outlet ? Lease(std::make_shared<LeaseHandle>(state)) : Lease();
    request.asking().isPending = false;
    if (isOwn)
        m_held.push_back(state);
    if (!isHold)
        forget(request);
    learned(request.info().quota());
    if (alive)
        setPending(-1);
    if (alive && isOwn)
        tellHeldChanged();
    if (alive)
        Q_EMIT q->acquired(request.info());
    if (outlet)
        outlet->give(std::move(lease));
}

// It may go on in the session, but has nothing more to say.
void PrimitivePrivate::forget(Request &request)
{
    request.setListener(nullptr);
    remove(request);
}

std::shared_ptr<Request> PrimitivePrivate::find(quint64 id) const
{
    const qsizetype index = indexOf(id);
    return index < 0 ? nullptr : m_requests.at(index);
}

// -1 where it is none of these.
qsizetype PrimitivePrivate::indexOf(quint64 id) const
{
    const auto found =
        std::lower_bound(m_requests.cbegin(), m_requests.cend(), id,
                         [](const auto &request, quint64 wanted) { return request->id() < wanted; });
    return found != m_requests.cend() && (*found)->id() == id ? found - m_requests.cbegin() : -1;
}

bool PrimitivePrivate::remove(const Request &request)
{
    const qsizetype index = indexOf(request.id());
    if (index < 0)
        return false;
    m_requests.removeAt(index);
    return true;
}

bool PrimitivePrivate::takeHeld(quint64 id)
{
    const auto found = std::find_if(m_held.begin(), m_held.end(),
                                    [id](const auto &state) { return state->requestId() == id; });
    if (found == m_held.end())
        return false;
    m_held.erase(found);
    return true;
}

void PrimitivePrivate::lost(Request &request)
{
    const QPointer<Primitive> alive(q);
    const LeaseInfo info = request.state()->info();
    const LossReason reason = request.lossReason();
    forget(request);
    qCWarning(lcPrimitive).noquote() << name << "was lost:" << reason;
    if (takeHeld(info.requestId()))
        tellHeldChanged();
    if (alive)
        Q_EMIT q->lost(info, reason);
}

void PrimitivePrivate::released(Request &request)
{
    const QPointer<Primitive> alive(q);
    const LeaseInfo info = request.state()->info();
    const ReleaseOutcome how = request.releaseOutcome();
    qCDebug(lcPrimitive) << "Released" << info << how;
    forget(request);
    if (takeHeld(info.requestId())) // the session closed
        tellHeldChanged();
    if (alive)
        Q_EMIT q->released(info, how);
}

void PrimitivePrivate::ended(Request &request, sync::Action what)
{
    const QPointer<Primitive> alive(q);
    const quint64 id = request.id();
    Error why = request.error();
    if (what == sync::Action::TellCancelled)
        why = Error(ErrorCode::Cancelled, Primitive::tr("The request for \"%1\" was cancelled").arg(name));
    qCDebug(lcPrimitive) << "Request" << id << "for" << name << "ended:" << why;
    const auto outlet = std::move(request.asking().outlet);
    forget(request);
    setError(why);
    learned(why.quota());
    if (alive)
        setPending(-1);
    if (alive && what == sync::Action::TellTimedOut)
        Q_EMIT q->timedOut(id, why);
    else if (alive && what == sync::Action::TellCancelled)
        Q_EMIT q->cancelled(id);
    else if (alive)
        Q_EMIT q->errorOccurred(id, why);
    if (outlet)
        outlet->give(why);
}

} // namespace redguard
