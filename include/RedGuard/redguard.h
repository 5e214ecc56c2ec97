// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_REDGUARD_H
#define REDGUARD_REDGUARD_H

#include <RedGuard/lock.h>
#include <RedGuard/ratelimiter.h>
#include <RedGuard/semaphore.h>
#include <RedGuard/sharedresourcepool.h>
#include <RedGuard/statistics.h>
#include <RedGuard/status.h>

#include <QtCore/qurl.h>
#include <QtNetwork/qtnetworkglobal.h>

#if QT_CONFIG(ssl)
#include <QtNetwork/qsslconfiguration.h>
#endif

#include <optional>

namespace redguard {

class RedGuardPrivate;

struct GuardOptions
{
    std::chrono::milliseconds connectTimeout = std::chrono::seconds(5); // for the socket and the handshake
    std::chrono::milliseconds commandTimeout =
        std::chrono::seconds(5); // for one reply; unanswered is unknown
    std::chrono::milliseconds healthCheckInterval =
        std::chrono::seconds(15);                                    // an idle connection is asked this often
    double drift = 0.01;                                             // how far two clocks' rates may differ
    std::chrono::milliseconds margin = std::chrono::milliseconds(2); // taken off every deadline
    int replicas = 0; // that have to confirm what is acquired, each time
    std::chrono::milliseconds replicaTimeout = std::chrono::seconds(1); // for their confirmation
    int maxRequests = 100'000; // under way or held at once; one more is refused
    QString clientName = {};   // who holds, for others to read; empty: program@host
#if QT_CONFIG(ssl)
    std::optional<QSslConfiguration> sslConfiguration = {}; // for a URL with TLS, whose files come on top
#endif
};

class REDGUARD_EXPORT RedGuard : public QObject
{
    Q_OBJECT
    Q_PROPERTY(QString url READ url CONSTANT)
    Q_PROPERTY(QString nameSpace READ nameSpace CONSTANT)
    Q_PROPERTY(redguard::ConnectionState state READ state NOTIFY stateChanged)
    Q_PROPERTY(redguard::Error error READ error NOTIFY errorOccurred)
    Q_PROPERTY(QString errorString READ errorString NOTIFY errorOccurred)
    Q_PROPERTY(redguard::Statistics statistics READ statistics NOTIFY statisticsChanged)

public:
    explicit RedGuard(const QString &url, const QString &nameSpace = {}, const GuardOptions &options = {},
                      QObject *parent = nullptr);
    ~RedGuard() override;

    [[nodiscard]] static RedGuard *fromUrl(const QString &url, const QString &nameSpace = {},
                                           QObject *parent = nullptr);
    [[nodiscard]] static RedGuard *fromUrl(const QUrl &url, const QString &nameSpace = {},
                                           QObject *parent = nullptr);
    // A guard of another namespace on this one's connection.
    [[nodiscard]] RedGuard *withNamespace(const QString &nameSpace, QObject *parent = nullptr);

    [[nodiscard]] QString url() const;
    [[nodiscard]] QString nameSpace() const;
    [[nodiscard]] ConnectionState state() const;
    [[nodiscard]] Error error() const;
    [[nodiscard]] QString errorString() const;
    [[nodiscard]] Statistics statistics() const;

    [[nodiscard]] Lock *lock(const QString &name, const LockOptions &options = {});
    [[nodiscard]] Semaphore *semaphore(const QString &name, const SemaphoreOptions &options);
    [[nodiscard]] RateLimiter *limiter(const QString &name, const RateLimiterOptions &options);

    template <typename P>
    [[nodiscard]] P *create(const QString &name, const typename P::Options &options)
    {
        return new P(this, name, options, this);
    }

    template <typename T, typename P = Semaphore>
    [[nodiscard]] SharedResourcePool<T> *pool(const QString &name,
                                              typename SharedResourcePool<T>::Factory factory,
                                              const typename P::Options &options)
    {
        return new SharedResourcePool<T>(create<P>(name, options), std::move(factory), this);
    }

    void status(const QString &name, const QObject *context,
                std::function<void(const Result<Status> &)> callback);

    void survey(const QObject *context, std::function<void(const Result<QList<Status>> &)> callback);

    // In place of the URL's, at once and for every later connection.
    void setCredentials(const QString &user, const QString &password);

    void closeWithin(std::chrono::milliseconds deadline);

public Q_SLOTS:
    void close();

Q_SIGNALS:
    void stateChanged(redguard::ConnectionState state);
    void errorOccurred(const redguard::Error &error);
    void statisticsChanged();
    void serverWarning(redguard::ServerWarning warning, const QString &message);
    void closed();

protected:
    void connectNotify(const QMetaMethod &signal) override;

private:
    explicit RedGuard(std::unique_ptr<RedGuardPrivate> d, QObject *parent);

    friend class Primitive;
    friend class PrimitivePrivate;
    Q_DISABLE_COPY_MOVE(RedGuard)
    Q_DECLARE_PRIVATE(RedGuard)
    std::unique_ptr<RedGuardPrivate> d_ptr;
};

REDGUARD_EXPORT QDebug operator<<(QDebug debug, const RedGuard *guard);

} // namespace redguard

#endif
