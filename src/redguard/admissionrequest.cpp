// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "redguard/admissionrequest.h"

#include "redguard/serverreply.h"
#include "redguard/session.h"
#include "scripts/keys.h"
#include "scripts/reply.h"
#include "time/bootclock.h"

namespace redguard {

namespace {

constexpr qint64 KeepSlot = -1;

qint64 microseconds(Duration duration)
{
    return std::chrono::floor<std::chrono::microseconds>(duration).count();
}

} // namespace

AdmissionRequest::AdmissionRequest(Session &session, quint64 id, const QString &name, const QByteArray &key,
                                   const RateLimiterOptions &options)
    : Request(session, id)
    , m_name(name)
    , m_key(key)
    , m_options(options)
    , m_admission({options.slack, session.options().commandTimeout})
{
}

void AdmissionRequest::start(std::chrono::milliseconds timeout)
{
    carryOut(m_admission.start(bootTime(), timeout, isReady()));
}

void AdmissionRequest::connected()
{
    carryOut(m_admission.connected(bootTime()));
}

void AdmissionRequest::disconnected()
{
    abandonCalls();
    m_admission.disconnected();
    carryOut({});
}

void AdmissionRequest::tick(Instant now)
{
    carryOut(m_admission.tick(now, clock()));
}

void AdmissionRequest::cancel()
{
    carryOut(m_admission.cancel());
}

void AdmissionRequest::fail(const Error &error)
{
    setError(error);
    carryOut(m_admission.fail());
}

void AdmissionRequest::abandon()
{
    carryOut(m_admission.abandon());
}

void AdmissionRequest::answeredHere(int tag, const net::Answer &answer)
{
    const Instant now = bootTime();
    carryOut(tag == int(sync::Action::Acquire) ? reserveAnswered(answer, now) : cancelAnswered(answer, now));
}

sync::Actions AdmissionRequest::reserveAnswered(const net::Answer &answer, Instant now)
{
    const auto decoded = scripts::decodeReserve(answer.value, m_options.limit);
    if (!decoded) {
        const ServerRefusal refusal = refusalOf(answer.value);
        setError(refusal.error);
        return m_admission.reserveFailed(refusal.failure, now);
    }
    clock().observe(answer.sentAt, decoded->now, answer.readAt);
    return m_admission.reserveReplied(decoded->reply, now, clock());
}

sync::Actions AdmissionRequest::cancelAnswered(const net::Answer &answer, Instant now)
{
    if (answer.value.isError())
        return m_admission.cancelFailed(refusalOf(answer.value).failure, now);
    return m_admission.cancelReplied();
}

LeaseInfo AdmissionRequest::info() const
{
    LeaseInfo info(id(), name(), 1);
    info.setQuota(m_admission.quota());
    return info;
}

QByteArrayList AdmissionRequest::keys() const
{
    QByteArrayList keys {m_key};
    if (isPaced())
        keys.append(scripts::helperKey(m_key, scripts::Kind::RateLimiter,
                                       QByteArrayView(token()).toByteArray().toHex()));
    return keys;
}

// Rounded up to whole microseconds, which errs to the side of fewer admissions.
qint64 AdmissionRequest::interval() const
{
    return (microseconds(m_options.window) + m_options.limit - 1) / m_options.limit;
}

void AdmissionRequest::sendAcquire()
{
    net::Arguments arguments(keys());
    arguments << token() << m_options.cost << microseconds(m_admission.longestWait(bootTime()))
              << (m_admission.slotIsVoid() ? microseconds(m_admission.lead()) : KeepSlot);
    if (isPaced()) {
        arguments << (m_options.burst > 0 ? m_options.burst : m_options.limit) << interval();
        send(scripts::reservePaced(), arguments, sync::Action::Acquire);
        return;
    }
    arguments << m_options.limit << microseconds(m_options.window);
    for (const RateWindow &more : m_options.more)
        arguments << more.limit << microseconds(more.window);
    send(scripts::reserveWindow(), arguments, sync::Action::Acquire);
}

void AdmissionRequest::sendRelease()
{
    net::Arguments arguments(keys());
    if (isPaced())
        send(scripts::cancelPaced(), arguments << interval(), sync::Action::Release);
    else
        send(scripts::cancelWindow(), arguments << token() << m_options.cost, sync::Action::Release);
}

void AdmissionRequest::prepare(sync::Action what)
{
    if (what == sync::Action::TellAcquired) {
        m_state = std::make_shared<LeaseState>(info(), handle(), m_session.mailbox(), &m_session);
    } else if (what == sync::Action::TellTimedOut) {
        setError(Error(ErrorCode::TimedOut, Primitive::tr("\"%1\" admits no more for now").arg(name()),
                       m_admission.quota()));
    } else if (what == sync::Action::TellFailed && m_admission.errorCode() == ErrorCode::NotConnected) {
        setError(Error(ErrorCode::NotConnected,
                       Primitive::tr("There is no connection to ask \"%1\"").arg(name())));
    } else if (what == sync::Action::TellFailed && m_admission.errorCode() == ErrorCode::Timeout) {
        setError(Error(ErrorCode::Timeout,
                       Primitive::tr("The server did not answer in time for \"%1\"").arg(name())));
    }
}

} // namespace redguard
