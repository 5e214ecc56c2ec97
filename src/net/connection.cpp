// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "net/connection.h"

#include "net/logging.h"
#include "protocol/writer.h"
#include "time/bootclock.h"

#include <QtCore/qpointer.h>

namespace redguard::net {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr auto PauseAfterRefusal = 30s;
// A connection that lived shorter than this does not make the next failure the first.
constexpr auto StablePeriod = 2s;

QString textOf(const resp::Value &error)
{
    return QString::fromUtf8(error.errorText());
}

} // namespace

Q_LOGGING_CATEGORY(lcConnection, "redguard.connection", QtWarningMsg)

Connection::Connection(std::unique_ptr<Locator> locator, const ConnectionSettings &settings, QObject *parent)
    : QObject(parent)
    , m_locator(std::move(locator))
    , m_settings(settings)
{
    for (QTimer *timer : {&m_retryTimer, &m_connectTimer, &m_deadlineTimer})
        timer->setSingleShot(true);
    m_healthTimer.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_retryTimer, &QTimer::timeout, this, &Connection::locate);
    connect(&m_connectTimer, &QTimer::timeout, this,
            [this] { socketClosed(tr("The connection was not ready in time")); });
    connect(&m_deadlineTimer, &QTimer::timeout, this, &Connection::checkDeadline);
    connect(&m_healthTimer, &QTimer::timeout, this, &Connection::checkHealth);
    connect(m_locator.get(), &Locator::located, this, &Connection::connectTo);
    connect(m_locator.get(), &Locator::failed, this, &Connection::refuse);
}

Connection::~Connection()
{
    close();
}

void Connection::SocketDeleter::operator()(Socket *socket) const
{
    socket->disconnect();
    socket->close();
    socket->deleteLater();
}

void Connection::open()
{
    m_retryTimer.start(m_backoff.next());
}

void Connection::close()
{
    if (m_state == ConnectionState::Closed)
        return;
    flush();
    qCDebug(lcConnection).noquote() << "Closing the connection to" << m_endpoint.toString();
    m_state = ConnectionState::Closed;
    m_retryTimer.stop();
    drop();
    Q_EMIT stateChanged(m_state);
}

void Connection::setState(ConnectionState state)
{
    if (std::exchange(m_state, state) != state)
        Q_EMIT stateChanged(state);
}

void Connection::locate()
{
    setState(ConnectionState::Connecting);
    m_locator->locate();
}

void Connection::connectTo(const Endpoint &endpoint)
{
    if (m_socket || m_state == ConnectionState::Closed)
        return;
    m_endpoint = endpoint;
    m_connectTimer.start(m_settings.connectTimeout);
    qCDebug(lcConnection).noquote() << "Connecting to" << endpoint.toString();
    m_socket.reset(new Socket(endpoint));
    connect(m_socket.get(), &Socket::connected, this, &Connection::handshake);
    connect(m_socket.get(), &Socket::readyRead, this, &Connection::read);
    connect(m_socket.get(), &Socket::closed, this, &Connection::socketClosed);
    m_socket->connectToServer();
}

// One write for all of it. With RESP2 there is no push, so that nothing is subscribed to here.
void Connection::handshake()
{
    using Purpose = Command::Purpose;
    cork();
    const QByteArray user = m_endpoint.user.isEmpty() ? "default"_ba : m_endpoint.user.toUtf8();
    const QByteArray password = m_endpoint.password.toUtf8();
    if (m_resp3 && password.isEmpty())
        send(Purpose::Hello, {"HELLO", "3"});
    else if (m_resp3)
        send(Purpose::Hello, {"HELLO", "3", "AUTH", user, password});
    else if (!password.isEmpty() && m_endpoint.user.isEmpty())
        send(Purpose::Authenticate, {"AUTH", password});
    else if (!password.isEmpty())
        send(Purpose::Authenticate, {"AUTH", user, password});
    send(Purpose::Ignore, {"CLIENT", "SETINFO", "LIB-NAME", "redguard-qt"});
    send(Purpose::Ignore, {"CLIENT", "SETNAME", m_settings.clientName});
    if (m_endpoint.database != 0)
        send(Purpose::Select, {"SELECT", QByteArray::number(m_endpoint.database)});
    if (m_resp3 && m_settings.listens) {
        send(Purpose::Ignore, {"CLIENT", "TRACKING", "ON", "OPTIN"});
        m_channel = "redguard:" + QByteArray::number(QRandomGenerator::system()->generate64(), 16);
        send(Purpose::Subscribe, {"SUBSCRIBE", m_channel});
    }
    for (const scripts::Script *script : m_settings.scripts)
        send(Purpose::Ignore, {"SCRIPT", "LOAD", script->text});
    send(Purpose::Last, {"TIME"});
    uncork();
}

void Connection::socketClosed(const QString &reason)
{
    qCInfo(lcConnection).noquote() << m_endpoint.toString() << "is not connected:" << reason;
    const QPointer<Connection> self(this);
    dropAndRetry();
    if (self)
        //: %1 is the URL of a server, %2 what went wrong there
        Q_EMIT failed(Error(ErrorCode::NotConnected, tr("%1: %2").arg(m_endpoint.toString(), reason)), false);
}

void Connection::dropAndRetry()
{
    if (isReady() && bootTime() - m_readyAt > StablePeriod)
        m_backoff.reset();
    const QPointer<Connection> self(this);
    drop();
    if (self && m_state != ConnectionState::Closed)
        open();
}

// What was written and not answered is not known; who cares asks again.
void Connection::drop()
{
    const bool wasReady = isReady();
    ++m_epoch;
    m_socket.reset();
    for (QTimer *timer : {&m_connectTimer, &m_deadlineTimer, &m_healthTimer})
        timer->stop();
    m_parser.reset();
    m_inFlight.takeAll();
    m_arrived.clear();
    m_resent.clear();
    m_output.clear();
    m_subscribed = false;
    if (m_state == ConnectionState::Closed)
        return;
    m_state = ConnectionState::Disconnected;
    const QPointer<Connection> self(this);
    if (wasReady)
        Q_EMIT lost();
    if (self && m_state == ConnectionState::Disconnected)
        Q_EMIT stateChanged(m_state);
}

void Connection::refuse(const Error &error)
{
    qCWarning(lcConnection).noquote() << m_endpoint.toString() << "refused:" << error.message();
    const QPointer<Connection> self(this);
    drop();
    if (!self || m_state == ConnectionState::Closed)
        return;
    m_retryTimer.start(PauseAfterRefusal);
    Q_EMIT failed(error, true);
}

quint64 Connection::call(const scripts::Script &script, const Arguments &arguments, Caller *caller, int tag)
{
    Command command;
    command.purpose = Command::Purpose::Script;
    command.caller = caller;
    command.tag = tag;
    command.script = &script;
    command.arguments = arguments.encoded();
    command.argumentCount = arguments.count();
    command.wholeScript = m_wholeScripts;
    return sendScript(std::move(command));
}

quint64 Connection::sendScript(Command command)
{
    resp::appendArrayHeader(m_output, command.argumentCount + 2);
    resp::appendBulk(m_output, command.wholeScript ? "EVAL" : "EVALSHA");
    resp::appendBulk(m_output, command.wholeScript ? command.script->text : command.script->digest);
    m_output.append(command.arguments);
    command.sentAt = bootTime();
    const quint64 id = m_inFlight.push(std::move(command));
    if (m_corked == 0)
        flush();
    return id;
}

void Connection::send(Command::Purpose purpose, std::initializer_list<QByteArrayView> arguments)
{
    Command command;
    command.purpose = purpose;
    send(std::move(command), arguments);
}

quint64 Connection::send(Command command, std::initializer_list<QByteArrayView> arguments)
{
    resp::appendCommand(m_output, arguments);
    command.sentAt = bootTime();
    const quint64 id = m_inFlight.push(std::move(command));
    if (m_corked == 0)
        flush();
    return id;
}

quint64 Connection::ask(std::initializer_list<QByteArrayView> arguments, Caller *caller, int tag)
{
    Command command;
    command.caller = caller;
    command.tag = tag;
    return send(std::move(command), arguments);
}

// Opted in to for this one read: scripts would have every key they declare watched.
quint64 Connection::watch(QByteArrayView read, const QByteArray &key, Caller *caller, int tag)
{
    cork();
    if (m_subscribed)
        send(Command::Purpose::Ignore, {"CLIENT", "CACHING", "YES"});
    const quint64 id = ask({read, key}, caller, tag);
    uncork();
    return id;
}

void Connection::abandon(quint64 id)
{
    id = m_resent.value(id, id);
    if (m_inFlight.abandon(id))
        return;
    for (Arrived &arrived : m_arrived) {
        if (arrived.entry && arrived.entry->id == id)
            arrived.entry->abandoned = true;
    }
}

void Connection::uncork()
{
    if (--m_corked == 0)
        flush();
}

void Connection::flush()
{
    if (m_output.isEmpty() || !m_socket)
        return;
    // Not cleared after the write: its errors come back through socketClosed().
    const QByteArray output = std::exchange(m_output, {});
    if (!m_deadlineTimer.isActive())
        m_deadlineTimer.start(m_settings.commandTimeout);
    m_socket->write(output);
}

void Connection::read()
{
    m_readAt = bootTime();
    std::array<char, 16 * 1024> buffer;
    while (m_socket) {
        const qint64 size = m_socket->read(buffer.data(), buffer.size());
        if (size <= 0)
            break;
        m_parser.append(QByteArrayView(buffer.data(), size));
    }
    parse();
}

// Everything is taken out of the parser before anybody is told: a slot of the user's may do anything.
void Connection::parse()
{
    resp::Value value;
    const int epoch = m_epoch;
    auto status = resp::Parser::Status::NeedMore;
    while (epoch == m_epoch && (status = m_parser.next(value)) == resp::Parser::Status::Ready)
        sortIn(std::move(value));
    if (epoch != m_epoch)
        return;
    const QPointer<Connection> self(this);
    dispatch();
    if (status == resp::Parser::Status::Failed && self && epoch == m_epoch) {
        qCWarning(lcConnection).noquote()
            << m_endpoint.toString() << "broke the protocol:" << m_parser.errorString();
        dropAndRetry();
    }
}

void Connection::sortIn(resp::Value &&value)
{
    const auto *oldest = m_inFlight.oldest();
    const bool confirmed = value.type == resp::Type::Push && oldest
        && oldest->command.purpose == Command::Purpose::Subscribe && !value.elements.empty()
        && value.elements.front().bytes == "subscribe";
    if (value.type == resp::Type::Push && !confirmed)
        m_arrived.push_back({std::move(value), std::nullopt});
    else
        m_arrived.push_back({std::move(value), m_inFlight.takeOldest()});
}

void Connection::dispatch()
{
    const QPointer<Connection> self(this);
    const int epoch = m_epoch;
    cork();
    while (self && epoch == m_epoch && !m_arrived.empty()) {
        Arrived arrived = std::move(m_arrived.front());
        m_arrived.pop_front();
        deliver(std::move(arrived));
    }
    if (self)
        uncork();
}

void Connection::deliver(Arrived &&arrived)
{
    resp::Value &value = arrived.value;
    if (!arrived.entry) {
        if (value.type == resp::Type::Push)
            deliverPush(value);
        else // "-ERR max number of clients reached" and the like come unasked
            socketClosed(value.isError() ? textOf(value) : tr("A reply came that nothing was asked for"));
        return;
    }
    Command &command = arrived.entry->command;
    if (!command.caller) {
        deliverInternal(command, value);
        return;
    }
    m_resent.removeIf([id = arrived.entry->id](auto item) { return item.value() == id; });
    if (arrived.entry->abandoned)
        return;
    if (value.errorPrefix() == "NOSCRIPT" && command.script && !command.wholeScript)
        resendWhole(arrived.entry->id, std::move(command));
    else
        command.caller->answered(command.tag, {std::move(value), command.sentAt, m_readAt});
}

void Connection::resendWhole(quint64 id, Command command)
{
    send(Command::Purpose::Ignore, {"SCRIPT", "LOAD", command.script->text});
    command.wholeScript = true;
    m_resent.insert(id, sendScript(std::move(command)));
}

void Connection::deliverPush(const resp::Value &value)
{
    const auto &parts = value.elements;
    if (parts.size() == 3 && parts[0].bytes == "message")
        Q_EMIT message(parts[1].bytes, parts[2].bytes);
    else if (parts.size() == 2 && parts[0].bytes == "invalidate")
        deliverChanges(parts[1]);
}

// A null means every key: the server's memory of who watches what is gone.
void Connection::deliverChanges(const resp::Value &keys)
{
    const QPointer<Connection> self(this);
    if (keys.elements.empty())
        Q_EMIT keyChanged({});
    for (const resp::Value &key : keys.elements) {
        if (self)
            Q_EMIT keyChanged(key.bytes);
    }
}

void Connection::deliverInternal(const Command &command, const resp::Value &value)
{
    switch (command.purpose) {
    case Command::Purpose::Hello:
        deliverHello(value);
        break;
    case Command::Purpose::Authenticate:
    case Command::Purpose::Select:
        if (value.isError())
            refuse(Error(command.purpose == Command::Purpose::Select ? ErrorCode::ServerError
                                                                     : ErrorCode::AccessDenied,
                         textOf(value)));
        break;
    case Command::Purpose::Subscribe:
        m_subscribed = !value.isError();
        if (!m_subscribed)
            qCWarning(lcConnection).noquote()
                << "Waiting will be by asking, since the server says:" << textOf(value);
        break;
    case Command::Purpose::Time:
    case Command::Purpose::Last:
        deliverTime(command, value);
        break;
    case Command::Purpose::Script:
    case Command::Purpose::Ignore:
        break;
    }
}

void Connection::deliverTime(const Command &command, const resp::Value &value)
{
    const auto seconds = value.elements.size() == 2 ? value.elements[0].toInteger() : std::nullopt;
    const auto micros = value.elements.size() == 2 ? value.elements[1].toInteger() : std::nullopt;
    if (value.errorPrefix() == "NOPERM" || value.errorPrefix() == "NOAUTH") {
        refuse(Error(ErrorCode::AccessDenied, textOf(value)));
    } else if (!seconds || !micros) {
        socketClosed(value.isError() ? textOf(value) : tr("The reply to TIME is none"));
    } else {
        Q_EMIT timeTold(command.sentAt, ServerTime(*seconds * 1'000'000 + *micros), m_readAt);
        if (command.purpose == Command::Purpose::Last)
            becomeReady();
    }
}

void Connection::deliverHello(const resp::Value &value)
{
    if (!value.isError())
        return;
    const QByteArrayView prefix = value.errorPrefix();
    const bool unknown = prefix == "NOPROTO" || value.bytes.toLower().contains("unknown command");
    if (unknown) {
        m_resp3 = false;
        m_backoff.reset();
        dropAndRetry();
    } else if (prefix == "LOADING" || prefix == "MASTERDOWN" || prefix == "BUSY") {
        socketClosed(textOf(value));
    } else {
        refuse(Error(ErrorCode::AccessDenied, textOf(value)));
    }
}

void Connection::becomeReady()
{
    m_connectTimer.stop();
    m_healthTimer.start(m_settings.healthCheckInterval);
    m_readyAt = m_readAt;
    m_state = ConnectionState::Connected;
    qCDebug(lcConnection).noquote() << "Connected to" << m_endpoint.toString();
    const QPointer<Connection> self(this);
    Q_EMIT ready();
    if (self && isReady())
        Q_EMIT stateChanged(m_state);
}

// Replies come in order: if the oldest is overdue, so are all, and the peer is as good as gone.
void Connection::checkDeadline()
{
    const auto *oldest = m_inFlight.oldest();
    if (!oldest)
        return;
    const auto left = oldest->command.sentAt + m_settings.commandTimeout - bootTime();
    if (left > 0ns)
        m_deadlineTimer.start(std::chrono::ceil<std::chrono::milliseconds>(left));
    else
        socketClosed(tr("No reply came for %1 ms").arg(m_settings.commandTimeout.count()));
}

void Connection::checkHealth()
{
    if (m_inFlight.isEmpty() && bootTime() - m_readAt >= m_settings.healthCheckInterval / 2)
        send(Command::Purpose::Time, {"TIME"});
}

} // namespace redguard::net
