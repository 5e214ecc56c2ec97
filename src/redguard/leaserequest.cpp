// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "redguard/leaserequest.h"

#include "redguard/serverreply.h"
#include "redguard/session.h"
#include "scripts/reply.h"
#include "time/bootclock.h"

namespace redguard {

using namespace Qt::StringLiterals;

namespace {

sync::LeaseTerms termsOf(const Session &session, const LeaseOrder &order)
{
    sync::LeaseTerms terms;
    terms.ttl = order.ttl;
    terms.margin = session.options().margin;
    terms.drift = session.drift();
    terms.renew = order.renew;
    terms.patience = session.options().commandTimeout;
    return terms;
}

} // namespace

LeaseRequest::LeaseRequest(Session &session, const LeaseInfo &info, const LeaseScripts &scripts,
                           const LeaseOrder &order)
    : Request(session, info)
    , m_scripts(scripts)
    , m_order(order)
    , m_acquisition(termsOf(session, order))
{
}

void LeaseRequest::carryOut(const sync::Actions &actions)
{
    if (m_state && m_acquisition.phase() == sync::Acquisition::Phase::Held)
        m_state->prolong(m_acquisition.deadline());
    Request::carryOut(actions, m_acquisition.wakeAt());
}

void LeaseRequest::start(std::chrono::milliseconds timeout)
{
    carryOut(m_acquisition.start(bootTime(), timeout, m_session.isReady()));
}

void LeaseRequest::connected()
{
    carryOut(m_acquisition.connected(bootTime()));
}

void LeaseRequest::disconnected()
{
    abandonCalls();
    carryOut(m_acquisition.disconnected(bootTime()));
}

void LeaseRequest::tick(Instant now)
{
    carryOut(m_acquisition.tick(now));
}

void LeaseRequest::cancel()
{
    carryOut(m_acquisition.cancel());
}

void LeaseRequest::fail(const Error &error)
{
    setError(error);
    carryOut(m_acquisition.fail());
}

void LeaseRequest::release()
{
    if (m_state)
        m_state->end();
    carryOut(m_acquisition.release(bootTime()));
}

void LeaseRequest::abandon()
{
    if (m_state)
        m_state->end();
    carryOut(m_acquisition.abandon());
}

void LeaseRequest::granted(const sync::Grant &grant)
{
    carryOut(m_acquisition.granted(grant, bootTime(), m_session.clock()));
}

void LeaseRequest::movedToHead(ServerTime leaseEnd)
{
    carryOut(m_acquisition.movedToHead(leaseEnd, bootTime(), m_session.clock()));
}

bool LeaseRequest::isHolding() const
{
    return m_acquisition.phase() == sync::Acquisition::Phase::Held;
}

void LeaseRequest::answered(int tag, const net::Answer &answer)
{
    const auto self = shared_from_this();
    const Instant now = bootTime();
    if (tag == int(sync::Action::Acquire))
        carryOut(acquireAnswered(answer, now));
    else if (tag == int(sync::Action::Renew))
        carryOut(renewAnswered(answer, now));
    else
        carryOut(releaseAnswered(answer, now));
}

sync::Actions LeaseRequest::acquireAnswered(const net::Answer &answer, Instant now)
{
    const auto decoded = scripts::decodeAcquire(answer.value);
    if (!decoded) {
        const ServerRefusal refusal = refusalOf(answer.value);
        setError(refusal.error);
        return m_acquisition.acquireFailed(refusal.failure, now);
    }
    m_session.clock().observe(answer.sentAt, decoded->now, answer.readAt);
    return m_acquisition.acquireReplied(decoded->reply, answer.sentAt, now, m_session.clock());
}

sync::Actions LeaseRequest::renewAnswered(const net::Answer &answer, Instant now)
{
    const auto decoded = scripts::decodeRenew(answer.value);
    if (!decoded)
        return m_acquisition.renewFailed(refusalOf(answer.value).failure, now);
    m_session.clock().observe(answer.sentAt, decoded->now, answer.readAt);
    return m_acquisition.renewReplied(decoded->reply, answer.sentAt, now);
}

sync::Actions LeaseRequest::releaseAnswered(const net::Answer &answer, Instant now)
{
    const auto decoded = scripts::decodeRelease(answer.value);
    if (!decoded)
        return m_acquisition.releaseFailed(refusalOf(answer.value).failure, now);
    m_session.clock().observe(answer.sentAt, decoded->now, answer.readAt);
    return m_acquisition.releaseReplied(decoded->reply);
}

void LeaseRequest::sendAcquire()
{
    net::Arguments arguments(m_order.keys);
    arguments << token() << m_order.ttl.count() << m_order.permits << m_order.capacity
              << (m_acquisition.waits() ? "1" : "0") << m_session.connection()->channel()
              << m_acquisition.ticket();
    send(m_scripts.acquire, arguments, sync::Action::Acquire);
}

void LeaseRequest::sendRenew()
{
    net::Arguments arguments(QByteArrayList {m_order.keys.first()});
    arguments << token() << m_order.ttl.count() << m_order.permits;
    send(m_scripts.renew, arguments, sync::Action::Renew);
}

void LeaseRequest::sendRelease()
{
    net::Arguments arguments(m_order.keys);
    arguments << token() << m_order.permits;
    send(m_scripts.release, arguments, sync::Action::Release);
}

void LeaseRequest::prepare(sync::Action what)
{
    if (what == sync::Action::TellAcquired) {
        m_info.setFence(m_acquisition.fence());
        m_info.setDeadline(m_acquisition.deadline());
        m_state = std::make_shared<LeaseState>(m_info, m_session.mailbox(), &m_session);
    } else if (what == sync::Action::TellLost && m_state) {
        m_state->lose();
    } else if (what == sync::Action::TellTimedOut) {
        setError(Error(ErrorCode::TimedOut,
                       m_acquisition.waits() ? u"The wait for \"%1\" ended"_s.arg(info().name())
                                             : u"\"%1\" is not free"_s.arg(info().name())));
    } else if (what == sync::Action::TellFailed && m_acquisition.errorCode() == ErrorCode::NotConnected) {
        setError(
            Error(ErrorCode::NotConnected, u"There is no connection to ask for \"%1\""_s.arg(info().name())));
    } else if (what == sync::Action::TellFailed && m_acquisition.errorCode() == ErrorCode::Timeout) {
        setError(
            Error(ErrorCode::Timeout, u"The server did not answer in time for \"%1\""_s.arg(info().name())));
    }
}

} // namespace redguard
