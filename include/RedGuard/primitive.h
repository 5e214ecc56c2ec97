// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_PRIMITIVE_H
#define REDGUARD_PRIMITIVE_H

#include <RedGuard/leasefuture.h>

#include <QtCore/qobject.h>

#include <functional>
#include <type_traits>

namespace redguard {

class RedGuard;
class PrimitivePrivate;

class REDGUARD_EXPORT Primitive : public QObject
{
    Q_OBJECT
    Q_PROPERTY(QString name READ name CONSTANT)
    Q_PROPERTY(bool held READ isHeld NOTIFY heldChanged)
    Q_PROPERTY(bool pending READ isPending NOTIFY pendingChanged)
    Q_PROPERTY(int queuePosition READ queuePosition NOTIFY queuePositionChanged)
    Q_PROPERTY(qint64 remainingTime READ remainingMilliseconds NOTIFY remainingTimeChanged)

public:
    using Callback = std::function<void(Result<Lease>)>;

    ~Primitive() override;

    [[nodiscard]] QString name() const;
    [[nodiscard]] bool isHeld() const;
    [[nodiscard]] bool isPending() const;
    [[nodiscard]] int queuePosition() const;
    [[nodiscard]] std::chrono::milliseconds remainingTime() const;
    [[nodiscard]] Error error() const;
    [[nodiscard]] QString errorString() const;

    [[nodiscard]] LeaseFuture acquireAsync(std::chrono::milliseconds timeout = Forever);

    template <typename Functor>
    void acquireAsync(std::chrono::milliseconds timeout, const QObject *context, Functor &&callback)
    {
        start(timeout, context, Callback(std::forward<Functor>(callback)));
    }

    template <typename Work>
    QFuture<Result<LeaseInfo>> run(const QObject *context, Work &&work)
    {
        return run(Forever, context, std::forward<Work>(work));
    }
    template <typename Work>
    QFuture<Result<LeaseInfo>> run(std::chrono::milliseconds timeout, const QObject *context, Work &&work);

    bool cancelRequest(quint64 requestId);

public Q_SLOTS:
    quint64 acquire();
    quint64 tryAcquire();
    quint64 acquireFor(std::chrono::milliseconds timeout);
    void cancel();
    void release();
    void extend();

Q_SIGNALS:
    void acquired(const redguard::LeaseInfo &lease);
    void released(const redguard::LeaseInfo &lease, redguard::ReleaseOutcome how);
    void lost(const redguard::LeaseInfo &lease, redguard::LossReason reason);
    void timedOut(quint64 requestId, const redguard::Error &error);
    void cancelled(quint64 requestId);
    void errorOccurred(quint64 requestId, const redguard::Error &error);
    void queued(quint64 requestId, int position);
    void renewed(const redguard::LeaseInfo &lease);
    void atRisk(const redguard::LeaseInfo &lease, std::chrono::milliseconds remaining);

    void heldChanged();
    void pendingChanged();
    void queuePositionChanged();
    void remainingTimeChanged();

protected:
    Primitive(std::unique_ptr<PrimitivePrivate> d, QObject *parent);

    std::unique_ptr<PrimitivePrivate> d_ptr;

private:
    void start(std::chrono::milliseconds timeout, const QObject *context, Callback callback);
    [[nodiscard]] qint64 remainingMilliseconds() const { return remainingTime().count(); }

    friend class RedGuard;
    Q_DISABLE_COPY_MOVE(Primitive)
    Q_DECLARE_PRIVATE(Primitive)
};

REDGUARD_EXPORT QDebug operator<<(QDebug debug, const Primitive *primitive);

namespace detail {

template <typename Work>
decltype(auto) invokeWork(Work &work, const Lease &lease)
{
    if constexpr (std::is_invocable_v<Work &, const Lease &>)
        return work(lease);
    else
        return work();
}

template <typename T>
struct IsFuture : std::false_type
{
};
template <typename T>
struct IsFuture<QFuture<T>> : std::true_type
{
    using Value = T;
};

REDGUARD_EXPORT Result<LeaseInfo> outcomeOfWork(const Lease &lease);
REDGUARD_EXPORT Error contextIsGone();
REDGUARD_EXPORT void whenFinished(const QFuture<void> &future, std::function<void()> then);

} // namespace detail

// The lease is released when `work` returns, or when the QFuture that it returns has ended.
template <typename Work>
QFuture<Result<LeaseInfo>> Primitive::run(std::chrono::milliseconds timeout, const QObject *context,
                                          Work &&work)
{
    using Returned = decltype(detail::invokeWork(work, std::declval<const Lease &>()));
    auto promise = std::make_shared<QPromise<Result<LeaseInfo>>>();
    promise->start();
    auto future = promise->future();
    // Whoever drops the last reference without an answer, such as a context that died, ends the future.
    std::shared_ptr<void> unanswered(nullptr, [promise](void *) {
        if (promise->future().resultCount() == 0)
            promise->addResult(Result<LeaseInfo>(detail::contextIsGone()));
        promise->finish();
    });
    auto body = [promise, unanswered, work = std::forward<Work>(work)](const Result<Lease> &result) mutable {
        if (!result) {
            promise->addResult(Result<LeaseInfo>(result.error()));
            return;
        }
        Lease lease = *result;
        if constexpr (detail::IsFuture<std::decay_t<Returned>>::value) {
            detail::whenFinished(QFuture<void>(detail::invokeWork(work, lease)),
                                 [promise, unanswered, lease]() mutable {
                                     promise->addResult(detail::outcomeOfWork(lease));
                                     lease.release();
                                 });
        } else {
            detail::invokeWork(work, lease);
            promise->addResult(detail::outcomeOfWork(lease));
            lease.release();
        }
    };
    unanswered.reset();
    acquireAsync(timeout, context, std::move(body));
    return future;
}

} // namespace redguard

#endif
