// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "redguard/primitive_p.h"

#include "redguard/logging.h"
#include "redguard/redguard_p.h"
#include "redguard/session.h"
#include "scripts/keys.h"

#include <QtCore/qfuturewatcher.h>

#include <atomic>

namespace redguard {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds LongestTtl = std::chrono::hours(24 * 366);

quint64 nextRequestId()
{
    static std::atomic<quint64> newest = 0;
    return ++newest;
}

} // namespace

/*!
    \class redguard::Primitive
    \inmodule RedGuard
    \brief What Lock, Semaphore and RateLimiter have in common: asking, waiting, cancelling, giving back.

    There are two ways to ask. acquire(), tryAcquire() and acquireFor() return at once with the id of
    the request; the object owns what comes of it, says so with signals, and gives the oldest back with
    release(). acquireAsync(), run() and co_await hand a Lease to the caller, who owns it; \l held and
    release() leave that one alone.

    Every request ends in exactly one of acquired(), timedOut(), cancelled() and errorOccurred(), from
    the event loop of the object's thread and never from inside the call. A held acquisition ends in
    released() or lost(), never in both. Signals of a request come in this order: queued() any number
    of times, the outcome, renewed() any number of times, the end. A property's change is signalled
    before the outcome that explains it.

    An object lives in its guard's thread and may be deleted at any time, also in a slot of its own
    signals: what it waits for is cancelled, what it owns is given back. acquireAsync() may be called
    from any thread; all else only from the object's own.
*/

Primitive::Primitive(std::unique_ptr<PrimitivePrivate> d, QObject *parent)
    : QObject(parent)
    , d_ptr(std::move(d))
{
    d_ptr->q = this;
}

Primitive::~Primitive()
{
    d_ptr->abandonAll();
}

QString Primitive::name() const
{
    return d_ptr->name;
}

/*!
    \property redguard::Primitive::held
    \brief whether this object holds what it asked for with acquire(), tryAcquire() or acquireFor().

    Compares the clock with the deadline itself: it is false past the deadline even where the event
    loop is late to say so.
*/
bool Primitive::isHeld() const
{
    const auto &held = d_ptr->m_held;
    return std::any_of(held.begin(), held.end(), [](const auto &state) { return state->isHeld(); });
}

/*!
    \property redguard::Primitive::pending
    \brief whether a request of this object, of either kind, has no outcome yet.
*/
bool Primitive::isPending() const
{
    return d_ptr->m_pending > 0;
}

/*!
    \property redguard::Primitive::remainingTime
    \brief how long the oldest hold of this object is still good for, in milliseconds; 0 without one.

    The change is signalled when a hold begins, is renewed and ends, not as time passes.
*/
std::chrono::milliseconds Primitive::remainingTime() const
{
    return isHeld() ? d_ptr->m_held.front()->info().remainingTime() : 0ms;
}

Error Primitive::error() const
{
    return d_ptr->error;
}

QString Primitive::errorString() const
{
    return d_ptr->error.message();
}

/*!
    Waits as long as it takes. Returns the id of the request.
*/
quint64 Primitive::acquire()
{
    return d_ptr->begin(Forever, {});
}

/*!
    Does not wait: what is not free at once is timedOut().
*/
quint64 Primitive::tryAcquire()
{
    return d_ptr->begin(0ms, {});
}

/*!
    Waits for \a timeout at most, also where the server does not answer; then timedOut().
*/
quint64 Primitive::acquireFor(std::chrono::milliseconds timeout)
{
    return d_ptr->begin(timeout, {});
}

/*!
    Cancels every request of this object that has no outcome yet, those of acquireAsync() included:
    each ends in cancelled(). A grant that is on its way already goes to the next in the queue.
*/
void Primitive::cancel()
{
    d_ptr->cancelAll();
}

/*!
    Cancels one request. Returns false if it has its outcome already, or is not this object's.
*/
bool Primitive::cancelRequest(quint64 requestId)
{
    return d_ptr->cancelOne(requestId);
}

/*!
    Gives back the oldest acquisition that this object holds. It is not held from here on, before a
    byte is written; released() follows with the server's answer. Without one to give back, this does
    nothing.
*/
void Primitive::release()
{
    d_ptr->releaseOldest();
}

/*!
    \overload
    Calls \a callback with the outcome in the thread of \a context. If \a context is gone by then, the
    callback is not called and the lease is released.
*/
void Primitive::start(std::chrono::milliseconds timeout, const QObject *context, Callback callback)
{
    PrimitivePrivate::Outlet outlet {std::move(callback), context, true};
    if (thread() == QThread::currentThread())
        d_ptr->begin(timeout, std::move(outlet));
    else
        QMetaObject::invokeMethod(
            this, [this, timeout, outlet] { d_ptr->begin(timeout, outlet); }, Qt::QueuedConnection);
}

/*!
    Asks for a Lease; the future ends with exactly one value, a Lease or an Error. Cancelling the
    future cancels the request, and alone ends it without a value. May be called from any thread.

    \a timeout as with acquireFor(); 0 does not wait, Forever waits as long as it takes.
*/
LeaseFuture Primitive::acquireAsync(std::chrono::milliseconds timeout)
{
    auto promise = std::make_shared<QPromise<Result<Lease>>>();
    promise->start();
    const auto future = promise->future();
    auto begin = [this, timeout, promise, future] {
        auto *watcher = new QFutureWatcher<Result<Lease>>(this);
        const auto finish = [promise, watcher = QPointer(watcher)](const Result<Lease> &result) {
            delete watcher;
            promise->addResult(result);
            promise->finish();
        };
        const quint64 id = d_ptr->begin(timeout, {finish, nullptr, false});
        connect(watcher, &QFutureWatcherBase::canceled, this, [this, id] { d_ptr->cancelOne(id); });
        watcher->setFuture(future);
    };
    if (thread() == QThread::currentThread())
        begin();
    else
        QMetaObject::invokeMethod(this, std::move(begin), Qt::QueuedConnection);
    return LeaseFuture(future, this);
}

PrimitivePrivate::PrimitivePrivate(RedGuard *ownGuard, const QString &ownName)
    : guard(ownGuard)
    , name(ownName)
{
    const auto found = scripts::keyOf(guard->nameSpace(), name);
    if (found)
        key = *found;
    else
        invalid = found.error();
}

PrimitivePrivate::~PrimitivePrivate() = default;

// In the context's thread, and from its event loop unless that is the one that runs here.
void PrimitivePrivate::Outlet::give(const Result<Lease> &result, const QThread *here) const
{
    if (!hasContext || (context && context->thread() == here))
        callback(result);
    else if (context)
        QMetaObject::invokeMethod(
            const_cast<QObject *>(context.data()), [callback = callback, result] { callback(result); },
            Qt::QueuedConnection);
}

Error PrimitivePrivate::checkTtl(std::chrono::milliseconds ttl) const
{
    const auto wrong = [](const QString &message) { return Error(ErrorCode::InvalidArgument, message); };
    const GuardOptions &options = guard->d_ptr->session->options();
    if (ttl <= 0ms)
        return wrong(u"The ttl of \"%1\" is not above 0: %2 ms"_s.arg(name).arg(ttl.count()));
    if (ttl > LongestTtl)
        return wrong(u"The ttl of \"%1\" is above a year: %2 ms"_s.arg(name).arg(ttl.count()));
    if (std::chrono::duration<double, std::milli>(ttl) * (1 - options.drift) <= options.margin)
        return wrong(u"The ttl of \"%1\" leaves nothing beside the margin of %2 ms: %3 ms"_s.arg(name)
                         .arg(options.margin.count())
                         .arg(ttl.count()));
    return {};
}

quint64 PrimitivePrivate::begin(std::chrono::milliseconds timeout, Outlet outlet)
{
    const quint64 id = nextRequestId();
    Error why = invalid ? invalid : refusal();
    if (!why && timeout < 0ms)
        why = Error(ErrorCode::InvalidArgument, u"The timeout is negative: %1 ms"_s.arg(timeout.count()));
    if (!why && !guard)
        why = Error(ErrorCode::NotConnected, u"The guard of \"%1\" is gone"_s.arg(name));
    if (why) {
        refuse(id, why, std::move(outlet));
        return id;
    }
    Session &session = *guard->d_ptr->session;
    const auto request = makeRequest(session, id);
    request->setListener(this);
    request->setOwner(guard);
    const bool isOwned = !outlet.callback;
    m_entries.emplace(id, Entry {request, std::move(outlet), isOwned});
    session.start(request, timeout);
    setPending(+1);
    return id;
}

void PrimitivePrivate::refuse(quint64 id, const Error &why, Outlet outlet)
{
    qCWarning(lcPrimitive).noquote() << why.message();
    auto tell = [this, id, why, outlet = std::move(outlet)] {
        error = why;
        const QPointer<Primitive> alive(q);
        Q_EMIT q->errorOccurred(id, why);
        if (outlet.callback && alive)
            outlet.give(why, QThread::currentThread());
    };
    QMetaObject::invokeMethod(q, std::move(tell), Qt::QueuedConnection);
}

void PrimitivePrivate::setPending(int change)
{
    const bool before = m_pending > 0;
    m_pending += change;
    if (before != (m_pending > 0))
        Q_EMIT q->pendingChanged();
}

void PrimitivePrivate::cancelAll()
{
    std::vector<std::shared_ptr<Request>> pending;
    for (const auto &[id, entry] : m_entries) {
        if (entry.pending)
            pending.push_back(entry.request);
    }
    for (const auto &request : pending)
        request->cancel();
}

bool PrimitivePrivate::cancelOne(quint64 id)
{
    const auto found = m_entries.find(id);
    if (found == m_entries.end() || !found->second.pending)
        return false;
    const auto request = found->second.request;
    request->cancel();
    return true;
}

void PrimitivePrivate::releaseOldest()
{
    if (m_held.empty())
        return;
    const auto state = m_held.front();
    m_held.pop_front();
    state->release();
    Q_EMIT q->heldChanged();
}

void PrimitivePrivate::abandonAll()
{
    auto entries = std::exchange(m_entries, {});
    std::optional<Session::Batch> batch;
    if (guard)
        batch.emplace(*guard->d_ptr->session);
    for (auto &[id, entry] : entries) {
        entry.request->setListener(nullptr);
        if (entry.isOwnedByObject || entry.pending)
            entry.request->abandon();
        drop(entry);
    }
    m_held.clear();
}

void PrimitivePrivate::orphaned(Request &request)
{
    auto entry = m_entries.extract(request.id());
    if (entry)
        drop(entry.mapped());
    takeHeld(request.id());
}

// Whoever waits in a context is told by its event loop: this may be inside the context's destructor.
void PrimitivePrivate::drop(Entry &entry)
{
    if (entry.pending && entry.outlet.callback)
        entry.outlet.give(Error(ErrorCode::Cancelled, u"\"%1\" was destroyed"_s.arg(name)), nullptr);
    entry.pending = false;
}

void PrimitivePrivate::told(Request &request, sync::Action what)
{
    const auto found = m_entries.find(request.id());
    if (found == m_entries.end())
        return;
    switch (what) {
    case sync::Action::TellQueued:
        Q_EMIT q->queued(request.id(), request.position());
        break;
    case sync::Action::TellAcquired:
        acquired(request, found->second);
        break;
    case sync::Action::TellRenewed: {
        const QPointer<Primitive> alive(q);
        Q_EMIT q->renewed(request.state()->info());
        if (alive)
            Q_EMIT q->remainingTimeChanged();
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

void PrimitivePrivate::acquired(Request &request, Entry &entry)
{
    const QPointer<Primitive> alive(q);
    const auto state = request.state();
    // Not kept: a future in it would hold the lease.
    const Outlet outlet = std::exchange(entry.outlet, {});
    const bool isHold = request.isHolding();
    const bool isOwn = isHold && entry.isOwnedByObject;
    // What the user does not get any more goes back when the handle does.
    const Lease lease = outlet.callback ? Lease(std::make_shared<LeaseHandle>(state)) : Lease();
    entry.pending = false;
    if (isOwn)
        m_held.push_back(state);
    if (!isHold)
        forget(request);
    learned(request.info().quota());
    if (alive)
        setPending(-1);
    if (alive && isOwn)
        Q_EMIT q->heldChanged();
    if (alive && isOwn)
        Q_EMIT q->remainingTimeChanged();
    if (alive)
        Q_EMIT q->acquired(request.info());
    if (outlet.callback)
        outlet.give(lease, QThread::currentThread());
}

// It may go on in the session, but has nothing more to say.
void PrimitivePrivate::forget(Request &request)
{
    request.setListener(nullptr);
    m_entries.erase(request.id());
}

bool PrimitivePrivate::takeHeld(quint64 id)
{
    const auto found = std::find_if(m_held.begin(), m_held.end(),
                                    [id](const auto &state) { return state->info().requestId() == id; });
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
        Q_EMIT q->heldChanged();
    if (alive)
        Q_EMIT q->lost(info, reason);
    if (alive)
        Q_EMIT q->remainingTimeChanged();
}

void PrimitivePrivate::released(Request &request)
{
    const QPointer<Primitive> alive(q);
    const LeaseInfo info = request.state()->info();
    const ReleaseOutcome how = request.releaseOutcome();
    forget(request);
    if (takeHeld(info.requestId())) // the session closed
        Q_EMIT q->heldChanged();
    if (alive)
        Q_EMIT q->released(info, how);
    if (alive)
        Q_EMIT q->remainingTimeChanged();
}

void PrimitivePrivate::ended(Request &request, sync::Action what)
{
    const QPointer<Primitive> alive(q);
    const quint64 id = request.id();
    Error why = request.error();
    if (what == sync::Action::TellCancelled)
        why = Error(ErrorCode::Cancelled, u"The request for \"%1\" was cancelled"_s.arg(name));
    const Outlet outlet = std::move(m_entries.at(id).outlet);
    forget(request);
    error = why;
    learned(why.quota());
    if (alive)
        setPending(-1);
    if (!alive)
        return;
    if (what == sync::Action::TellTimedOut)
        Q_EMIT q->timedOut(id, why);
    else if (what == sync::Action::TellCancelled)
        Q_EMIT q->cancelled(id);
    else
        Q_EMIT q->errorOccurred(id, why);
    if (outlet.callback)
        outlet.give(why, QThread::currentThread());
}

namespace detail {

void whenFinished(const QFuture<void> &future, std::function<void()> then)
{
    auto *watcher = new QFutureWatcher<void>();
    QObject::connect(watcher, &QFutureWatcherBase::finished, watcher, [watcher, then = std::move(then)] {
        then();
        watcher->deleteLater();
    });
    watcher->setFuture(future);
}

Result<LeaseInfo> outcomeOfWork(const Lease &lease)
{
    if (lease.wasLost())
        return Error(ErrorCode::LeaseLost,
                     u"The lease of \"%1\" was lost before the work ended"_s.arg(lease.name()));
    return lease.info();
}

} // namespace detail

} // namespace redguard
