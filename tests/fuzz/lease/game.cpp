// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "lease/game.h"

#include "expect.h"

using namespace redguard;
using namespace redguard::sync;
using namespace std::chrono_literals;

namespace {

using Phase = Acquisition::Phase;

constexpr qint64 Fence = 1'700'000'000'000'123;
constexpr qint64 Ticket = 1'700'000'000'000'045;
constexpr Duration Year = 24h * 365;
constexpr Instant LongestUptime = 20 * Year;
constexpr Instant EndOfGame = 70 * Year;

// What the public classes let through.
LeaseTerms terms(Tape &tape)
{
    LeaseTerms terms;
    terms.drift = Drift {int(tape.upTo(500'000us).count())};
    terms.ttl = 1ms + tape.upTo(Duration(24h * 366 - 1ms));
    terms.ttl = std::max<Duration>(std::chrono::floor<std::chrono::milliseconds>(terms.ttl), 1ms);
    const Duration most = terms.drift.shorter(terms.ttl);
    terms.margin = tape.flag() ? std::min<Duration>(2ms, most / 2) : tape.upTo(most - 1ns);
    terms.renewal = Renewal(tape.upTo(2));
    terms.maxHold = tape.flag() ? Never : terms.ttl + tape.upTo(Duration(90 * Year));
    terms.confirmsGrants = tape.flag();
    terms.patience = 1ms + tape.upTo(Duration(24h));
    return terms;
}

std::chrono::milliseconds timeout(Tape &tape)
{
    const std::chrono::milliseconds timeouts[] = {
        0ms, -1ms, 1ms, 20s, Forever, std::chrono::milliseconds::max(), std::chrono::milliseconds::min()};
    const int kind = tape.upTo(8);
    return kind < 7 ? timeouts[kind] : tape.upTo(std::chrono::milliseconds(24h * 365 * 200));
}

} // namespace

Game::Game(Tape &tape)
    : m_tape(tape)
    , m_replies(tape)
    , m_terms(terms(tape))
    , m_clock(m_terms.drift)
    , m_acquisition(m_terms, m_clock)
    , m_now(tape.upTo(Duration(Year)))
{
}

void Game::play()
{
    m_connected = m_tape.flag();
    take(m_acquisition.start(m_now, timeout(m_tape), m_connected));
    while (!m_tape.isAtEnd())
        step();
    drain();
}

void Game::step()
{
    switch (m_tape.upTo(11)) {
    case 0:
        if (!std::exchange(m_connected, true))
            take(m_acquisition.connected(m_now));
        break;
    case 1:
        if (std::exchange(m_connected, false)) {
            m_sent.clear();
            m_clock.reset();
            take(m_acquisition.disconnected(m_now));
        }
        break;
    case 2:
        disturb();
        break;
    case 3:
        m_replies.stepClock();
        break;
    case 4:
        sleep();
        break;
    case 5:
        tick();
        break;
    case 6:
        wake(LongestUptime);
        break;
    case 7:
        if (m_connected)
            grant();
        break;
    default:
        if (!m_sent.empty())
            answer();
    }
}

// What the caller, the queue and the renewing thread do at any time.
void Game::disturb()
{
    switch (m_tape.upTo(8)) {
    case 0:
        return take(m_acquisition.cancel());
    case 1:
        return take(m_acquisition.release(m_now));
    case 2:
        return take(m_acquisition.fail());
    case 3:
        m_abandoned = true;
        return take(m_acquisition.abandon());
    case 4:
        return take(m_acquisition.prolong(m_now));
    case 5:
        return take(m_acquisition.claim(m_now));
    case 6:
        return take(m_acquisition.movedToHead());
    case 7: {
        const Instant deadline = m_now + m_tape.upTo(Duration(Year)) - 1s;
        prove(deadline);
        return take(m_acquisition.prolonged(deadline, m_now));
    }
    default:
        return take(m_acquisition.renewalRefused(LossReason::TakenOver, m_now));
    }
}

void Game::sleep()
{
    m_now += m_tape.upTo(Duration(10 * Year));
    m_now = std::min<Instant>(m_now, LongestUptime);
}

void Game::tick()
{
    take(m_acquisition.tick(m_now));
    expect(m_acquisition.phase() != Phase::Held || m_now < m_acquisition.deadline(),
           "no hold past its deadline");
}

void Game::wake(Instant limit)
{
    const Instant when = m_acquisition.wakeAt();
    if (when > limit)
        return;
    m_now = std::max(m_now, when);
    for (int i = 0; m_acquisition.wakeAt() <= m_now; ++i) {
        expect(i < 4, "the ticks of one instant come to an end");
        tick();
    }
}

void Game::observe(Instant sentAt, ServerTime time)
{
    m_clock.observe(sentAt, time, m_now);
}

void Game::answer()
{
    const Sent sent = m_sent.front();
    m_sent.pop_front();
    if (sent.what == Action::Acquire)
        take(acquireAnswered(sent));
    else if (sent.what == Action::Renew)
        take(renewAnswered(sent));
    else
        take(releaseAnswered(sent));
}

Actions Game::acquireAnswered(const Sent &sent)
{
    const qint64 now = m_replies.time(m_now).count();
    const int verdict = m_isKind ? 1 : m_tape.upTo(2);
    const auto value = verdict == 0 ? m_replies.integers({0, 1 + m_tape.upTo(9), now, now, Ticket, 1})
                                    : m_replies.integers({verdict, Fence + m_tape.upTo(1), now, 1});
    const auto decoded = scripts::decodeAcquire(value);
    if (!decoded)
        return m_acquisition.acquireFailed(failure(), m_now);
    observe(sent.at, decoded->now);
    if (decoded->reply.verdict == AcquireReply::Verdict::Held)
        prove(sent.at + m_terms.ttl);
    return m_acquisition.acquireReplied(decoded->reply, sent.at, m_now);
}

Actions Game::renewAnswered(const Sent &sent)
{
    const auto value = m_replies.integers({m_isKind ? 1 : m_tape.upTo(2), m_replies.time(m_now).count()});
    const auto decoded = scripts::decodeRenew(value);
    if (!decoded)
        return m_acquisition.renewFailed(failure(), m_now);
    observe(sent.at, decoded->now);
    if (decoded->reply == RenewReply::Extended)
        prove(sent.at + sent.asked);
    return m_acquisition.renewReplied(decoded->reply, sent.at, m_now);
}

Actions Game::releaseAnswered(const Sent &sent)
{
    const auto value = m_replies.integers({m_isKind ? 1 : m_tape.upTo(1), m_replies.time(m_now).count()});
    const auto decoded = scripts::decodeRelease(value);
    if (!decoded)
        return m_acquisition.releaseFailed(m_isKind ? Failure::Final : failure(), m_now);
    observe(sent.at, decoded->now);
    return m_acquisition.releaseReplied(decoded->reply);
}

void Game::grant()
{
    QByteArray payload = "g0123456789abcdef";
    if (m_tape.flag()) {
        payload += m_tape.bytes(m_tape.upTo(60)).toByteArray();
    } else {
        const qint64 at =
            m_tape.flag() ? m_tape.anyInteger() : m_replies.time(m_now - m_tape.upTo(3s)).count();
        const qint64 lease = m_tape.flag() ? m_tape.anyInteger() : 2000;
        payload += QByteArray::number(Fence) + ' ' + QByteArray::number(at) + ' ' + QByteArray::number(lease)
            + " 1 l K";
    }
    const auto message = scripts::decodeMessage(payload);
    if (!message || !message->isGrant)
        return;
    if (m_clock.isKnown())
        prove(m_clock.earliest(message->grant.at) + message->grant.lease);
    take(m_acquisition.granted(message->grant, m_now));
}

// With a connection, and a server that answers as it should, every acquisition comes to an end or to a hold.
void Game::drain()
{
    m_isKind = true;
    if (!std::exchange(m_connected, true))
        take(m_acquisition.connected(m_now));
    for (int i = 0; i < 400; ++i) {
        const Phase phase = m_acquisition.phase();
        if (m_sent.empty() && (phase == Phase::Done || phase == Phase::Held))
            return;
        if (!m_sent.empty())
            answer();
        else if (m_acquisition.wakeAt() > EndOfGame && phase == Phase::Queued)
            take(m_acquisition.claim(m_now)); // as the look-out does
        else
            wake(EndOfGame);
    }
    expect(false, "every acquisition comes to an end or to a hold");
}

void Game::take(const Actions &actions)
{
    expect(!m_forgotten || actions.isEmpty(), "nothing comes after Forget");
    for (const Action action : actions) {
        expect(!m_forgotten, "Forget comes last");
        if (action == Action::Acquire || action == Action::Renew || action == Action::Release)
            send(action);
        else
            tell(action);
    }
    expectConsistent();
}

void Game::send(Action action)
{
    expect(m_connected, "nothing is sent while disconnected");
    if (action == Action::Release)
        m_sent.clear(); // whoever asked for the rest is gone
    for (const Sent &sent : m_sent)
        expect(sent.what != action, "a command is sent once at a time");
    if (action == Action::Acquire) {
        expect(m_acquisition.acquireNotAfter() > m_notAfter, "one asking can be told from the one before");
        m_notAfter = m_acquisition.acquireNotAfter();
    }
    m_sent.push_back({action, m_now, m_acquisition.extension()});
}

void Game::tell(Action action)
{
    switch (action) {
    case Action::TellAcquired:
        m_held = true;
        expect(m_now < m_acquisition.deadline(), "a hold lies ahead");
        Q_FALLTHROUGH();
    case Action::TellTimedOut:
    case Action::TellCancelled:
    case Action::TellFailed:
        expect(!m_abandoned && ++m_outcomes == 1, "a request has one outcome");
        break;
    case Action::TellLost:
    case Action::TellReleased:
        expect(!m_abandoned && m_held && ++m_ends == 1, "a hold has one end");
        break;
    case Action::TellAtRisk:
    case Action::TellRenewed:
        expect(m_held && m_ends == 0 && m_now < m_acquisition.deadline(), "what is renewed is held");
        break;
    case Action::TellQueued:
        expect(m_outcomes == 0, "a wait comes before its outcome");
        break;
    default:
        m_forgotten = true;
        expect(m_abandoned || m_outcomes == 1, "every request has an outcome");
        expect(m_abandoned || !m_held || m_ends == 1, "every hold has an end");
    }
}

void Game::expectConsistent() const
{
    const Phase phase = m_acquisition.phase();
    expect(m_forgotten == (phase == Phase::Done), "Forget and Done are one");
    expect(phase != Phase::Held || m_ends == 0, "an ended hold stays ended");
    expect(phase != Phase::Held || m_acquisition.deadline() <= m_proven,
           "no hold is longer than what was proved");
    expect(phase == Phase::Held || m_ends == 0 || m_acquisition.deadline() <= Instant {},
           "no deadline without a hold");
    expect(m_acquisition.wakeAt() == Never || !m_forgotten, "what is done sleeps");
}
