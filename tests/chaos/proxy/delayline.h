// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef DELAYLINE_H
#define DELAYLINE_H

#include <QtCore/qbytearray.h>
#include <QtCore/qdeadlinetimer.h>
#include <QtCore/qrandom.h>
#include <QtCore/qtimer.h>

#include <deque>

namespace chaos {

// What a network does to one direction of a connection.
struct LineTerms
{
    bool blackHole = false; // nothing arrives; what was sent meanwhile does once that is over, as with TCP
    std::chrono::milliseconds delay {0};
    std::chrono::milliseconds jitter {0}; // at most this much is added
    int slice = 0;                        // bytes that arrive at once; 0 for all
};

// Bytes in, and the same bytes out in order, as late and as cut as the terms say.
class DelayLine : public QObject
{
    Q_OBJECT

public:
    DelayLine(const LineTerms &terms, QRandomGenerator *random, QObject *parent = nullptr);

    void setTerms(const LineTerms &terms);
    void append(const QByteArray &bytes);
    void hold(); // until released, whatever the terms
    void release();

Q_SIGNALS:
    void arrived(const QByteArray &bytes);

private:
    struct Piece
    {
        QByteArray bytes;
        QDeadlineTimer due;
    };

    void arm();
    void deliver();
    [[nodiscard]] QByteArray takePiece();

    LineTerms m_terms;
    QRandomGenerator *m_random;
    std::deque<Piece> m_pieces;
    QTimer m_timer;
    bool m_held = false;
};

} // namespace chaos

#endif
