// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "redguard/redguard_p.h"

#include "redguard/primitive_p.h"
#include "redguard/serverreply.h"
#include "scripts/keys.h"
#include "scripts/reply.h"

namespace redguard {

using namespace Qt::StringLiterals;

/*!
    \class redguard::RedGuard
    \inmodule RedGuard
    \brief The factory and the connection: made from a URL, it makes everything else.

    What it makes is its child and speaks to the server over its one connection, in the event loop of
    the thread it lives in. It connects by itself, and again whenever the connection is lost; what was
    asked for meanwhile is asked then.

    URLs: \c redis://[user:password@]host[:port][/database], \c unix:///path/to/socket[?db=N],
    \c local: or \c local:NAME for a private server of this machine and user that is started on demand
    (see LocalServer). The password is never part of url(), of an error or of a log line.

    stateChanged() tells of the connection. errorOccurred() tells why it was lost or did not come
    about; waiting requests go on waiting, unless the server refused for good (a wrong password, a
    missing database, no server program to start), which fails them.

    Destroying the guard while connected gives back everything that its children hold: it is written
    and flushed once, without waiting for an answer. close() does the same in order, waits for the
    answers (as long as for any other) and says closed().
*/

RedGuard::RedGuard(const QString &url, const QString &nameSpace, const GuardOptions &options, QObject *parent)
    : RedGuard(std::make_unique<RedGuardPrivate>(std::make_shared<Session>(url, options), nameSpace), parent)
{
}

// Queued: they come from inside the socket's signals, where a slot must not run an event loop.
RedGuard::RedGuard(std::unique_ptr<RedGuardPrivate> d, QObject *parent)
    : QObject(parent)
    , d_ptr(std::move(d))
{
    const Session *session = d_ptr->session.get();
    connect(session, &Session::stateChanged, this, &RedGuard::stateChanged, Qt::QueuedConnection);
    connect(session, &Session::errorOccurred, this, &RedGuard::errorOccurred, Qt::QueuedConnection);
    connect(session, &Session::closed, this, &RedGuard::closed, Qt::QueuedConnection);
}

RedGuard::~RedGuard()
{
    const Session::Batch batch(*d_ptr->session);
    d_ptr->session->disconnect(this);
    // Nobody is left to send a script again that the server has forgotten.
    net::Connection *connection = d_ptr->session->connection();
    if (connection)
        connection->sendWholeScripts(true);
    d_ptr->session->abandonAll(this);
    if (connection)
        connection->sendWholeScripts(false);
}

RedGuard *RedGuard::fromUrl(const QString &url, const QString &nameSpace, QObject *parent)
{
    return new RedGuard(url, nameSpace, {}, parent);
}

RedGuard *RedGuard::fromUrl(const QUrl &url, const QString &nameSpace, QObject *parent)
{
    return fromUrl(url.toString(QUrl::FullyEncoded), nameSpace, parent);
}

RedGuard *RedGuard::withNamespace(const QString &nameSpace, QObject *parent)
{
    auto d = std::make_unique<RedGuardPrivate>(d_ptr->session, nameSpace);
    return new RedGuard(std::move(d), parent);
}

QString RedGuard::url() const
{
    return d_ptr->session->url();
}

QString RedGuard::nameSpace() const
{
    return d_ptr->nameSpace;
}

ConnectionState RedGuard::state() const
{
    return d_ptr->session->state();
}

Error RedGuard::error() const
{
    return d_ptr->session->error();
}

QString RedGuard::errorString() const
{
    return error().message();
}

Lock *RedGuard::lock(const QString &name, const LockOptions &options)
{
    return create<Lock>(name, options);
}

Semaphore *RedGuard::semaphore(const QString &name, const SemaphoreOptions &options)
{
    return create<Semaphore>(name, options);
}

RateLimiter *RedGuard::limiter(const QString &name, const RateLimiterOptions &options)
{
    return create<RateLimiter>(name, options);
}

/*!
    Cancels what waits and gives back what is held, by whomever; closed() follows once the server has
    answered, or has not for as long as a command may take. Requests made later are refused. Guards
    that share the connection are closed with it.
*/
void RedGuard::close()
{
    closeWithin(d_ptr->session->options().commandTimeout);
}

/*!
    As close(), but the server has until \a deadline to answer. Nothing blocks.
*/
void RedGuard::closeWithin(std::chrono::milliseconds deadline)
{
    d_ptr->session->closeInOrder(deadline);
}

namespace {

// Answers one status question, and goes.
class StatusQuestion : public QObject, public net::Caller
{
public:
    StatusQuestion(const QString &name, const QObject *context,
                   std::function<void(const Result<Status> &)> callback)
        : m_name(name)
        , m_context(context)
        , m_callback(std::move(callback))
    {
    }

    void ask(net::Connection &connection, const QByteArray &key)
    {
        using scripts::Kind;
        QByteArrayList keys {key};
        for (const Kind kind : {Kind::Lock, Kind::Semaphore})
            keys << scripts::helperKey(key, kind, "queue") << scripts::helperKey(key, kind, "fence");
        net::Arguments arguments(keys);
        connection.call(scripts::status(), arguments << MostHolders, this, 0);
    }

    void answered(int, const net::Answer &answer) override
    {
        auto status = scripts::decodeStatus(answer.value);
        if (!status) {
            finish(refusalOf(answer.value).error);
            return;
        }
        status->name = m_name;
        finish(*status);
    }

    // From the event loop, as everything that reaches the user.
    void finish(const Result<Status> &result)
    {
        const auto tell = [this, result] {
            deleteLater();
            if (const auto callback = std::exchange(m_callback, {}); callback && m_context)
                callback(result);
        };
        QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
    }

private:
    static constexpr qint64 MostHolders = 100;

    QString m_name;
    QPointer<const QObject> m_context;
    std::function<void(const Result<Status> &)> m_callback;
};

} // namespace

/*!
    Looks at \a name from outside and calls \a callback with what is there, unless \a context is gone
    by then. Without a connection, or if it is lost meanwhile, the result is an error.
*/
void RedGuard::status(const QString &name, const QObject *context,
                      std::function<void(const Result<Status> &)> callback)
{
    auto *question = new StatusQuestion(name, context, std::move(callback));
    const auto key = scripts::keyOf(nameSpace(), name);
    net::Connection *connection = d_ptr->session->connection();
    if (!key) {
        question->finish(key.error());
    } else if (!d_ptr->session->isReady()) {
        question->finish(
            Error(ErrorCode::NotConnected, u"There is no connection to ask about \"%1\""_s.arg(name)));
    } else {
        connect(connection, &net::Connection::stateChanged, question, [question] {
            question->finish(
                Error(ErrorCode::NotConnected, u"The connection was lost before the answer came"_s));
        });
        question->ask(*connection, *key);
    }
}

} // namespace redguard
