// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "redguard/leaserequest.h"

#include <RedGuard/primitive.h>

#include "redguard/renewalthread.h"
#include "redguard/serverreply.h"
#include "redguard/session.h"
#include "scripts/reply.h"
#include "scripts/script.h"
#include "time/bootclock.h"

namespace redguard {

namespace {

constexpr int ReplicasTag = 100; // beside those of the actions

} // namespace

LeaseRequest::LeaseRequest(Session &session, quint64 id, const std::shared_ptr<const LeaseOrder> &order)
    : Request(session, id)
    , m_order(order)
    , m_acquisition(m_order->terms, session.unknownClock())
{
}

LeaseRequest::~LeaseRequest()
{
    if (m_renewal)
        RenewalThread::remove(m_renewal);
}

void LeaseRequest::carryOut(const sync::Actions &actions)
{
    using Phase = sync::Acquisition::Phase;
    const Phase phase = m_acquisition.phase();
    if (m_state && phase == Phase::Held)
        m_state->prolong(m_acquisition.deadline());
    if (phase >= Phase::Held)
        listen(false);
    if (m_line && phase >= Phase::Held)
        std::exchange(m_line, nullptr)->left(handle(), bootTime());
    if (m_renewal && phase > Phase::Held)
        RenewalThread::remove(std::exchange(m_renewal, nullptr));
    Request::carryOut(actions, m_acquisition.wakeAt());
}

// The background thread may have renewed the lease since this machine last ran.
Instant LeaseRequest::now()
{
    const Instant now = bootTime();
    if (m_state && isHolding())
        carryOut(m_acquisition.prolonged(m_state->deadline(), now));
    return now;
}

void LeaseRequest::claim(Instant now, bool isBlind)
{
    m_isBlind = isBlind && m_isTold;
    carryOut(m_acquisition.claim(now));
}

void LeaseRequest::renewedElsewhere()
{
    [[maybe_unused]] const Instant when = now();
}

void LeaseRequest::renewalRefused(LossReason reason)
{
    carryOut(m_acquisition.renewalRefused(reason, bootTime()));
}

void LeaseRequest::start(std::chrono::milliseconds timeout)
{
    carryOut(m_acquisition.start(bootTime(), timeout, isReady()));
}

void LeaseRequest::connected()
{
    carryOut(m_acquisition.connected(now()));
}

void LeaseRequest::disconnected()
{
    abandonCalls();
    m_line.reset(); // it has forgotten everybody
    m_unconfirmed.reset();
    carryOut(m_acquisition.disconnected(now()));
}

void LeaseRequest::tick(Instant /*now*/)
{
    carryOut(m_acquisition.tick(now()));
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
    const Instant when = now();
    if (m_state)
        m_state->end();
    carryOut(m_acquisition.release(when));
}

void LeaseRequest::prolong()
{
    const Instant when = now();
    carryOut(m_acquisition.prolong(when));
}

void LeaseRequest::abandon()
{
    if (m_state)
        m_state->end();
    carryOut(m_acquisition.abandon());
}

void LeaseRequest::granted(const sync::Grant &grant)
{
    if (std::exchange(m_isBlind, false)) // it was its own claim that had this granted
        m_session.countRescue();
    carryOut(m_acquisition.granted(grant, now()));
}

void LeaseRequest::movedToHead(ServerTime leaseEnd)
{
    carryOut(m_acquisition.movedToHead());
    if (m_line)
        m_line->movedToHead(handle(), leaseEnd, bootTime());
}

bool LeaseRequest::isHolding() const
{
    return m_acquisition.phase() == sync::Acquisition::Phase::Held;
}

void LeaseRequest::answeredHere(int tag, const net::Answer &answer)
{
    const Instant when = now();
    if (tag == int(sync::Action::Acquire))
        carryOut(acquireAnswered(answer, when));
    else if (tag == int(sync::Action::Renew))
        carryOut(renewAnswered(answer, when));
    else if (tag == ReplicasTag)
        carryOut(replicasAnswered(answer, when));
    else
        carryOut(releaseAnswered(answer, when));
}

sync::Actions LeaseRequest::acquireAnswered(const net::Answer &answer, Instant now)
{
    const auto decoded = scripts::decodeAcquire(answer.value);
    if (!decoded) {
        const ServerRefusal refusal = refusalOf(answer.value);
        setError(refusal.error);
        return m_acquisition.acquireFailed(refusal.failure, now);
    }
    clock().observe(answer.sentAt, decoded->now, answer.readAt);
    const bool isHeld = decoded->reply.verdict == sync::AcquireReply::Verdict::Held;
    if (!isHeld || m_session.options().replicas == 0 || isHolding())
        return acquireReplied(decoded->reply, answer.sentAt, now);
    awaitReplicas(decoded->reply, answer.sentAt);
    return {};
}

sync::Actions LeaseRequest::acquireReplied(const sync::AcquireReply &reply, Instant sentAt, Instant now)
{
    using Phase = sync::Acquisition::Phase;
    using Verdict = sync::AcquireReply::Verdict;
    auto actions = m_acquisition.acquireReplied(reply, sentAt, now);
    const bool isGranted = reply.verdict == Verdict::Held;
    if (std::exchange(m_isBlind, false) && isGranted)
        m_session.countRescue();
    if (const auto line = m_session.findLine(key(), kind()); line && isGranted && reply.place.entered)
        line->queueLost();
    if (reply.verdict == Verdict::Waits && m_acquisition.phase() == Phase::Queued) {
        m_line = m_session.line(key(), kind(), clock());
        m_line->queued(*this, reply.place, now);
    }
    return actions;
}

// Behind the acquire on the same connection: WAIT asks for what that has written.
void LeaseRequest::awaitReplicas(const sync::AcquireReply &reply, Instant sentAt)
{
    m_unconfirmed = std::make_unique<Unconfirmed>(Unconfirmed {reply, sentAt});
    const GuardOptions &options = m_session.options();
    setCall(sync::Action::Acquire,
            route().connection->ask({"WAIT", QByteArray::number(options.replicas),
                                     QByteArray::number(qint64(options.replicaTimeout.count()))},
                                    this, ReplicasTag));
}

// What is not confirmed is not held, and given back.
sync::Actions LeaseRequest::replicasAnswered(const net::Answer &answer, Instant now)
{
    const auto unconfirmed = std::exchange(m_unconfirmed, nullptr);
    if (!unconfirmed)
        return {};
    const qint64 confirmed = answer.value.isError() ? 0 : answer.value.toInteger().value_or(0);
    if (confirmed >= m_session.options().replicas)
        return acquireReplied(unconfirmed->reply, unconfirmed->sentAt, now);
    setError(Error(ErrorCode::NotReplicated,
                   Primitive::tr("\"%1\" was confirmed by %2 of %3 replicas in time")
                       .arg(name())
                       .arg(confirmed)
                       .arg(m_session.options().replicas)));
    return m_acquisition.acquireFailed(sync::Failure::Final, now);
}

sync::Actions LeaseRequest::renewAnswered(const net::Answer &answer, Instant now)
{
    const auto decoded = scripts::decodeRenew(answer.value);
    if (!decoded)
        return m_acquisition.renewFailed(refusalOf(answer.value).failure, now);
    clock().observe(answer.sentAt, decoded->now, answer.readAt);
    return m_acquisition.renewReplied(decoded->reply, answer.sentAt, now);
}

sync::Actions LeaseRequest::releaseAnswered(const net::Answer &answer, Instant now)
{
    const auto decoded = scripts::decodeRelease(answer.value);
    if (!decoded)
        return m_acquisition.releaseFailed(refusalOf(answer.value).failure, now);
    clock().observe(answer.sentAt, decoded->now, answer.readAt);
    return m_acquisition.releaseReplied(decoded->reply);
}

LeaseInfo LeaseRequest::info() const
{
    return m_state ? m_state->info() : LeaseInfo(id(), name(), m_order->permits);
}

QByteArray LeaseRequest::slotChannel() const
{
    return scripts::helperKey(key(), kind(), "c:" + m_session.clientName().id());
}

// A server that the slot is on its way to serves none of its channels yet: who waits there asks.
QByteArray LeaseRequest::channel()
{
    if (!m_acquisition.waits() || route().asking == net::Connection::Asking::Yes)
        return {};
    net::Connection &connection = *route().connection;
    const bool isOfSlot = connection.hasSlotChannels();
    if (isOfSlot)
        listen(true);
    QByteArray channel = connection.channel(isOfSlot ? slotChannel() : QByteArray());
    m_isTold = !channel.isEmpty();
    return channel;
}

void LeaseRequest::listen(bool on)
{
    if (std::exchange(m_listens, on) == on)
        return;
    if (on)
        m_session.listen(slotChannel());
    else if (m_session.unlisten(slotChannel()) && isReady())
        route().connection->leaveChannel(slotChannel());
}

std::chrono::milliseconds LeaseRequest::ttl() const
{
    return std::chrono::floor<std::chrono::milliseconds>(m_order->terms.ttl);
}

void LeaseRequest::sendAcquire()
{
    net::Arguments arguments(*m_order->keys);
    arguments << token() << ttl().count() << m_order->permits << m_order->capacity
              << (m_acquisition.waits() ? "1" : "0") << channel() << m_acquisition.ticket()
              << m_acquisition.acquireNotAfter().count();
    send(scripts::acquire(kind()), arguments, sync::Action::Acquire);
}

void LeaseRequest::sendRenew()
{
    net::Arguments arguments(QByteArrayList {key()});
    arguments << token() << m_acquisition.extension().count() << m_order->permits;
    send(scripts::renew(kind()), arguments, sync::Action::Renew);
}

void LeaseRequest::sendRelease()
{
    net::Arguments arguments(*m_order->keys);
    arguments << token() << m_order->permits << m_acquisition.strayUntil().count();
    send(scripts::release(kind()), arguments, sync::Action::Release);
}

// Before anybody is told of the hold, and may block this thread.
void LeaseRequest::renewInBackground()
{
    m_renewal = std::make_shared<RenewalOrder>(m_order, m_acquisition.heldSince());
    m_renewal->handle = handle();
    m_renewal->state = m_state;
    m_renewal->target = m_session.renewals();
    m_renewal->token = token();
    RenewalThread::add(m_renewal);
}

void LeaseRequest::prepare(sync::Action what)
{
    if (what == sync::Action::TellAcquired) {
        LeaseInfo granted = info();
        granted.setFence(m_acquisition.fence());
        granted.setDeadline(m_acquisition.deadline());
        m_state = std::make_shared<LeaseState>(granted, handle(), m_session.mailbox(), &m_session);
        if (m_order->terms.renewal == Renewal::Background)
            renewInBackground();
    } else if (what == sync::Action::TellLost && m_state) {
        m_state->lose();
    } else if (what == sync::Action::TellTimedOut) {
        setError(Error(ErrorCode::TimedOut,
                       m_acquisition.waits() ? Primitive::tr("The wait for \"%1\" ended").arg(name())
                                             : Primitive::tr("\"%1\" is not free").arg(name())));
    } else if (what == sync::Action::TellFailed && m_acquisition.errorCode() == ErrorCode::NotConnected) {
        setError(Error(ErrorCode::NotConnected,
                       Primitive::tr("There is no connection to ask for \"%1\"").arg(name())));
    } else if (what == sync::Action::TellFailed && m_acquisition.errorCode() == ErrorCode::Timeout) {
        setError(Error(ErrorCode::Timeout,
                       Primitive::tr("The server did not answer in time for \"%1\"").arg(name())));
    }
}

} // namespace redguard
