// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/leasefuture.h>
#include <RedGuard/primitive.h>

#include "redguard/logging.h"

#include <QtCore/qthread.h>

namespace redguard {

/*!
    \class redguard::LeaseFuture
    \inheaderfile RedGuard/LeaseFuture
    \inmodule RedGuard
    \brief The \qt{qfuture}{QFuture} that Primitive::acquireAsync() returns.

    result(), resultAt(), results(), takeResult() and waitForFinished() block until the outcome is
    there, which only the event loop of the guard's thread can bring. Called in that thread they would
    wait for themselves: they warn and return at once, with ErrorCode::WrongThread. A plain
    \qt{qfuture}{QFuture} that this was assigned to, or the one that \c{then()} returns, has no such
    guard.

    In any other thread they may block, also in one without an event loop: the outcome comes as long as
    the guard's thread runs its event loop, and at the latest when the guard goes. A future that was
    cancelled has no result of its own; the functions here give ErrorCode::Cancelled in its place.

    What \c{then()} is given runs in the thread of its context; without one in the guard's thread, or at once
    if the outcome is there already. That context has to be there until then, as Qt 6.4 would have it;
    the one of Primitive::acquireAsync() with a callback need not.
*/

LeaseFuture::LeaseFuture(const QFuture<Result<Lease>> &future, const QThread *home)
    : QFuture<Result<Lease>>(future)
    , m_home(home)
{
}

bool LeaseFuture::wouldWaitForItself() const
{
    if (isFinished() || m_home != QThread::currentThread())
        return false;
    qCWarning(lcPrimitive) << "Waiting for an acquisition in the thread of its guard would never end";
    return true;
}

// Why there is no result.
Error LeaseFuture::waitForResult() const
{
    if (wouldWaitForItself())
        return Error(ErrorCode::WrongThread,
                     Primitive::tr("The outcome is not there, and would never come while this thread waits"));
    QFuture<Result<Lease>>(*this).waitForFinished();
    return resultCount() > 0 ? Error()
                             : Error(ErrorCode::Cancelled, Primitive::tr("The request was cancelled"));
}

Result<Lease> LeaseFuture::result() const
{
    return resultAt(0);
}

Result<Lease> LeaseFuture::resultAt(int index) const
{
    if (const Error error = waitForResult())
        return error;
    return QFuture<Result<Lease>>::resultAt(index);
}

QList<Result<Lease>> LeaseFuture::results() const
{
    if (const Error error = waitForResult())
        return {error};
    return QFuture<Result<Lease>>::results();
}

Result<Lease> LeaseFuture::takeResult()
{
    if (const Error error = waitForResult())
        return error;
    return QFuture<Result<Lease>>::takeResult();
}

void LeaseFuture::waitForFinished()
{
    if (!wouldWaitForItself())
        QFuture<Result<Lease>>::waitForFinished();
}

} // namespace redguard
