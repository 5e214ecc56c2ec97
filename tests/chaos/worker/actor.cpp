// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "actor.h"

#include <QtCore/qmetaobject.h>

namespace chaos {

using namespace std::chrono_literals;
using redguard::LeaseInfo;
using What = Event::What;

namespace {

constexpr auto BetweenLooks = 4ms;
// For which isHeld() is still asked once it has to be false.
constexpr auto AfterGlow = 30ms;

QByteArray textOf(const redguard::Error &error)
{
    return QMetaEnum::fromType<redguard::ErrorCode>().valueToKey(int(error.code()));
}

} // namespace

Actor::Actor(const Subject &subject, redguard::RedGuard *guard, Stage &stage, QObject *parent)
    : QObject(parent)
    , m_subject(subject)
    , m_guard(guard)
    , m_stage(stage)
{
    for (QTimer *timer : {&m_timer, &m_whim, &m_looks})
        timer->setTimerType(Qt::PreciseTimer);
    m_timer.setSingleShot(true);
    m_whim.setSingleShot(true);
    connect(&m_looks, &QTimer::timeout, this, &Actor::look);
    create();
    rest();
}

Actor::~Actor()
{
    destroy();
}

void Actor::create()
{
    const QString name = QString::fromUtf8(m_subject.name);
    m_isRenewed = !m_stage.chance(m_stage.load.unrenewed);
    const auto renewal = !m_isRenewed ? redguard::Renewal::None
        : m_stage.chance(30)          ? redguard::Renewal::EventLoop
                                      : redguard::Renewal::Background;
    m_weight =
        m_subject.kind != Subject::Kind::Lock && m_stage.chance(25) ? std::min(2, m_subject.capacity) : 1;
    switch (m_subject.kind) {
    case Subject::Kind::Lock:
        m_primitive.reset(m_guard->lock(name, {.ttl = m_subject.ttl, .renewal = renewal}));
        break;
    case Subject::Kind::Semaphore:
        m_primitive.reset(m_guard->semaphore(
            name,
            {.capacity = m_subject.capacity, .permits = m_weight, .ttl = m_subject.ttl, .renewal = renewal}));
        break;
    case Subject::Kind::Limiter:
        m_primitive.reset(
            m_guard->limiter(name, {.limit = m_subject.capacity, .window = m_subject.ttl, .cost = m_weight}));
        break;
    }
    listen();
}

void Actor::destroy()
{
    m_timer.stop();
    m_whim.stop();
    if (m_state != State::Idle)
        write(What::Dropped);
    if (m_belief)
        m_belief->isGivenUp();
    forgetHold();
    m_primitive.reset();
    m_state = State::Idle;
}

void Actor::listen()
{
    using redguard::Primitive;
    Primitive *primitive = m_primitive.get();
    connect(primitive, &Primitive::acquired, this, [this](const LeaseInfo &info) {
        if (!isMine(info.requestId()))
            return;
        if (m_subject.kind == Subject::Kind::Limiter)
            admitted(info);
        else
            acquired(info, {});
    });
    connect(primitive, &Primitive::queued, this, [this](quint64 id) {
        if (isMine(id))
            write(What::Queued);
    });
    connect(primitive, &Primitive::released, this, [this](const LeaseInfo &info) {
        if (isMine(info.requestId()))
            ended(What::Released);
    });
    connect(primitive, &Primitive::lost, this, [this](const LeaseInfo &info, redguard::LossReason reason) {
        if (isMine(info.requestId()))
            ended(What::Lost, QMetaEnum::fromType<redguard::LossReason>().valueToKey(int(reason)));
    });
    connect(primitive, &Primitive::timedOut, this, [this](quint64 id) {
        if (isMine(id))
            ended(What::TimedOut);
    });
    connect(primitive, &Primitive::cancelled, this, [this](quint64 id) {
        if (isMine(id))
            ended(What::Cancelled);
    });
    connect(primitive, &Primitive::errorOccurred, this, [this](quint64 id, const redguard::Error &error) {
        if (isMine(id))
            ended(What::Failed, textOf(error));
    });
}

void Actor::write(What what, qint64 fence, const QByteArray &text)
{
    m_stage.history.write({.what = what,
                           .request = m_request,
                           .name = m_subject.name,
                           .fence = fence,
                           .permits = m_weight,
                           .text = text});
}

void Actor::stop()
{
    m_stopping = true;
    if (m_state == State::Idle) {
        m_timer.stop();
        Q_EMIT idle();
    }
}

void Actor::rest()
{
    m_state = State::Idle;
    m_whim.stop();
    if (m_stopping) {
        Q_EMIT idle();
        return;
    }
    m_timer.disconnect();
    m_timer.callOnTimeout(this, &Actor::ask);
    m_timer.start(m_stage.upTo(m_stage.load.pause));
}

void Actor::ask()
{
    std::chrono::milliseconds timeout = 50ms + m_stage.upTo(3000ms);
    if (m_stage.chance(15))
        timeout = 0ms;
    else if (m_stage.chance(m_stage.load.forever))
        timeout = redguard::Forever;
    m_request = ++m_stage.lastRequest;
    m_state = State::Waiting;
    m_isAsync = m_subject.kind != Subject::Kind::Limiter && m_stage.chance(50);
    const Instant span = timeout == 0ms ? m_stage.patience
        : timeout == redguard::Forever  ? -1ns
                                        : Instant(timeout);
    m_stage.history.write({.what = What::Invoke,
                           .request = m_request,
                           .name = m_subject.name,
                           .permits = m_weight,
                           .span = span,
                           .text = m_isAsync ? "async" : "signals"});
    if (m_isAsync)
        askAsync(timeout);
    else
        m_id = timeout == redguard::Forever ? m_primitive->acquire() : m_primitive->acquireFor(timeout);
    plan(timeout);
}

void Actor::askAsync(std::chrono::milliseconds timeout)
{
    m_id = 0;
    m_primitive->acquireAsync(
        timeout, this, [this, request = m_request](const redguard::Result<redguard::Lease> &result) {
            if (request != m_request || m_state != State::Waiting)
                return; // its object was destroyed, and so is the lease with the last of this
            if (result)
                acquired(result->info(), *result);
            else if (result.error().code() == redguard::ErrorCode::TimedOut)
                ended(What::TimedOut);
            else if (result.error().code() == redguard::ErrorCode::Cancelled)
                ended(What::Cancelled);
            else
                ended(What::Failed, textOf(result.error()));
        });
}

// What may come in between.
void Actor::plan(std::chrono::milliseconds timeout)
{
    const bool drops = m_stage.chance(m_stage.load.dropped);
    if (!drops && !m_stage.chance(m_stage.load.cancelled))
        return;
    m_whim.disconnect();
    m_whim.callOnTimeout(this, [this, drops] {
        if (drops) {
            destroy();
            create();
            rest();
        } else if (m_state == State::Waiting) {
            m_primitive->cancel();
        }
    });
    m_whim.start(m_stage.upTo(std::clamp<std::chrono::milliseconds>(timeout, 10ms, 2000ms)));
}

void Actor::admitted(const LeaseInfo &)
{
    m_stage.history.write({.since = m_stage.loopSince,
                           .what = What::Admitted,
                           .request = m_request,
                           .name = m_subject.name,
                           .permits = m_weight});
    m_id = 0;
    rest();
}

void Actor::acquired(const LeaseInfo &info, const redguard::Lease &lease)
{
    write(What::Acquired, info.fence());
    m_state = State::Holding;
    m_lease = lease;
    m_belief = std::make_shared<Belief>(m_stage.history, m_request, m_subject.name);
    if (m_isAsync)
        m_stage.sampler.add(m_belief, lease);
    look();
    m_looks.start(BetweenLooks);
    auto hold = m_stage.chance(20) ? 0ms : m_stage.upTo(m_stage.load.hold);
    if (!m_isRenewed && m_stage.chance(50))
        hold = m_subject.ttl * 3;
    m_timer.disconnect();
    m_timer.callOnTimeout(this, &Actor::giveBack);
    m_timer.start(hold);
    if (m_isRenewed && !m_isAsync && m_stage.chance(20))
        m_primitive->extend();
}

// The thread looks at a lease; of the loss of one nobody is told but who asks.
void Actor::look()
{
    if (!m_isAsync && m_belief && m_primitive)
        m_belief->look([this] { return m_primitive->isHeld(); });
    else if (m_isAsync && m_state == State::Holding && m_lease.wasLost())
        ended(What::Lost);
}

void Actor::giveBack()
{
    if (m_state != State::Holding)
        return;
    m_state = State::Releasing;
    m_belief->isGivenUp();
    if (!m_isAsync) {
        m_primitive->release();
        write(What::Releasing);
        return; // released() follows, or lost() where it came before
    }
    m_lease.release();
    write(What::Releasing);
    m_timer.disconnect();
    m_timer.callOnTimeout(this, [this] { ended(What::Released); });
    m_timer.start(AfterGlow);
}

void Actor::ended(What what, const QByteArray &text)
{
    write(what, 0, text);
    m_id = 0;
    forgetHold();
    rest();
}

void Actor::forgetHold()
{
    m_looks.stop();
    if (m_belief)
        m_stage.sampler.remove(m_belief);
    m_belief.reset();
    m_lease = {};
}

} // namespace chaos
