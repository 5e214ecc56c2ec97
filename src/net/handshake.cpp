// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "net/handshake.h"

#include "net/logging.h"
#include "time/bootclock.h"

#include <QtCore/qrandom.h>

namespace redguard::net {

using namespace Qt::StringLiterals;

namespace {

using Purpose = Command::Purpose;
using Verdict = Handshake::Verdict;
using Kind = Verdict::Kind;

void say(Exchange &exchange, Purpose purpose, std::initializer_list<QByteArrayView> words)
{
    exchange.send({.purpose = purpose, .sentAt = bootTime()}, words);
}

QString textOf(const resp::Value &error)
{
    return QString::fromUtf8(error.errorText());
}

Verdict refused(ErrorCode code, const resp::Value &error)
{
    return {Kind::Refused, Error(code, textOf(error))};
}

// Whatever was asked, the server is not able to answer at the moment.
bool isForNow(const Command &command, const resp::Value &error)
{
    const QByteArrayView prefix = error.errorPrefix();
    return prefix == "BUSY" || error.bytes.startsWith("ERR max number of clients")
        || (command.purpose != Purpose::Ignore && (prefix == "LOADING" || prefix == "MASTERDOWN"));
}

Verdict roleAnswered(const resp::Value &value)
{
    const bool isPrimary = !value.elements.empty() && value.elements.front().bytes == "master";
    if (isPrimary)
        return {};
    const QString reason = value.isError() ? textOf(value) : Endpoint::tr("It is not the primary any more");
    return {Kind::Later, Error(ErrorCode::NotConnected, reason)};
}

} // namespace

void Handshake::begin(Exchange &exchange, const Endpoint &endpoint, const ConnectionSettings &settings)
{
    using Listening = ConnectionSettings::Listening;
    logIn(exchange, endpoint);
    say(exchange, Purpose::Ignore, {"CLIENT", "SETINFO", "LIB-NAME", "redguard-qt"});
    say(exchange, Purpose::Ignore, {"CLIENT", "SETNAME", settings.clientName});
    if (endpoint.database != 0)
        say(exchange, Purpose::Select, {"SELECT", QByteArray::number(endpoint.database)});
    if (endpoint.mustBePrimary)
        say(exchange, Purpose::Role, {"ROLE"});
    if (m_resp3 && settings.listening != Listening::No)
        say(exchange, Purpose::Ignore, {"CLIENT", "TRACKING", "ON", "OPTIN"});
    if (m_resp3 && settings.listening == Listening::OnOneChannel) {
        m_channel = "redguard:" + QByteArray::number(QRandomGenerator::system()->generate64(), 16);
        exchange.send({.purpose = Purpose::Subscribe, .confirmation = "subscribe", .sentAt = bootTime()},
                      {"SUBSCRIBE", m_channel});
    }
    for (const scripts::Script *script : settings.scripts)
        say(exchange, Purpose::Ignore, {"SCRIPT", "LOAD", script->text});
    say(exchange, Purpose::Last, {"TIME"});
}

void Handshake::logIn(Exchange &exchange, const Endpoint &endpoint) const
{
    const QByteArray user = endpoint.user.isEmpty() ? "default"_ba : endpoint.user.toUtf8();
    const QByteArray password = endpoint.password.toUtf8();
    if (m_resp3 && password.isEmpty())
        say(exchange, Purpose::Hello, {"HELLO", "3"});
    else if (m_resp3)
        say(exchange, Purpose::Hello, {"HELLO", "3", "AUTH", user, password});
    else if (!password.isEmpty())
        logInAgain(exchange, endpoint);
}

void Handshake::logInAgain(Exchange &exchange, const Endpoint &endpoint) const
{
    const QByteArray password = endpoint.password.toUtf8();
    if (endpoint.user.isEmpty())
        say(exchange, Purpose::Authenticate, {"AUTH", password});
    else
        say(exchange, Purpose::Authenticate, {"AUTH", endpoint.user.toUtf8(), password});
}

Verdict Handshake::answered(const Command &command, const resp::Value &value)
{
    if (value.isError() && isForNow(command, value))
        return {Kind::Later, Error(ErrorCode::NotConnected, textOf(value))};
    if (value.errorPrefix() == "DENIED")
        return refused(ErrorCode::AccessDenied, value);
    switch (command.purpose) {
    case Purpose::Hello:
        return value.isError() ? helloAnswered(value) : Verdict();
    case Purpose::Authenticate:
        return value.isError() ? refused(ErrorCode::AccessDenied, value) : Verdict();
    case Purpose::Select:
        return value.isError() ? refused(ErrorCode::ServerError, value) : Verdict();
    case Purpose::Role:
        return roleAnswered(value);
    case Purpose::Subscribe:
        return subscribed(value);
    case Purpose::Ignore:
    case Purpose::Time:
    case Purpose::Last:
        break;
    }
    return {};
}

Verdict Handshake::helloAnswered(const resp::Value &error)
{
    if (error.errorPrefix() == "NOPROTO" || error.bytes.toLower().contains("unknown command")) {
        m_resp3 = false;
        return {Kind::Older};
    }
    return refused(ErrorCode::AccessDenied, error);
}

Verdict Handshake::subscribed(const resp::Value &value)
{
    m_subscribed = !value.isError();
    if (!m_subscribed)
        qCWarning(lcConnection).noquote()
            << "Waiting will be by asking, since the server says:" << textOf(value);
    return {};
}

} // namespace redguard::net
