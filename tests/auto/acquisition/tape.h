// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef TEST_TAPE_H
#define TEST_TAPE_H

#include "terms.h"

#include <deque>

namespace {

// Anything at all may happen to an acquisition, in any order, and a server may reply anything. Every
// step is checked against what must hold regardless.
class Tape
{
public:
    explicit Tape(quint32 seed)
        : m_dice(seed)
        , m_terms(terms(m_dice.between(1ms, 5s), Renewal(m_dice.upTo(2))))
        , m_acquisition(m_terms, m_clock)
    {
    }

    // What broke, or nothing.
    QByteArray play()
    {
        const std::chrono::milliseconds timeouts[] = {0ms, 1ms, 500ms, 20s, Forever};
        m_connected = m_dice.oneIn(2);
        take(m_acquisition.start(m_now, timeouts[m_dice.upTo(4)], m_connected));
        for (int i = 0; i < 40 && m_broken.isEmpty(); ++i)
            step();
        if (m_broken.isEmpty())
            drain();
        return m_broken;
    }

private:
    struct Sent
    {
        Action what;
        Instant at;
    };

    void expect(bool holds, const char *rule)
    {
        if (!holds && m_broken.isEmpty())
            m_broken = rule;
    }

    void take(const Actions &actions)
    {
        expect(!m_forgotten || actions.isEmpty(), "nothing comes after Forget");
        for (const Action action : actions) {
            expect(!m_forgotten, "Forget comes last");
            switch (action) {
            case Action::Acquire:
            case Action::Renew:
                expect(m_connected, "nothing is sent while disconnected");
                for (const Sent &sent : m_sent)
                    expect(sent.what != action, "a command is sent once at a time");
                m_sent.push_back({action, m_now});
                break;
            case Action::Release: // the request abandons what is under way
                expect(m_connected, "nothing is sent while disconnected");
                m_sent = {{action, m_now}};
                break;
            case Action::TellAcquired:
                m_held = true;
                expect(m_now < m_acquisition.deadline(), "a hold lies ahead");
                Q_FALLTHROUGH();
            case Action::TellTimedOut:
            case Action::TellCancelled:
            case Action::TellFailed:
                expect(!m_abandoned, "nothing is told once abandoned");
                expect(++m_outcomes == 1, "one outcome per request");
                break;
            case Action::TellLost:
            case Action::TellReleased:
                expect(!m_abandoned, "nothing is told once abandoned");
                expect(m_held, "only a hold ends");
                expect(++m_ends == 1, "a hold ends once");
                break;
            case Action::TellAtRisk:
            case Action::TellRenewed:
                expect(m_held && m_ends == 0, "only a hold is renewed");
                expect(m_now < m_acquisition.deadline(), "a hold lies ahead");
                break;
            case Action::TellQueued:
                expect(m_outcomes == 0, "queued comes before the outcome");
                break;
            case Action::Forget:
                m_forgotten = true;
                expect(m_abandoned || m_outcomes == 1, "every request has an outcome");
                expect(m_abandoned || !m_held || m_ends == 1, "every hold has an end");
                break;
            }
        }
        expect(m_forgotten == (m_acquisition.phase() == Phase::Done), "Forget and Done are one");
        expect(m_acquisition.phase() == Phase::Held || m_acquisition.deadline() <= Instant {} || m_ends == 0,
               "no deadline without a hold");
        const bool tellsAgain = m_acquisition.phase() == Phase::Held && m_ends > 0;
        expect(!tellsAgain, "an ended hold stays ended");
        expect(m_acquisition.wakeAt() == Never || !m_forgotten, "what is done sleeps");
    }

    void tick()
    {
        const Actions actions = m_acquisition.tick(m_now);
        m_idleTicks = actions.isEmpty() && m_acquisition.wakeAt() <= m_now ? m_idleTicks + 1 : 0;
        take(actions);
        expect(m_acquisition.phase() != Phase::Held || m_now < m_acquisition.deadline(),
               "not held at the deadline");
        expect(m_idleTicks < 2, "a tick at wakeAt() makes progress");
    }

    void sleep(Duration most) { m_now += m_dice.between(0ns, most); }

    void wake()
    {
        if (m_acquisition.wakeAt() == Never)
            return;
        m_now = std::max(m_now, m_acquisition.wakeAt());
        for (int i = 0; m_acquisition.wakeAt() <= m_now && m_broken.isEmpty(); ++i) {
            expect(i < 4, "ticks at one instant come to an end");
            tick();
        }
    }

    void answer(bool kindly)
    {
        const Sent sent = m_sent.front();
        m_sent.pop_front();
        m_clock.observe(sent.at, onServer(sent.at + (m_now - sent.at) / 2), m_now);
        const bool fails = !kindly && m_dice.oneIn(4);
        const auto failure = Failure(m_dice.upTo(2));
        if (sent.what == Action::Acquire && fails) {
            take(m_acquisition.acquireFailed(failure, m_now));
        } else if (sent.what == Action::Acquire) {
            AcquireReply reply;
            reply.verdict = kindly ? Verdict::Held : Verdict(m_dice.upTo(2));
            reply.fence = Fence;
            reply.place.position = m_dice.upTo(3) + 1;
            reply.place.ticket = Ticket;
            take(m_acquisition.acquireReplied(reply, sent.at, m_now));
        } else if (sent.what == Action::Renew && fails) {
            take(m_acquisition.renewFailed(failure, m_now));
        } else if (sent.what == Action::Renew) {
            const auto reply = kindly || !m_dice.oneIn(4) ? RenewReply::Extended : RenewReply(m_dice.upTo(2));
            take(m_acquisition.renewReplied(reply, sent.at, m_now));
        } else if (fails) {
            take(m_acquisition.releaseFailed(failure, m_now));
        } else {
            take(m_acquisition.releaseReplied(m_dice.oneIn(2)));
        }
    }

    void step()
    {
        const Duration naps[] = {1ms, 100ms, 3s, 20s};
        sleep(naps[m_dice.upTo(3)]);
        switch (m_dice.upTo(17)) {
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
            take(m_acquisition.cancel());
            break;
        case 3:
            take(m_acquisition.release(m_now));
            break;
        case 4:
            if (m_dice.oneIn(4)) {
                m_abandoned = true;
                take(m_acquisition.abandon());
            } else if (m_dice.oneIn(4)) {
                take(m_acquisition.fail());
            }
            break;
        case 5:
        case 6:
            if (m_connected)
                take(m_acquisition.granted({Fence, onServer(m_now - m_dice.between(0ns, 3s)), 2s}, m_now));
            break;
        case 7:
            if (m_connected)
                take(m_dice.oneIn(2) ? m_acquisition.movedToHead() : m_acquisition.claim(m_now));
            break;
        case 16: // by another thread
            take(m_acquisition.prolonged(m_now + m_dice.between(-1s, 3s), m_now));
            break;
        case 17:
            if (m_dice.oneIn(4))
                take(m_acquisition.renewalRefused(LossReason::TakenOver, m_now));
            break;
        case 8:
        case 9:
            tick();
            break;
        case 10:
        case 11:
            wake();
            break;
        default:
            if (!m_sent.empty())
                answer(false);
        }
    }

    // With a connection, and a server that answers, every acquisition comes to an end or to a hold.
    void drain()
    {
        if (!std::exchange(m_connected, true))
            take(m_acquisition.connected(m_now));
        for (int i = 0; i < 200 && m_broken.isEmpty(); ++i) {
            const Phase phase = m_acquisition.phase();
            if (m_sent.empty() && (phase == Phase::Done || phase == Phase::Held))
                return;
            if (!m_sent.empty())
                answer(true);
            else if (m_acquisition.wakeAt() == Never && phase == Phase::Queued)
                take(m_acquisition.claim(m_now)); // as the look-out does
            else
                wake();
        }
        expect(false, "every acquisition comes to an end or a hold");
    }

    Dice m_dice;
    LeaseTerms m_terms;
    ServerClock m_clock;
    Acquisition m_acquisition;
    Instant m_now = Begin;
    std::deque<Sent> m_sent;
    bool m_connected = false;
    bool m_held = false;
    bool m_abandoned = false;
    bool m_forgotten = false;
    int m_outcomes = 0;
    int m_ends = 0;
    int m_idleTicks = 0;
    QByteArray m_broken;
};

} // namespace

#endif
