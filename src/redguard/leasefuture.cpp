// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/leasefuture.h>

#include "redguard/logging.h"

#include <QtCore/qthread.h>

namespace redguard {

using namespace Qt::StringLiterals;

/*!
    \class redguard::LeaseFuture
    \inmodule RedGuard
    \brief The QFuture that Primitive::acquireAsync() returns.

    result(), takeResult() and waitForFinished() block until the outcome is there, which only the
    event loop of the guard's thread can bring. Called in that thread they would wait for themselves:
    they warn and return at once, with ErrorCode::WrongThread. A plain QFuture that this was assigned
    to has no such guard.
*/

LeaseFuture::LeaseFuture(const QFuture<Result<Lease>> &future, QObject *guard)
    : QFuture<Result<Lease>>(future)
    , m_guard(guard)
{
}

bool LeaseFuture::wouldWaitForItself() const
{
    if (isFinished() || !m_guard || m_guard->thread() != QThread::currentThread())
        return false;
    qCWarning(lcPrimitive) << "Waiting for an acquisition in the thread of its guard would never end";
    return true;
}

Result<Lease> LeaseFuture::result() const
{
    if (wouldWaitForItself())
        return Error(ErrorCode::WrongThread,
                     u"The outcome is not there, and would never come while this thread waits"_s);
    return QFuture<Result<Lease>>::result();
}

Result<Lease> LeaseFuture::takeResult()
{
    if (wouldWaitForItself())
        return result();
    return QFuture<Result<Lease>>::takeResult();
}

void LeaseFuture::waitForFinished()
{
    if (!wouldWaitForItself())
        QFuture<Result<Lease>>::waitForFinished();
}

} // namespace redguard
