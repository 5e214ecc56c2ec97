// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "net/connection.h"

#include "net/logging.h"
#include "time/bootclock.h"

#include <QtCore/qabstracteventdispatcher.h>
#include <QtCore/qpointer.h>

#include <limits>

namespace redguard::net {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr auto PauseAfterRefusal = 30s;
constexpr std::size_t EnoughToDo = 8; // commands in flight
constexpr qsizetype LargeWrite = 16 * 1024;
// A connection that lived shorter than this does not make the next failure the first.
constexpr auto StablePeriod = 2s;

QString textOf(const resp::Value &error)
{
    return QString::fromUtf8(error.errorText());
}

// Seconds and microseconds.
std::optional<ServerTime> timeOf(const resp::Value &value)
{
    constexpr qint64 LatestSecond = std::numeric_limits<quint32>::max();
    const auto seconds = value.elements.size() == 2 ? value.elements[0].toInteger() : std::nullopt;
    const auto micros = value.elements.size() == 2 ? value.elements[1].toInteger() : std::nullopt;
    if (!seconds || !micros || *seconds < 0 || *seconds > LatestSecond || *micros < 0 || *micros >= 1'000'000)
        return std::nullopt;
    return ServerTime(*seconds * 1'000'000 + *micros);
}

// An error that says that this server is the wrong one, or has forgotten who this is.
bool endsConnection(const resp::Value &value)
{
    return value.isErrorOf("READONLY") || value.isErrorOf("MASTERDOWN") || value.isErrorOf("NOAUTH");
}

// The server understands what it is sent no more: there is no knowing which command this answers.
bool saysProtocolError(const resp::Value &value)
{
    return value.isError() && value.bytes.startsWith("ERR Protocol error");
}

} // namespace

Q_LOGGING_CATEGORY(lcConnection, "redguard.connection", QtWarningMsg)

Connection::Connection(std::unique_ptr<Locator> locator, const ConnectionSettings &settings, QObject *parent)
    : QObject(parent)
    , m_locator(std::move(locator))
    , m_settings(settings)
    , m_clock(settings.drift)
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
    connect(m_locator.get(), &Locator::failed, this,
            [this](const Error &error, bool final) { final ? refuse(error) : disconnected(error); });
    connect(m_locator.get(), &Locator::moved, this, &Connection::moved);
    if (m_settings.credentials)
        connect(m_settings.credentials.get(), &Credentials::changed, this, &Connection::credentialsChanged);
}

Connection::~Connection()
{
    close();
}

void Connection::open()
{
    m_retryTimer.start(m_backoff.next());
}

void Connection::close()
{
    if (m_state == ConnectionState::Closed)
        return;
    m_gate.open(); // no answer matters any more
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
    m_socket.reset(new Socket(endpoint, m_settings.commandTimeout),
                   [](Socket *socket) { socket->deleteLater(); });
    connect(m_socket.get(), &Socket::connected, this, &Connection::shakeHands);
    connect(m_socket.get(), &Socket::readyRead, this, &Connection::read);
    connect(m_socket.get(), &Socket::closed, this, &Connection::socketClosed);
    connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::aboutToBlock, this,
            &Connection::readOn, Qt::UniqueConnection);
    m_socket->connectToServer();
}

void Connection::moved()
{
    if (!m_socket)
        return;
    m_backoff.reset();
    socketClosed(tr("The server has another place now"));
}

void Connection::shakeHands()
{
    takeCredentials();
    m_handshake.begin(m_exchange, m_endpoint, m_settings);
    flush();
}

bool Connection::takeCredentials()
{
    return m_settings.credentials && m_settings.credentials->applyTo(m_endpoint);
}

// While a connection is being made, they are looked at when it is ready.
void Connection::credentialsChanged()
{
    if (isReady()) {
        logInAgain();
    } else if (m_retryTimer.isActive()) {
        m_backoff.reset();
        open();
    }
}

// A connection that has logged in cannot log out.
void Connection::logInAgain()
{
    if (!m_gate.isOpen() || !takeCredentials())
        return;
    if (m_endpoint.password.isEmpty()) {
        m_backoff.reset();
        dropAndRetry();
        return;
    }
    flush();
    m_handshake.logInAgain(m_exchange, m_endpoint);
    m_gate.shut(m_exchange.takeOutput());
    passGate();
}

void Connection::passGate()
{
    const QByteArray login = m_gate.takeLogin(m_exchange);
    if (!login.isEmpty())
        write(login);
}

void Connection::socketClosed(const QString &reason)
{
    //: %1 is the URL of a server, %2 what went wrong there
    disconnected(Error(ErrorCode::NotConnected, tr("%1: %2").arg(m_endpoint.toString(), reason)));
}

void Connection::disconnected(const Error &error)
{
    qCInfo(lcConnection).noquote() << "Not connected:" << error.message();
    const QPointer<Connection> self(this);
    dropAndRetry();
    if (self)
        Q_EMIT failed(error, false);
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

// Often from inside its own signal.
void Connection::dropSocket()
{
    if (!m_socket)
        return;
    m_socket->disconnect();
    m_socket->close();
    m_socket.reset();
}

// What was written and not answered is not known; who cares asks again.
void Connection::drop()
{
    const bool wasReady = isReady();
    ++m_epoch;
    dropSocket();
    for (QTimer *timer : {&m_connectTimer, &m_deadlineTimer, &m_healthTimer})
        timer->stop();
    m_exchange.reset();
    m_gate.open();
    m_handshake.reset();
    m_clock.reset();
    m_channels.clear();
    m_doomed.clear();
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
    // A locator says itself whom it asked.
    const QString server = m_socket ? m_endpoint.toString() + u" refused: "_s : QString();
    qCWarning(lcConnection).noquote() << server + error.message();
    const QPointer<Connection> self(this);
    drop();
    if (!self || m_state == ConnectionState::Closed)
        return;
    m_retryTimer.start(PauseAfterRefusal);
    Q_EMIT failed(error, true);
}

quint64 Connection::call(const scripts::Script &script, const Arguments &arguments, Caller *caller, int tag,
                         Asking asking)
{
    Command command;
    command.caller = caller;
    command.tag = tag;
    command.script = &script;
    command.arguments = arguments.encoded();
    command.argumentCount = arguments.count();
    command.wholeScript = m_wholeScripts;
    command.asking = asking == Asking::Yes;
    command.sentAt = bootTime();
    const quint64 id = m_exchange.sendScript(std::move(command));
    sent();
    return id;
}

quint64 Connection::send(Command command, std::initializer_list<QByteArrayView> arguments)
{
    command.sentAt = bootTime();
    const quint64 id = m_exchange.send(std::move(command), arguments);
    sent();
    return id;
}

quint64 Connection::ask(std::initializer_list<QByteArrayView> arguments, Caller *caller, int tag,
                        Asking asking)
{
    Command command;
    command.caller = caller;
    command.tag = tag;
    command.asking = asking == Asking::Yes;
    return send(std::move(command), arguments);
}

// Opted in to for this one read: scripts would have every key they declare watched. A server honours
// one of ASKING and CACHING before a command.
quint64 Connection::watch(QByteArrayView read, const QByteArray &key, Caller *caller, int tag, Asking asking)
{
    const Cork cork(this);
    const bool isTold = m_handshake.hasPushes() && m_settings.listening != ConnectionSettings::Listening::No;
    if (isTold && asking == Asking::No)
        send({}, {"CLIENT", "CACHING", "YES"});
    return ask({read, key}, caller, tag, asking);
}

QByteArray Connection::channel(const QByteArray &ofSlot)
{
    if (!hasSlotChannels())
        return m_handshake.channel();
    if (!m_servesSlotChannels || !m_handshake.hasPushes())
        return {};
    if (!m_channels.contains(ofSlot)) {
        m_channels.insert(ofSlot);
        Command command {.purpose = Command::Purpose::Subscribe, .confirmation = "ssubscribe"};
        command.arguments = ofSlot;
        send(std::move(command), {"SSUBSCRIBE", ofSlot});
    }
    return ofSlot;
}

bool Connection::hears(const QByteArray &channel) const
{
    return channel == m_handshake.channel() || m_channels.contains(channel);
}

void Connection::leaveChannel(const QByteArray &ofSlot)
{
    if (m_channels.remove(ofSlot))
        send({.confirmation = "sunsubscribe"}, {"SUNSUBSCRIBE", ofSlot});
}

void Connection::uncork()
{
    if (--m_corked == 0)
        sent();
}

// A server that has enough to do loses nothing by what is gathered until the event loop turns.
void Connection::sent()
{
    const qsizetype gathered = m_exchange.outputSize();
    if (gathered == 0 || (m_corked > 0 && gathered < LargeWrite))
        return;
    if (m_exchange.inFlight() <= EnoughToDo || gathered >= LargeWrite)
        flush();
    else if (!std::exchange(m_flushIsPosted, true))
        QMetaObject::invokeMethod(this, &Connection::flushPosted, Qt::QueuedConnection);
}

void Connection::flushPosted()
{
    m_flushIsPosted = false;
    flush();
}

void Connection::flush()
{
    if (!m_socket || !m_gate.isOpen())
        return;
    // Not cleared after the write: its errors come back through socketClosed().
    const QByteArray output = m_exchange.takeOutput();
    if (!output.isEmpty())
        write(output);
}

void Connection::write(const QByteArray &output)
{
    if (!m_deadlineTimer.isActive())
        m_deadlineTimer.start(m_settings.commandTimeout);
    m_socket->write(output);
}

void Connection::read()
{
    // It is not deleted in an event loop of a slot's, with its signal still to come back to it.
    const std::shared_ptr<Socket> socket = m_socket;
    m_readAt = bootTime();
    bool isSound = true;
    std::array<char, 16 * 1024> buffer;
    qint64 size = 0;
    while (m_socket && isSound) {
        size = m_socket->read(buffer.data(), buffer.size());
        if (size <= 0)
            break;
        isSound = m_exchange.feed(QByteArrayView(buffer.data(), size));
    }
    const QPointer<Connection> self(this);
    const int epoch = m_epoch;
    dispatch();
    if (!self || epoch != m_epoch)
        return;
    if (!isSound)
        broken();
    else if (!m_doomed.isEmpty())
        socketClosed(m_doomed);
    else if (size < 0 && m_socket)
        m_socket->atEnd();
    else
        passGate();
}

// The socket keeps silent while a slot that it called is not done. One that runs an event loop of its own
// is to hear of what comes all the same.
void Connection::readOn()
{
    if (isDispatching() && m_socket)
        read();
}

// There is no knowing where the next reply would begin.
void Connection::broken()
{
    //: %1 is the URL of a server, %2 what it did wrong
    const QString what = tr("%1 broke the protocol: %2").arg(m_endpoint.toString(), m_exchange.errorString());
    qCWarning(lcConnection).noquote() << what;
    disconnected(Error(ErrorCode::ProtocolError, what));
}

// All was taken apart before anybody is told: a slot of the user's may do anything.
void Connection::dispatch()
{
    const QPointer<Connection> self(this);
    const int epoch = m_epoch;
    cork();
    ++m_dispatches;
    while (self && epoch == m_epoch) {
        auto delivery = m_exchange.next(m_readAt);
        if (!delivery)
            break;
        deliver(std::move(*delivery));
    }
    if (!self)
        return;
    if (--m_corked == 0)
        flush();
    if (self)
        Q_EMIT dispatched();
    if (self)
        --m_dispatches;
}

void Connection::deliver(Exchange::Delivery &&delivery)
{
    resp::Value &value = delivery.value;
    if (!delivery.command && value.type == resp::Type::Push) {
        deliverPush(value);
    } else if (saysProtocolError(value)) {
        disconnected(Error(ErrorCode::ProtocolError, tr("%1: %2").arg(m_endpoint.toString(), textOf(value))));
    } else if (!delivery.command) {
        deliverUnasked(value);
    } else {
        m_meter.answered(m_readAt - delivery.command->sentAt);
        answer(*delivery.command, std::move(value));
    }
}

void Connection::answer(const Command &command, resp::Value &&value)
{
    if (!command.caller) {
        deliverInternal(command, value);
        return;
    }
    if (endsConnection(value))
        m_doomed = textOf(value);
    command.caller->answered(command.tag, {std::move(value), command.sentAt, m_readAt});
}

// "-ERR max number of clients reached" and the like.
void Connection::deliverUnasked(const resp::Value &value)
{
    if (value.errorPrefix() == "DENIED")
        refuse(Error(ErrorCode::AccessDenied, textOf(value)));
    else
        socketClosed(value.isError() ? textOf(value) : tr("A reply came that nothing was asked for"));
}

void Connection::deliverPush(const resp::Value &value)
{
    const auto &parts = value.elements;
    if (parts.size() == 3 && (parts[0].bytes == "message" || parts[0].bytes == "smessage"))
        Q_EMIT message(parts[1].bytes, parts[2].bytes);
    else if (parts.size() == 2 && parts[0].bytes == "invalidate")
        deliverChanges(parts[1]);
    else if (parts.size() == 3 && parts[0].bytes == "sunsubscribe")
        loseChannel(parts[1].bytes);
}

// A slot that is served elsewhere now takes its channels along.
void Connection::loseChannel(const QByteArray &channel)
{
    if (m_channels.remove(channel))
        Q_EMIT channelLost(channel);
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
    using Kind = Handshake::Verdict::Kind;
    using Purpose = Command::Purpose;
    if (command.purpose == Purpose::Time || command.purpose == Purpose::Last) {
        deliverTime(command, value);
        return;
    }
    if (!command.confirmation.isEmpty() && command.confirmation != "subscribe") {
        channelAnswered(command, value);
        return;
    }
    if (isReady() && command.purpose != Purpose::Authenticate)
        return;
    const Handshake::Verdict verdict = m_handshake.answered(command, value);
    if (verdict.kind == Kind::Older) {
        m_backoff.reset();
        dropAndRetry();
    } else if (verdict.kind == Kind::Later) {
        socketClosed(verdict.error.message());
    } else if (verdict.kind == Kind::Refused) {
        refuse(verdict.error);
    } else if (command.purpose == Purpose::Authenticate) {
        m_gate.open();
        if (isReady())
            logInAgain(); // they may have changed once more
    }
}

// What the server says of the slot, it says again to the command behind this. Other than that, it
// will go on saying no.
void Connection::channelAnswered(const Command &command, const resp::Value &value)
{
    if (command.purpose != Command::Purpose::Subscribe) {
        if (value.elements.size() == 3)
            loseChannel(value.elements[1].bytes); // another was lost meanwhile
        return;
    }
    if (!value.isError())
        return;
    const QByteArrayView prefix = value.errorPrefix();
    if (prefix != "ERR" && prefix != "NOPERM") {
        m_channels.remove(command.arguments);
        return;
    }
    m_servesSlotChannels = false;
    qCWarning(lcConnection).noquote() << "Waiting will be by asking, since the server says:" << textOf(value);
    loseChannel(command.arguments);
}

void Connection::deliverTime(const Command &command, const resp::Value &value)
{
    const std::optional<ServerTime> time = timeOf(value);
    if (isReady() && value.errorPrefix() == "BUSY") {
        return; // stuck in a script, and alive
    } else if (value.errorPrefix() == "NOPERM" || value.errorPrefix() == "NOAUTH") {
        refuse(Error(ErrorCode::AccessDenied, textOf(value)));
    } else if (!time) {
        socketClosed(value.isError() ? textOf(value) : tr("The reply to TIME is none"));
    } else {
        m_clock.observe(command.sentAt, *time, m_readAt);
        if (command.purpose == Command::Purpose::Last)
            becomeReady();
    }
}

void Connection::becomeReady()
{
    m_connectTimer.stop();
    m_healthTimer.start(m_settings.healthCheckInterval);
    m_readyAt = m_readAt;
    m_meter.connected();
    m_state = ConnectionState::Connected;
    qCDebug(lcConnection).noquote() << "Connected to" << m_endpoint.toString();
    const QPointer<Connection> self(this);
    Q_EMIT ready();
    if (self && isReady())
        Q_EMIT stateChanged(m_state);
    if (self && isReady())
        logInAgain(); // they may have changed since it began
}

// Replies come in order: if the oldest is overdue, so are all, and the peer is as good as gone.
void Connection::checkDeadline()
{
    const Command *oldest = m_exchange.oldest();
    if (!oldest)
        return;
    const auto left = oldest->sentAt + m_settings.commandTimeout - bootTime();
    if (left > 0ns)
        m_deadlineTimer.start(std::chrono::ceil<std::chrono::milliseconds>(left));
    else
        socketClosed(tr("No reply came for %1 ms").arg(m_settings.commandTimeout.count()));
}

void Connection::checkHealth()
{
    if (m_exchange.inFlight() == 0 && bootTime() - m_readAt >= m_settings.healthCheckInterval / 2)
        send({.purpose = Command::Purpose::Time}, {"TIME"});
}

} // namespace redguard::net
