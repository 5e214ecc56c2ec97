// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_FUZZ_GAME_H
#define REDGUARD_FUZZ_GAME_H

#include "replies.h"

#include <deque>

// Plays a tape of events to an acquisition, with a server that replies anything, and looks after each
// of them at what has to hold regardless.
class Game
{
public:
    explicit Game(Tape &tape);

    void play();

private:
    struct Sent
    {
        redguard::sync::Action what;
        redguard::Instant at;
        redguard::Duration asked;
    };

    void step();
    void disturb();
    void sleep();
    void tick();
    void wake(redguard::Instant limit);
    void answer();
    redguard::sync::Actions acquireAnswered(const Sent &sent);
    redguard::sync::Actions renewAnswered(const Sent &sent);
    redguard::sync::Actions releaseAnswered(const Sent &sent);
    void grant();
    void drain();

    void observe(redguard::Instant sentAt, redguard::ServerTime time);
    void prove(redguard::Instant until) { m_proven = std::max(m_proven, until); }
    redguard::sync::Failure failure() { return redguard::sync::Failure(m_tape.upTo(3)); }

    void take(const redguard::sync::Actions &actions);
    void send(redguard::sync::Action action);
    void tell(redguard::sync::Action action);
    void expectConsistent() const;

    Tape &m_tape;
    Replies m_replies;
    redguard::sync::LeaseTerms m_terms;
    redguard::sync::ServerClock m_clock;
    redguard::sync::Acquisition m_acquisition;
    redguard::Instant m_now;
    redguard::Instant m_proven {}; // a hold ends no later, whatever it was told
    redguard::ServerTime m_notAfter {};
    std::deque<Sent> m_sent;
    bool m_connected = false;
    bool m_isKind = false; // the server answers as it should
    bool m_held = false;
    bool m_abandoned = false;
    bool m_forgotten = false;
    int m_outcomes = 0;
    int m_ends = 0;
};

#endif
