// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include <RedGuard/localserver.h>

#include "local/localserver_p.h"
#include "local/serverprogram.h"

namespace redguard {

using namespace Qt::StringLiterals;

/*!
    \class redguard::LocalServer
    \inheaderfile RedGuard/LocalServer
    \inmodule RedGuard
    \brief A private redis-server or valkey-server for one machine, so that nothing has to be set up.

    A \e shared server is one per user and name. The first process that asks for it starts it, every
    other one of the same user finds it, and it goes on when they have all ended, until stop() or the
    end of the session. The URL \c{local:NAME} of redguard::RedGuard does the same.

    \snippet tst_docserver.cpp shared

    Its socket lies in a folder that nobody else can enter: \c redguard/NAME in the
    \l{https://doc.qt.io/qt-6/qstandardpaths.html}{runtime location}; where there is none, in
    \c{/run/user/UID} or \c{redguard-UID} of the temporary folder. A folder that belongs to somebody
    else, or that others can get at, is refused. It is started under a lock, so that any number of
    processes may start it at once. A server whose starter died is adopted, the socket of one that
    died is replaced. It opens no TCP port, writes nothing to disk but its log, is capped at 64 MB and
    never evicts a key.

    A \e temporary server is for tests: every object has one of its own, which ends with the object
    and, on Linux, with the process, however that ends. (A process that was killed leaves a folder with
    an empty socket in the temporary location.)

    \snippet tst_docserver.cpp temporary

    The binary is redis-server, else valkey-server, from \c PATH or the usual folders; the environment
    variable \c REDGUARD_SERVER names another one, by name or absolute path.

    Nothing here waits: every function returns at once and every signal but stateChanged() comes from
    the event loop. An object may be deleted from a slot of its own signals. Like any
    \qt{qobject}{QObject} it is to be used in its own thread only. On Windows, start() ends with
    ErrorCode::NotSupported.

    \since 0.1
*/

/*!
    \enum redguard::LocalServer::Mode

    \value Shared     One per user and name; found by other processes, outlives this one.
    \value Temporary  This object's own. On Linux it is killed when the thread that called start()
                      ends, which is the same as the end of the process for the main thread.
*/

/*!
    \enum redguard::LocalServer::State

    \value Stopped   No server is known to run. Before the first start() or probe() it may do.
    \value Starting  start() was called.
    \value Running   A server answers. Whoever ends it, the state changes.
    \value Stopping  stop() was called.
*/

/*! The shared server with the name "default"; a child of \a parent. */
LocalServer::LocalServer(QObject *parent)
    : LocalServer(u"default"_s, parent)
{
}

/*!
    The shared server with this \a name, a child of \a parent. The name is made of ASCII letters,
    digits, '-', '_' and '.', the first of them no '.'; with any other name start(), stop() and probe()
    fail with ErrorCode::InvalidArgument.
*/
LocalServer::LocalServer(const QString &name, QObject *parent)
    : QObject(parent)
    , d_ptr(std::make_unique<LocalServerPrivate>(this, name))
{
}

/*!
    With the \a mode Mode::Temporary a server of its own, without a name; with Mode::Shared the default one.
    A child of \a parent.
*/
LocalServer::LocalServer(Mode mode, QObject *parent)
    : QObject(parent)
    , d_ptr(mode == Mode::Temporary ? std::make_unique<LocalServerPrivate>(this)
                                    : std::make_unique<LocalServerPrivate>(this, u"default"_s))
{
}

/*! Kills a temporary server, without waiting for it; leaves a shared one running. */
LocalServer::~LocalServer() = default;

QString LocalServer::name() const
{
    return d_func()->name();
}

LocalServer::Mode LocalServer::mode() const
{
    return d_func()->isTemporary() ? Mode::Temporary : Mode::Shared;
}

QStringList LocalServer::arguments() const
{
    return d_func()->arguments;
}

/*!
    Puts \a arguments on the command line for the next start() of a temporary server, after and so
    stronger than the library's own: \c{{"--port", "7000"}}, \c{{"--rename-command", "HELLO", ""}}. The
    socket is to stay where it is. With a shared server, which others would find changed, start() then
    fails with ErrorCode::InvalidArgument.
*/
void LocalServer::setArguments(const QStringList &arguments)
{
    Q_D(LocalServer);
    d->arguments = arguments;
}

LocalServer::State LocalServer::state() const
{
    return d_func()->state();
}

/*! Returns what the last start(), stop() or probe() failed with. */
Error LocalServer::error() const
{
    return d_func()->error();
}

/*!
    \property redguard::LocalServer::url
    \brief a URL for redguard::RedGuard; the same whether the server runs or not.
*/
QString LocalServer::url() const
{
    return d_func()->place().isNull() ? QString() : d_func()->place().url();
}

QString LocalServer::socketPath() const
{
    return d_func()->place().isNull() ? QString() : d_func()->place().socketPath();
}

/*! Returns the path of the server's own log, which is begun anew at each start. */
QString LocalServer::logPath() const
{
    return d_func()->place().isNull() ? QString() : d_func()->place().logPath();
}

QString LocalServer::program() const
{
    const QString running = d_func()->info().program;
    return running.isEmpty() ? local::findServerProgram() : running;
}

qint64 LocalServer::processId() const
{
    return d_func()->info().processId;
}

/*! Returns how long the running server has been running; 0 if there is none. */
std::chrono::seconds LocalServer::uptime() const
{
    return d_func()->uptime();
}

/*!
    Ends, from the event loop, with started() when a server answers, or with errorOccurred():

    \list
    \li ErrorCode::ServerNotFound if neither binary is installed,
    \li ErrorCode::AccessDenied if the folder is not this user's alone,
    \li ErrorCode::InvalidArgument for a name that is none, or a path too long for a socket,
    \li ErrorCode::ServerError if the server ended at once, with the end of its log,
    \li ErrorCode::TimedOut if another process has kept the lock for 10 s,
    \li ErrorCode::Timeout if a server listens but has not answered for 10 s,
    \li ErrorCode::NotSupported on Windows.
    \endlist

    While starting, another call changes nothing; while stopping, it starts after stopped(); while
    running, started() comes once more.
*/
void LocalServer::start()
{
    Q_D(LocalServer);
    d->start();
}

/*!
    Ends the server, also one that another process started, and then emits stopped(), also if none
    was running; or errorOccurred(), with ErrorCode::ServerError if the server refuses and with
    ErrorCode::Timeout if it has not ended within 10 s. What it held is lost. While starting, it
    stops as soon as that has ended, without started().
*/
void LocalServer::stop()
{
    Q_D(LocalServer);
    d->stop();
}

/*!
    Looks whether a server is running, without starting one, and emits probed(), after which state(),
    program(), processId() and uptime() are as found; or errorOccurred(), with ErrorCode::Timeout if a
    server listens but has not answered for 5 s. While starting or stopping, the state is left alone.
*/
void LocalServer::probe()
{
    Q_D(LocalServer);
    d->probe();
}

/*!
    \fn void redguard::LocalServer::started()
    A server answers; emitted once for each start() that succeeds.
*/

/*!
    \fn void redguard::LocalServer::stopped()
    The server is gone: after stop(), or because somebody else ended it while the state was Running.
*/

/*!
    \fn void redguard::LocalServer::probed(bool running)
    The answer to probe(): whether a server is \a running.
*/

} // namespace redguard
