// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "redguard/primitive_p.h"

#include <QtCore/qfuturewatcher.h>

namespace redguard {

using namespace std::chrono_literals;

/*!
    \class redguard::Primitive
    \inheaderfile RedGuard/Primitive
    \inmodule RedGuard
    \brief What Lock, Semaphore and RateLimiter have in common: asking, waiting, cancelling, giving back.

    There are two ways to ask. acquire(), tryAcquire() and acquireFor() return at once with the id of
    the request; the object owns what comes of it, says so with signals, and gives the oldest back with
    release(). acquireAsync(), run() and \c co_await hand a Lease to the caller, who owns it; \l held and
    release() leave that one alone.

    Every request ends in exactly one of acquired(), timedOut(), cancelled() and errorOccurred(), from
    the event loop of the object's thread and never from inside the call. A held acquisition ends in
    released() or lost(), never in both. Signals of a request come in this order: queued() any number
    of times, the outcome, renewed() and atRisk() any number of times, the end. A property's change is
    signalled before the outcome that explains it.

    atRisk() warns once that three quarters of a lease have passed without a renewal, with the time
    that remains; a renewal after it is told by renewed(). lost() comes with the deadline, which lies
    before the end of the lease on the server by the guard's drift and margin.

    Renewals are sent at a third of the ttl, for all leases that are due together in one write: with
    Renewal::Background (the default) by one thread of the process with a connection of its own, so
    that a blocked event loop loses nothing; with Renewal::EventLoop in the guard's thread; with
    Renewal::None not at all. \c maxHold ends them: the lease then runs out that long after it began,
    with LossReason::MaxHoldReached.

    An object lives in its guard's thread and may be deleted at any time, also in a slot of its own
    signals: what it waits for is cancelled, what it owns is given back. acquireAsync(), run() and
    \c co_await may be called from any thread, in which the object has to be there for as long as the
    call lasts; a thread without an event loop may then block in LeaseFuture::result(). All else may be
    called from the object's own thread only.
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
    \property redguard::Primitive::queuePosition
    \brief where the oldest request without an outcome stands in the server's queue: 1 for the next in
    turn, 0 where nothing is queued.

    As of the server's last word: whoever becomes the next in turn is told so, all others hear of their
    place when they look after the queue, at the latest once every ttl.
*/
int Primitive::queuePosition() const
{
    return d_ptr->m_position;
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

/*! Returns why the last request that did not succeed ended; it stays until another one does not. */
Error Primitive::error() const
{
    return d_ptr->error ? *d_ptr->error : Error();
}

/*! Returns the message of error(). */
QString Primitive::errorString() const
{
    return error().message();
}

/*!
    Waits as long as it takes. Returns the id of the request, which its signals carry.
*/
quint64 Primitive::acquire()
{
    return d_ptr->begin(Forever, {});
}

/*!
    Does not wait: what is not free at once is timedOut(). Returns the id of the request.
*/
quint64 Primitive::tryAcquire()
{
    return d_ptr->begin(0ms, {});
}

/*!
    Waits for \a timeout at most, also where the server does not answer; then timedOut(). Returns the id of
    the request.
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
    Cancels the request \a requestId. Returns false if it has its outcome already, or is not this object's.
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
    Extends the oldest acquisition that this object holds to its full ttl, or to what is left of
    \c maxHold, at once; whoever renews it otherwise goes on doing so. renewed() tells that it was, and
    lost() that the server had it no more. Asked for without a connection, it is done with the next.
    With Renewal::None this is what keeps a lease. Without one to extend, this does nothing.
*/
void Primitive::extend()
{
    d_ptr->extendOldest();
}

void Primitive::start(std::chrono::milliseconds timeout, const QObject *context, Callback callback)
{
    auto begin = [this, timeout, outlet = Outlet(std::move(callback), context)]() mutable {
        d_ptr->begin(timeout, std::move(outlet));
    };
    if (thread() == QThread::currentThread())
        begin();
    else
        QMetaObject::invokeMethod(this, std::move(begin), Qt::QueuedConnection);
}

/*!
    Asks for a Lease. Returns a future that ends with exactly one value, a Lease or an Error. Cancelling
    the future cancels the request, and alone ends it without a value. May be called from any thread.

    \a timeout as with acquireFor(); 0 does not wait, Forever waits as long as it takes.
*/
LeaseFuture Primitive::acquireAsync(std::chrono::milliseconds timeout)
{
    using Watcher = QFutureWatcher<Result<Lease>>;
    const auto promise = std::make_shared<QPromise<Result<Lease>>>();
    promise->start();
    const auto future = promise->future();
    const auto watcher = std::make_shared<QPointer<Watcher>>();
    auto finish = [promise, watcher](Result<Lease> result) {
        delete watcher->data(); // a copy of the future, and so of the lease
        promise->addResult(std::move(result));
        promise->finish();
    };
    auto begin = [this, timeout, future, watcher, outlet = Outlet(std::move(finish))]() mutable {
        *watcher = new Watcher(this);
        const quint64 id = d_ptr->begin(timeout, std::move(outlet));
        connect(*watcher, &Watcher::canceled, this, [this, id] { d_ptr->cancelOne(id); });
        (*watcher)->setFuture(future);
    };
    if (thread() == QThread::currentThread())
        begin();
    else
        QMetaObject::invokeMethod(this, std::move(begin), Qt::QueuedConnection);
    return LeaseFuture(future, thread());
}

// Of what does not change only: any thread may print it.
QDebug operator<<(QDebug debug, const Primitive *primitive)
{
    const QDebugStateSaver saver(debug);
    if (!primitive)
        return debug.nospace() << "redguard::Primitive(nullptr)";
    return debug.nospace() << primitive->metaObject()->className() << '(' << primitive->name() << ')';
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
                     Primitive::tr("The lease of \"%1\" was lost before the work ended").arg(lease.name()));
    return lease.info();
}

Error contextIsGone()
{
    return Error(ErrorCode::Cancelled, Primitive::tr("The context is gone"));
}

} // namespace detail

} // namespace redguard
