// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_SHAREDRESOURCEPOOL_H
#define REDGUARD_SHAREDRESOURCEPOOL_H

#include <RedGuard/primitive.h>

#include <QtCore/qpointer.h>

#include <vector>

namespace redguard {

// Carries the signals of SharedResourcePool<T>, since a template has none.
class REDGUARD_EXPORT ResourcePool : public QObject
{
    Q_OBJECT
    Q_PROPERTY(QString name READ name CONSTANT)
    Q_PROPERTY(int idle READ idle NOTIFY countsChanged)
    Q_PROPERTY(int busy READ busy NOTIFY countsChanged)

public:
    ~ResourcePool() override;

    [[nodiscard]] QString name() const;
    [[nodiscard]] Primitive *primitive() const { return m_primitive; }
    [[nodiscard]] virtual int idle() const = 0;
    [[nodiscard]] virtual int busy() const = 0;

Q_SIGNALS:
    void acquired(const redguard::LeaseInfo &lease);
    void released(const redguard::LeaseInfo &lease, redguard::ReleaseOutcome how);
    void lost(const redguard::LeaseInfo &lease, redguard::LossReason reason);
    void timedOut(quint64 requestId, const redguard::Error &error);
    void errorOccurred(quint64 requestId, const redguard::Error &error);
    void resourceCreated();
    void resourceDisposed();
    void countsChanged();

protected:
    ResourcePool(Primitive *primitive, QObject *parent);

private:
    Primitive *m_primitive;
};

template <typename T>
class SharedResourcePool;

// One resource, tied to its permit: given back when the last copy goes, or by release().
template <typename T>
class PooledResource
{
public:
    PooledResource() = default;

    [[nodiscard]] bool isNull() const { return !m_slot; }
    [[nodiscard]] T &operator*() const { return *m_slot->value; }
    [[nodiscard]] T *operator->() const { return m_slot->value.get(); }
    [[nodiscard]] const Lease &lease() const { return m_slot->lease; }
    void release() { m_slot.reset(); }

private:
    friend class SharedResourcePool<T>;
    struct Slot
    {
        QPointer<SharedResourcePool<T>> pool;
        std::shared_ptr<T> value;
        Lease lease;
        ~Slot()
        {
            if (pool)
                pool->takeBack(std::move(value), lease);
        }
    };

    std::shared_ptr<Slot> m_slot;
};

template <typename T>
class SharedResourcePool : public ResourcePool
{
public:
    using Factory = std::function<Result<T>()>;
    using Resource = PooledResource<T>;

    SharedResourcePool(Primitive *primitive, Factory factory, QObject *parent = nullptr)
        : ResourcePool(primitive, parent)
        , m_factory(std::move(factory))
    {
    }
    ~SharedResourcePool() override { clear(); }

    // Asked before an idle resource is handed out again; one that fails is disposed of.
    void setValidate(std::function<bool(T &)> validate) { m_validate = std::move(validate); }
    // Told of every resource that goes.
    void setDispose(std::function<void(T &)> dispose) { m_dispose = std::move(dispose); }

    [[nodiscard]] int idle() const override { return int(m_idle.size()); }
    [[nodiscard]] int busy() const override { return m_busy; }

    template <typename Functor>
    void acquireAsync(std::chrono::milliseconds timeout, const QObject *context, Functor &&callback);
    [[nodiscard]] QFuture<Result<Resource>> acquireAsync(std::chrono::milliseconds timeout = Forever);

    // Disposes of the idle resources.
    void clear();

private:
    friend struct PooledResource<T>::Slot;

    [[nodiscard]] Result<Resource> handOut(const Lease &lease);
    [[nodiscard]] std::shared_ptr<T> takeIdle();
    void takeBack(std::shared_ptr<T> value, Lease &lease);
    void dispose(T &value);

    Factory m_factory;
    std::function<bool(T &)> m_validate;
    std::function<void(T &)> m_dispose;
    std::vector<std::shared_ptr<T>> m_idle;
    int m_busy = 0;
};

template <typename T>
template <typename Functor>
void SharedResourcePool<T>::acquireAsync(std::chrono::milliseconds timeout, const QObject *context,
                                         Functor &&callback)
{
    primitive()->acquireAsync(
        timeout, context,
        [self = QPointer<SharedResourcePool<T>>(this),
         callback = std::forward<Functor>(callback)](const Result<Lease> &lease) mutable {
            if (!lease)
                callback(Result<Resource>(lease.error()));
            else if (self)
                callback(self->handOut(*lease));
        });
}

template <typename T>
QFuture<Result<PooledResource<T>>> SharedResourcePool<T>::acquireAsync(std::chrono::milliseconds timeout)
{
    auto promise = std::make_shared<QPromise<Result<Resource>>>();
    promise->start();
    auto future = promise->future();
    acquireAsync(timeout, this, [promise](const Result<Resource> &result) {
        promise->addResult(result);
        promise->finish();
    });
    return future;
}

template <typename T>
Result<PooledResource<T>> SharedResourcePool<T>::handOut(const Lease &lease)
{
    auto value = takeIdle();
    if (!value) {
        Result<T> made = m_factory();
        if (!made)
            return made.error();
        value = std::make_shared<T>(std::move(made).value());
        Q_EMIT resourceCreated();
    }
    Resource resource;
    resource.m_slot = std::make_shared<typename Resource::Slot>();
    resource.m_slot->pool = this;
    resource.m_slot->value = std::move(value);
    resource.m_slot->lease = lease;
    ++m_busy;
    Q_EMIT countsChanged();
    return resource;
}

template <typename T>
std::shared_ptr<T> SharedResourcePool<T>::takeIdle()
{
    while (!m_idle.empty()) {
        auto value = std::move(m_idle.back());
        m_idle.pop_back();
        if (!m_validate || m_validate(*value))
            return value;
        dispose(*value);
    }
    return nullptr;
}

// A resource whose permit was lost may be in use by the next holder's rules already: it is not reused.
template <typename T>
void SharedResourcePool<T>::takeBack(std::shared_ptr<T> value, Lease &lease)
{
    --m_busy;
    if (lease.wasLost())
        dispose(*value);
    else
        m_idle.push_back(std::move(value));
    lease.release();
    Q_EMIT countsChanged();
}

template <typename T>
void SharedResourcePool<T>::dispose(T &value)
{
    if (m_dispose)
        m_dispose(value);
    Q_EMIT resourceDisposed();
}

template <typename T>
void SharedResourcePool<T>::clear()
{
    for (auto &value : std::exchange(m_idle, {}))
        dispose(*value);
}

} // namespace redguard

#endif
