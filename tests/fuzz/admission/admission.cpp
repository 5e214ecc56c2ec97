// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "expect.h"
#include "replies.h"

#include <deque>

using namespace redguard;
using namespace redguard::sync;
using namespace std::chrono_literals;

namespace {

using Phase = Admission::Phase;

constexpr Duration Year = 24h * 365;
constexpr Instant LongestUptime = 20 * Year;
constexpr Instant EndOfGame = 70 * Year;

// Plays a tape of events to an admission, with a server that replies anything.
class Game
{
public:
    explicit Game(Tape &tape)
        : m_tape(tape)
        , m_replies(tape)
        , m_terms {1ms + tape.upTo(Duration(24h)), 1ms + tape.upTo(Duration(24h))}
        , m_clock(Drift {int(tape.upTo(500'000us).count())})
        , m_admission(m_terms)
        , m_now(tape.upTo(Duration(Year)))
    {
    }

    void play()
    {
        m_connected = m_tape.flag();
        m_waits = m_tape.flag();
        const auto timeout =
            m_tape.flag() ? Forever : 1ms + m_tape.upTo(std::chrono::milliseconds(24h * 365 * 200));
        take(m_admission.start(m_now, m_waits ? timeout : 0ms, m_connected));
        while (!m_tape.isAtEnd())
            step();
        drain();
    }

private:
    struct Sent
    {
        Action what;
        Instant at;
    };

    void step()
    {
        switch (m_tape.upTo(8)) {
        case 0:
            if (!std::exchange(m_connected, true))
                take(m_admission.connected(m_now));
            break;
        case 1:
            m_connected = false;
            m_sent.clear();
            m_clock.reset();
            m_admission.disconnected();
            break;
        case 2:
            giveUp();
            break;
        case 3:
            m_replies.stepClock();
            break;
        case 4:
            m_now = std::min<Instant>(m_now + m_tape.upTo(Duration(10 * Year)), LongestUptime);
            break;
        case 5:
            take(m_admission.tick(m_now, m_clock));
            break;
        case 6:
            wake(LongestUptime);
            break;
        default:
            if (!m_sent.empty())
                answer();
        }
    }

    void giveUp()
    {
        switch (m_tape.upTo(2)) {
        case 0:
            return take(m_admission.cancel());
        case 1:
            return take(m_admission.fail());
        default:
            m_abandoned = true;
            return take(m_admission.abandon());
        }
    }

    void wake(Instant limit)
    {
        const Instant when = m_admission.wakeAt();
        if (when > limit)
            return;
        m_now = std::max(m_now, when);
        for (int i = 0; m_admission.wakeAt() <= m_now; ++i) {
            expect(i < 4, "the ticks of one instant come to an end");
            take(m_admission.tick(m_now, m_clock));
        }
    }

    void answer()
    {
        const Sent sent = m_sent.front();
        m_sent.pop_front();
        if (sent.what == Action::Release) {
            take(m_isKind || m_tape.flag() ? m_admission.cancelReplied()
                                           : m_admission.cancelFailed(failure(), m_now));
            return;
        }
        const ServerTime now = m_replies.time(m_now);
        const bool isReserved = m_admission.phase() == Phase::Reserved; // and keeps its slot
        const ServerTime slot = !m_isKind ? now + m_tape.upTo(ServerTime(1h)) - 1s
            : isReserved                  ? m_admission.slot()
                                          : now + 1us + std::chrono::ceil<ServerTime>(m_admission.lead());
        const int granted = m_isKind ? 1 : m_tape.upTo(1);
        const auto decoded =
            scripts::decodeReserve(m_replies.integers({granted, slot.count(), now.count(), 3, 1000}), 5);
        if (!decoded) {
            take(m_admission.reserveFailed(failure(), m_now));
            return;
        }
        m_clock.observe(sent.at, decoded->now, m_now);
        m_slotBy = m_clock.latest(decoded->reply.slot);
        take(m_admission.reserveReplied(decoded->reply, m_now, m_clock));
    }

    Failure failure() { return Failure(m_tape.upTo(3)); }

    // With a connection, and a server that answers as it should, every admission comes to an end.
    void drain()
    {
        m_isKind = true;
        if (!std::exchange(m_connected, true))
            take(m_admission.connected(m_now));
        for (int i = 0; i < 400 && m_admission.phase() != Phase::Done; ++i) {
            if (!m_sent.empty())
                answer();
            else if (m_admission.wakeAt() > EndOfGame)
                return; // a slot that lies too far ahead to wait for it here
            else
                wake(EndOfGame);
        }
        expect(m_admission.phase() == Phase::Done, "every admission comes to an end");
    }

    void take(const Actions &actions)
    {
        expect(!m_forgotten || actions.isEmpty(), "nothing comes after Forget");
        for (const Action action : actions) {
            expect(!m_forgotten, "Forget comes last");
            if (action == Action::Acquire || action == Action::Release)
                send(action);
            else
                tell(action);
        }
        const Duration wait = m_admission.longestWait(m_now);
        expect(wait >= 0ns && (m_waits || wait == m_admission.lead()), "no wait is longer than asked for");
        expect(m_admission.lead() >= 0ns && m_admission.lead() < m_terms.patience, "a lead is bounded");
        expect(m_forgotten == (m_admission.phase() == Phase::Done), "Forget and Done are one");
        expect(m_admission.wakeAt() == Never || !m_forgotten, "what is done sleeps");
    }

    void send(Action action)
    {
        expect(m_connected, "nothing is sent while disconnected");
        if (action == Action::Release)
            m_sent.clear(); // whoever asked for the rest is gone
        for (const Sent &sent : m_sent)
            expect(sent.what != action, "a command is sent once at a time");
        m_sent.push_back({action, m_now});
    }

    void tell(Action action)
    {
        if (action == Action::Forget) {
            m_forgotten = true;
            expect(m_abandoned || m_outcomes == 1, "every request has an outcome");
            return;
        }
        expect(!m_abandoned && ++m_outcomes == 1, "a request has one outcome");
        if (action == Action::TellAcquired)
            expect(m_now >= m_slotBy, "nobody is admitted before the slot");
    }

    Tape &m_tape;
    Replies m_replies;
    AdmissionTerms m_terms;
    ServerClock m_clock;
    Admission m_admission;
    Instant m_now;
    Instant m_slotBy {}; // by then the slot has come
    std::deque<Sent> m_sent;
    bool m_connected = false;
    bool m_waits = false;
    bool m_isKind = false;
    bool m_abandoned = false;
    bool m_forgotten = false;
    int m_outcomes = 0;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    Tape tape(data, size);
    Game(tape).play();
    return 0;
}
