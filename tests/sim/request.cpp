// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "request.h"

#include "world.h"

namespace redguard::sim {

using sync::Action;
using sync::Actions;
using Phase = sync::Acquisition::Phase;

namespace {

bool isTold(Action action)
{
    return action >= Action::TellQueued && action <= Action::TellReleased;
}

QByteArray tokenOf(int id, int attempt)
{
    return "T" + QByteArray::number(id) + (attempt == 0 ? QByteArray() : "." + QByteArray::number(attempt));
}

} // namespace

Request::Request(World &world, Client &client, int id, const RequestPlan &plan)
    : m_world(world)
    , m_client(client)
    , m_id(id)
    , m_plan(plan)
    , m_token(tokenOf(id, 0))
    , m_machine(m_plan.terms, client.serverClock())
{
}

Instant Request::now() const
{
    return m_client.now();
}

bool Request::isWaiting() const
{
    return m_isStarted && !m_isCrashed && m_machine.phase() > Phase::Idle && m_machine.phase() < Phase::Held;
}

bool Request::isHolding() const
{
    return m_machine.phase() == Phase::Held;
}

void Request::carryOut(const Actions &actions)
{
    const Phase phase = m_machine.phase();
    if (m_hold && phase == Phase::Held)
        m_hold->prolong(m_machine.deadline(), now());
    if (m_isInLine && phase >= Phase::Held)
        leaveLine();
    if (m_isRenewedElsewhere && phase > Phase::Held) {
        m_isRenewedElsewhere = false;
        m_client.renewer().remove(m_id);
    }
    m_wakeAt = m_machine.wakeAt();
    m_client.wakesChanged();
    bool waits = false;
    for (const Action action : actions) {
        if (isTold(action))
            prepare(action);
        waits |= action == Action::TellLost && !m_world.has(Bug::ReleaseBeforeLost);
        if (waits || isTold(action))
            m_client.later(m_id, action);
        else
            perform(action);
    }
}

void Request::perform(Action action)
{
    if (m_isCrashed)
        return;
    if (action == Action::Forget) {
        m_wakeAt = Never;
        m_isForgotten = true;
        abandonCalls();
        m_world.checker.forgotten(*this);
    } else if (isTold(action)) {
        told(action);
    } else if (m_client.isReady()) {
        transmit(action);
    }
}

void Request::transmit(Action action)
{
    if (action == Action::Acquire) {
        sendAcquire();
    } else if (action == Action::Renew) {
        sendRenew();
    } else if (!m_world.has(Bug::CancelNotSent) || m_hold) {
        abandonCalls();
        sendRelease();
    }
}

Message Request::messageOf(Message::Type type)
{
    Message message;
    message.type = type;
    message.name = quint8(m_plan.name);
    message.request = quint16(m_id);
    message.call = m_calls[std::size_t(type) - std::size_t(Message::Type::Acquire)] = m_client.newCall();
    message.token = m_token;
    message.permits = m_plan.permits;
    return message;
}

void Request::abandonCalls()
{
    m_calls = {};
}

void Request::sendAcquire()
{
    Message message = messageOf(Message::Type::Acquire);
    message.ttl = std::chrono::duration_cast<reference::Milliseconds>(m_plan.terms.ttl);
    message.waits = m_machine.waits();
    message.ticket = m_world.has(Bug::TicketForgotten) ? 0 : m_machine.ticket();
    message.notAfter = m_world.has(Bug::NoNotAfter) ? ServerTime::max() : m_machine.acquireNotAfter();
    message.isClaim = m_isClaiming;
    m_client.send(std::move(message));
}

void Request::sendRenew()
{
    if (m_world.has(Bug::GrantNotExtended) && !std::exchange(m_wasExtended, true))
        return;
    Message message = messageOf(Message::Type::Renew);
    message.ttl = m_machine.extension();
    m_client.send(std::move(message));
}

void Request::sendRelease()
{
    Message message = messageOf(Message::Type::Release);
    message.notAfter = m_world.has(Bug::NoNotAfter) || m_world.has(Bug::NoTombstone) ? ServerTime(0)
                                                                                     : m_machine.strayUntil();
    m_client.send(std::move(message));
    m_world.checker.releaseSent(*this);
}

void Request::leaveLine()
{
    m_isInLine = false;
    m_client.line(m_plan.name).left(m_id);
}

void Request::useRenewals()
{
    if (m_hold && isHolding())
        carryOut(m_machine.prolonged(m_hold->deadline, now()));
}

void Request::claim(bool byTimer)
{
    m_isClaiming = byTimer;
    carryOut(m_machine.claim(now()));
    m_isClaiming = false;
}

void Request::renewedElsewhere()
{
    useRenewals();
}

void Request::renewalRefused(LossReason reason)
{
    carryOut(m_machine.renewalRefused(reason, now()));
}

void Request::start()
{
    if (m_isStarted || m_isCrashed)
        return;
    m_isStarted = true;
    m_world.note("client %d    request %d starts, name %d, timeout %lld ms, ttl %d ms", m_plan.client, m_id,
                 m_plan.name,
                 m_plan.timeout == Forever ? -1LL : static_cast<long long>(m_plan.timeout.count()),
                 int(m_plan.terms.ttl / std::chrono::milliseconds(1)));
    m_world.checker.started(*this);
    carryOut(m_machine.start(now(), m_plan.timeout, m_client.isReady()));
}

void Request::connected()
{
    if (m_world.has(Bug::NewTokenOnRetry) && isWaiting())
        m_token = tokenOf(m_id, int(m_client.newCall()));
    useRenewals();
    carryOut(m_machine.connected(now()));
}

void Request::disconnected()
{
    abandonCalls();
    m_isInLine = false;
    useRenewals();
    carryOut(m_machine.disconnected(now()));
}

void Request::tick()
{
    useRenewals();
    carryOut(m_machine.tick(now()));
}

void Request::userCancels()
{
    if (!m_isStarted || m_isForgotten || m_isCrashed)
        return;
    m_world.note("client %d    request %d is cancelled by its user", m_plan.client, m_id);
    carryOut(m_machine.cancel());
}

void Request::userExtends()
{
    if (m_isCrashed || !isHolding())
        return;
    m_world.note("client %d    request %d is extended by its user", m_plan.client, m_id);
    useRenewals();
    carryOut(m_machine.prolong(now()));
    planExtension();
}

void Request::planExtension()
{
    if (m_plan.extendsEvery > Duration::zero())
        m_world.enter(m_world.now() + m_plan.extendsEvery, Happening::UserExtends, m_id);
}

void Request::userEnds()
{
    if (m_isForgotten || m_isCrashed)
        return;
    useRenewals();
    m_world.note("client %d    request %d is %s by its user", m_plan.client, m_id,
                 m_plan.leave == Leave::Abandon ? "abandoned" : "released");
    if (m_hold && !m_world.has(Bug::HeldUntilReleased))
        m_hold->isOver = true;
    m_world.checker.ended(*this, m_plan.leave);
    m_world.again(m_plan);
    if (m_plan.leave == Leave::Abandon)
        carryOut(m_machine.abandon());
    else
        carryOut(m_machine.release(now()));
}

void Request::stop()
{
    if (!m_isStarted || m_isForgotten || m_isCrashed)
        return;
    userCancels();
    if (isHolding()) {
        m_plan.leave = Leave::Release;
        userEnds();
    }
}

void Request::close()
{
    m_plan.leave = Leave::Abandon;
    userEnds();
}

void Request::crash()
{
    m_isCrashed = true;
    m_wakeAt = Never;
    if (m_hold)
        m_hold->isOver = true;
}

void Request::granted(const sync::Grant &grant)
{
    if (m_world.has(Bug::GrantIgnored))
        return;
    useRenewals();
    sync::Grant arrived = grant;
    if (m_world.has(Bug::HoldWithoutProof) && m_client.serverClock().isKnown())
        arrived.at = m_client.serverClock().atMost(now());
    carryOut(m_machine.granted(arrived, now()));
}

void Request::movedToHead(ServerTime leaseEnd)
{
    carryOut(m_machine.movedToHead());
    if (m_isInLine)
        m_client.line(m_plan.name).movedToHead(m_id, leaseEnd);
}

void Request::answered(const Message &reply)
{
    quint32 &call = m_calls[std::size_t(reply.type) - std::size_t(Message::Type::Acquire)];
    if (call != reply.call)
        return;
    call = 0;
    useRenewals();
    const Instant when = now();
    if (reply.type == Message::Type::Acquire)
        carryOut(acquireAnswered(reply, when));
    else if (reply.type == Message::Type::Renew)
        carryOut(renewAnswered(reply, when));
    else
        carryOut(releaseAnswered(reply, when));
}

Actions Request::acquireAnswered(const Message &reply, Instant now)
{
    using Verdict = sync::AcquireReply::Verdict;
    if (reply.isRefused)
        return m_machine.acquireFailed(sync::Failure::Busy, now);
    m_client.serverClock().observe(reply.sentAt, reply.time, now);
    const bool isLate = m_world.has(Bug::LateReplyHolds);
    const Instant sentAt = m_world.has(Bug::DeadlineFromReply) ? now : reply.sentAt;
    auto actions = m_machine.acquireReplied(reply.acquired, sentAt, isLate ? sentAt : now);
    if (reply.acquired.verdict == Verdict::Held && reply.acquired.place.entered)
        m_client.line(m_plan.name).queueLost();
    if (reply.acquired.verdict == Verdict::Waits && m_machine.phase() == Phase::Queued) {
        m_isInLine = true;
        m_world.checker.queued(*this, reply.acquired.place.ticket);
        m_client.line(m_plan.name).queued(m_id, reply.acquired.place, m_plan.terms.ttl);
    }
    return actions;
}

Actions Request::renewAnswered(const Message &reply, Instant now)
{
    if (reply.isRefused)
        return m_machine.renewFailed(sync::Failure::Busy, now);
    m_client.serverClock().observe(reply.sentAt, reply.time, now);
    if (m_world.has(Bug::LateRenewalRevives) && m_hold && reply.renewed == sync::RenewReply::Extended) {
        auto actions = m_machine.renewReplied(reply.renewed, reply.sentAt, reply.sentAt);
        m_hold->deadline = std::max(m_hold->deadline, m_machine.deadline());
        return actions;
    }
    return m_machine.renewReplied(reply.renewed, m_world.has(Bug::DeadlineFromReply) ? now : reply.sentAt,
                                  now);
}

Actions Request::releaseAnswered(const Message &reply, Instant now)
{
    if (reply.isRefused)
        return m_machine.releaseFailed(sync::Failure::Busy, now);
    m_client.serverClock().observe(reply.sentAt, reply.time, now);
    return m_machine.releaseReplied(reply.wasHeld);
}

void Request::prepare(Action action)
{
    if (action == Action::TellAcquired) {
        m_hold = Hold {m_machine.deadline()};
        m_world.checker.held(*this);
        if (m_plan.terms.renewal == Renewal::Background) {
            m_isRenewedElsewhere = true;
            m_client.renewer().add(*this);
        }
    } else if (action == Action::TellLost && m_hold) {
        m_hold->isOver = true;
    }
    m_world.checker.decided(*this, action);
}

void Request::told(Action action)
{
    if (action == Action::TellLost && m_world.has(Bug::LostUntold))
        return;
    m_world.checker.told(*this, action);
    if (action >= Action::TellTimedOut && action <= Action::TellFailed)
        m_world.again(m_plan);
    if (m_world.has(Bug::ToldTwice) && action == Action::TellTimedOut)
        m_world.checker.told(*this, action);
    if (action != Action::TellAcquired)
        return;
    if (m_world.isStopping()) {
        stop();
        return;
    }
    if (m_plan.leave != Leave::Never)
        m_world.enter(m_world.now() + m_plan.holds, Happening::UserEnds, m_id);
    planExtension();
    if (m_plan.blocks > Duration::zero())
        m_client.block(m_plan.blocks, false);
}

} // namespace redguard::sim
