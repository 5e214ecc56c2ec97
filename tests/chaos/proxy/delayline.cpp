// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "delayline.h"

#include <QtCore/qpointer.h>

namespace chaos {

using namespace std::chrono_literals;

DelayLine::DelayLine(const LineTerms &terms, QRandomGenerator *random, QObject *parent)
    : QObject(parent)
    , m_terms(terms)
    , m_random(random)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &DelayLine::deliver);
}

void DelayLine::setTerms(const LineTerms &terms)
{
    m_terms = terms;
    arm();
}

void DelayLine::append(const QByteArray &bytes)
{
    if (bytes.isEmpty())
        return;
    auto delay = m_terms.delay;
    if (m_terms.jitter > 0ms)
        delay += std::chrono::milliseconds(m_random->bounded(qint64(m_terms.jitter.count()) + 1));
    m_pieces.push_back({bytes, QDeadlineTimer(delay, Qt::PreciseTimer)});
    const bool atOnce = m_pieces.size() == 1 && delay == 0ms && m_terms.slice == 0;
    if (atOnce)
        deliver();
    else
        arm();
}

void DelayLine::hold()
{
    m_held = true;
    arm();
}

void DelayLine::release()
{
    m_held = false;
    arm();
}

void DelayLine::arm()
{
    if (m_pieces.empty() || m_held || m_terms.blackHole)
        m_timer.stop();
    else
        m_timer.start(std::chrono::milliseconds(m_pieces.front().due.remainingTime()));
}

QByteArray DelayLine::takePiece()
{
    QByteArray &first = m_pieces.front().bytes;
    if (m_terms.slice > 0 && first.size() > m_terms.slice) {
        const QByteArray piece = first.left(m_terms.slice);
        first.remove(0, m_terms.slice);
        return piece;
    }
    const QByteArray piece = first;
    m_pieces.pop_front();
    return piece;
}

void DelayLine::deliver()
{
    const QPointer<DelayLine> self(this);
    while (!m_held && !m_terms.blackHole && !m_pieces.empty() && m_pieces.front().due.hasExpired()) {
        Q_EMIT arrived(takePiece());
        if (!self)
            return;
        if (m_terms.slice > 0)
            break; // the rest in the next turn of the event loop, so that it is read apart
    }
    arm();
}

} // namespace chaos
