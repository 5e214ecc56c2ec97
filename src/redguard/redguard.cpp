// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "redguard/redguard_p.h"

#include "redguard/primitive_p.h"
#include "redguard/survey.h"
#include "scripts/keys.h"

#include <QtCore/qmetaobject.h>

namespace redguard {

namespace {

Error notConnected()
{
    return Error(ErrorCode::NotConnected, RedGuard::tr("There is no connection to ask through"));
}

} // namespace

/*!
    \class redguard::RedGuard
    \inheaderfile RedGuard/RedGuard
    \inmodule RedGuard
    \brief The factory and the connection: made from a URL, it makes everything else.

    \snippet tst_docstarting.cpp lock

    What it makes is its child and speaks to the server over its one connection, in the event loop of
    the thread it lives in. It connects by itself, and again whenever the connection is lost; what was
    asked for meanwhile is asked then.

    URLs, as text; user and password are percent-encoded, an unknown query key is an error:

    \table
    \header \li URL \li what it stands for
    \row \li \c redis://[user:password@]host[:port][/database] \li one server; \c valkey is the same
    \row \li \c rediss://, \c valkeys:// \li the same with TLS: peer and host are verified, and it never falls
        back to plain text; \c ?ssl_ca_certs=, \c ssl_certfile= and \c ssl_keyfile= name files
    \row \li \c redis-sentinel://[user:password@]host[:port],host...[/database]?master_name=NAME
        \li the primary that Sentinels name (rediss-sentinel: with TLS), asked anew for each connection;
        \c sentinel_username= and \c sentinel_password= are for the Sentinels
    \row \li \c redis-cluster://[user:password@]host[:port],host... \li a Cluster, by some of its nodes
        (rediss-cluster: with TLS)
    \row \li \c unix:///path/to/socket[?db=N] \li one server of this machine
    \row \li \c local:, \c local:NAME \li a private server of this machine and user that is started on
        demand (see LocalServer)
    \endtable

    The password is never part of url(), of an error or of a log line. In a query, \c %40 and \c %26 stand
    for @ and &.

    With TLS, \c ssl_ca_certs is trusted in place of the system's authorities, and \c ssl_password opens
    the client's key. These files are in PEM and are read for every connection, so that a renewed
    certificate counts from the next one on. They come on top of GuardOptions::sslConfiguration, which
    says all else; that the peer is verified, and TLS 1.2 as the least, it cannot change.

    A peer that vanishes without a word is noticed by the health check, by a command that is not
    answered within GuardOptions::commandTimeout, and by TCP: keep-alive after 15 s without a byte and
    then each 5 s, three times, and on Linux bytes that nobody acknowledges for
    GuardOptions::commandTimeout (\c TCP_USER_TIMEOUT).

    The least that the server's user has to be allowed is in \l{Security}, ready to be included.
    Beyond it, INFO is of use for serverWarning(), CLIENT LIST to be told who a holder is, SCAN for
    survey(), and WAIT is needed for GuardOptions::replicas. A Sentinel's user needs
    \c{+auth +sentinel|get-master-addr-by-name +sentinel|sentinels +subscribe &+switch-master}.

    stateChanged() tells of the connection; with a Cluster, Connected means that every server that holds
    keys is. Where one is lost, it comes first, and then errorOccurred() tells why, as it does of one
    that did not come about; both come from the event loop. Waiting requests go on waiting, unless the
    server refused for good (a wrong password, a missing database, no server program to start), which
    fails them. While there is no connection, requests wait for it, each for as long as it was given,
    and are sent in the order in which they were made; more than GuardOptions::maxRequests under way or
    held fail with TooManyRequests.

    After a lost connection, what is held is validated first, then waiters take their places again;
    what was written and not answered is asked for again with the same token, and so has one effect.
    With a Cluster, a slot that moves is the same to what is held in it and waited for.

    With GuardOptions::replicas, an acquisition counts only once so many replicas have confirmed it
    (WAIT, for at most GuardOptions::replicaTimeout), a round trip more; otherwise it is given back and
    fails with NotReplicated. While the server waits for them it answers nothing else of this guard.
    That narrows what a failover can lose, and does not make it impossible: a primary that is cut off,
    or a replica that was not asked, can still be behind.

    serverWarning() tells once of each thing about a server that puts the promises at risk: it evicts
    keys, does not log its writes (appendonly; local: servers are meant not to), or is too old. It
    needs the permission for INFO, and is silent without.

    A guard and all that it makes live in the thread in which it was made, which has to run an event
    loop; it cannot be moved to another. Where nothing else is said, a function is called in that
    thread only. Primitive::acquireAsync(), Primitive::run(), \c co_await and all of Lease may be used
    from any thread.

    What goes wrong without being an error of a request, and what is used wrongly, is logged too, with
    a category for each part: \c redguard.connection (the server, its URL and options),
    \c redguard.primitive (a request that cannot be made, a wait that would never end, a hold that
    was lost) and \c redguard.local (the private server). All begin at the level of warnings and are
    quiet while all goes well; \c{QT_LOGGING_RULES="redguard.*=true"} has them tell of every
    connection and request. No line holds a password or a token.

    Messages of errors are translated when the error is made, by the translators of the application.

    Destroying the guard while connected gives back everything that its children hold: it is written
    and flushed once, without waiting for an answer. close() does the same in order, waits for the
    answers (as long as for any other) and says closed().
*/

/*!
    A guard for the server at \a url, with \a options and \a parent. Every name is prefixed with
    \a nameSpace and a colon, unless that is empty. It connects from the event loop on.

    A \a url or an option that cannot be used is told by errorOccurred(), with ErrorCode::InvalidUrl or
    ErrorCode::InvalidArgument, and ends every request.
*/
RedGuard::RedGuard(const QString &url, const QString &nameSpace, const GuardOptions &options, QObject *parent)
    : RedGuard(std::make_unique<RedGuardPrivate>(std::make_shared<Session>(url, options), nameSpace), parent)
{
}

// Queued: they come from the midst of a connection that is made or dropped, and behind the outcomes of it.
RedGuard::RedGuard(std::unique_ptr<RedGuardPrivate> d, QObject *parent)
    : QObject(parent)
    , d_ptr(std::move(d))
{
    const Session *session = d_ptr->session.get();
    connect(session, &Session::stateChanged, this, &RedGuard::stateChanged, Qt::QueuedConnection);
    connect(session, &Session::errorOccurred, this, &RedGuard::errorOccurred, Qt::QueuedConnection);
    connect(session, &Session::serverWarning, this, &RedGuard::serverWarning, Qt::QueuedConnection);
    connect(session, &Session::closed, this, &RedGuard::closed, Qt::QueuedConnection);
    d_ptr->statisticsTimer.setTimerType(Qt::VeryCoarseTimer);
    connect(&d_ptr->statisticsTimer, &QTimer::timeout, this, [this] {
        if (!isSignalConnected(QMetaMethod::fromSignal(&RedGuard::statisticsChanged)))
            d_ptr->statisticsTimer.stop();
        else if (std::exchange(d_ptr->toldRoundTrips, statistics().roundTrips) != statistics().roundTrips)
            Q_EMIT statisticsChanged();
    });
}

/*! Gives back what its children hold: see above. */
RedGuard::~RedGuard()
{
    const net::Cork cork(d_ptr->session->connections());
    d_ptr->session->disconnect(this);
    // Nobody is left to send a script again that the server has forgotten.
    d_ptr->session->sendWholeScripts(true);
    d_ptr->session->abandonAll(this);
    d_ptr->session->sendWholeScripts(false);
}

/*!
    Returns a new guard for \a url, \a nameSpace and \a parent, with the default options.
*/
RedGuard *RedGuard::fromUrl(const QString &url, const QString &nameSpace, QObject *parent)
{
    return new RedGuard(url, nameSpace, {}, parent);
}

/*!
    \overload
    Returns a new guard for \a url, \a nameSpace and \a parent. A \qt{qurl}{QUrl} cannot hold several
    hosts: for Sentinel and Cluster use text.
*/
RedGuard *RedGuard::fromUrl(const QUrl &url, const QString &nameSpace, QObject *parent)
{
    return fromUrl(url.toString(QUrl::FullyEncoded), nameSpace, parent);
}

/*!
    Returns a guard of \a nameSpace, a child of \a parent, on the connection of this one. The connection
    lasts as long as one of them does.
*/
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

/*!
    \property redguard::RedGuard::statistics
    \brief how the connections fare.

    \c{statisticsChanged()} says so at most once a second, and only while
    somebody is connected to it and anything was answered since.
*/
Statistics RedGuard::statistics() const
{
    return d_ptr->session->statistics();
}

void RedGuard::connectNotify(const QMetaMethod &signal)
{
    if (signal == QMetaMethod::fromSignal(&RedGuard::statisticsChanged) && !d_ptr->statisticsTimer.isActive())
        d_ptr->statisticsTimer.start(std::chrono::seconds(1));
}

/*! Returns a new lock of this \a name with \a options. It is a child of the guard. */
Lock *RedGuard::lock(const QString &name, const LockOptions &options)
{
    return create<Lock>(name, options);
}

/*! Returns a new semaphore of this \a name with \a options. It is a child of the guard. */
Semaphore *RedGuard::semaphore(const QString &name, const SemaphoreOptions &options)
{
    return create<Semaphore>(name, options);
}

/*! Returns a new limiter of this \a name with \a options. It is a child of the guard. */
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
    Has every connection of this guard, and of those that share it, log in as \a user with \a password:
    those that there are at once, those that are made later when they are made. Nothing that is held or
    waits is lost by it. An empty \a user is the server's user "default"; a Sentinel's own login stays.

    What the server refuses, errorOccurred() tells with ErrorCode::AccessDenied, and the connection ends,
    as with a wrong password in the URL. After such a refusal, new credentials are tried at once.
*/
void RedGuard::setCredentials(const QString &user, const QString &password)
{
    d_ptr->session->setCredentials(user, password);
}

/*!
    As close(), but the server has until \a deadline to answer. Nothing blocks.
*/
void RedGuard::closeWithin(std::chrono::milliseconds deadline)
{
    d_ptr->session->closeInOrder(deadline);
}

// Of what does not change only: any thread may print it.
QDebug operator<<(QDebug debug, const RedGuard *guard)
{
    const QDebugStateSaver saver(debug);
    if (!guard)
        return debug.nospace() << "redguard::RedGuard(nullptr)";
    return debug.nospace() << guard->metaObject()->className() << '(' << guard->url() << ", "
                           << guard->nameSpace() << ')';
}

/*!
    Looks at \a name from outside and calls \a callback with what is there, unless \a context is gone
    by then. Without a connection, or if it is lost meanwhile, the result is an error.

    Who the holders are is known where their guards are connected and this one may see the server's
    list of clients (CLIENT LIST); a Python program's holds have a token only.
*/
void RedGuard::status(const QString &name, const QObject *context,
                      std::function<void(const Result<Status> &)> callback)
{
    auto *survey = new Survey(nameSpace(), context,
                              [callback = std::move(callback)](const Result<QList<Status>> &result) {
                                  callback(result ? Result<Status>(result->first()) : result.error());
                              });
    const auto key = scripts::keyOf(nameSpace(), name);
    if (!key)
        survey->finish(key.error());
    else if (d_ptr->session->state() == ConnectionState::Connected)
        survey->askOne(*d_ptr->session->topology(), name, *key);
    else
        survey->finish(notConnected());
}

/*!
    Looks at every name of this guard's namespace, as status() does at one, and calls \a callback with
    what is there in no order, unless \a context is gone by then. A lock or semaphore is found for a
    day after its last use. Without a namespace, limiters and what only Python programs used are not
    found, since any key of the database could be one.

    This walks all keys of the server (SCAN), a thousand at a time: for a human who looks, not for a
    program's rules.
*/
void RedGuard::survey(const QObject *context, std::function<void(const Result<QList<Status>> &)> callback)
{
    auto *survey = new Survey(nameSpace(), context, std::move(callback));
    if (d_ptr->session->state() == ConnectionState::Connected)
        survey->askAll(*d_ptr->session->topology());
    else
        survey->finish(notConnected());
}

} // namespace redguard
