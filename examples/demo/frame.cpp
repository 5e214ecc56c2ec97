// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "frame.h"

#include "promises.h"

#include <algorithm>
#include <cmath>

namespace demo {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using Look = Style::Look;

namespace {

constexpr int Margin = 2;
constexpr int LabelWidth = 11;
constexpr int RightWidth = 24;
constexpr int NarrowestRibbon = 20;
constexpr std::chrono::milliseconds HoldCell {25};
constexpr std::chrono::milliseconds AdmissionCell {100};

class Painter
{
public:
    Painter(const Board &board, int width)
        : m_board(board)
        , m_ribbon(std::max(width - 2 * Margin - LabelWidth - RightWidth, NarrowestRibbon))
    {
    }

    [[nodiscard]] Lines paint();

private:
    [[nodiscard]] int end() const { return Margin + LabelWidth + m_ribbon + RightWidth; }
    void blank() { m_lines.append(Line()); }
    Line &row(const QString &label);
    void right(const QString &text, Look look = Look::Dim, int worker = 0);
    void title();
    void progress();
    void heading(const QString &name, const QString &what);
    void holds(Kind kind, int place, const QString &label);
    void ribbon(Line &line, Kind kind, int place);
    void waiting(Kind kind);
    void lock();
    void semaphore();
    void rateLimiter();
    void sparkline(Line &line);
    void pool();
    void legend();

    const Board &m_board;
    int m_ribbon;
    Lines m_lines;
};

Lines Painter::paint()
{
    title();
    progress();
    blank();
    lock();
    blank();
    semaphore();
    blank();
    rateLimiter();
    blank();
    pool();
    blank();
    legend();
    return m_lines;
}

Line &Painter::row(const QString &label)
{
    Line line;
    line.to(Margin).add(label, Look::Dim).to(Margin + LabelWidth);
    m_lines.append(line);
    return m_lines.last();
}

void Painter::right(const QString &text, Look look, int worker)
{
    m_lines.last().addRight(end(), text, look, worker);
}

void Painter::title()
{
    Line line;
    line.to(Margin).add(u"RedGuard for Qt"_s, Look::Bold);
    line.add(u"   %1 processes that share through one Redis"_s.arg(m_board.workers()));
    m_lines.append(line);
    const double seconds = std::chrono::duration<double>(m_board.elapsed()).count();
    right(u"%1 of %2 s"_s.arg(seconds, 0, 'f', 1).arg(m_board.duration().count()));
}

void Painter::progress()
{
    const double share =
        double(m_board.elapsed().count()) / double(std::chrono::nanoseconds(m_board.duration()).count());
    const int width = end() - Margin;
    const int done = int(std::lround(share * width));
    Line line;
    line.to(Margin).add(QString(done, u'━'), Look::Good).add(QString(width - done, u'─'), Look::Dim);
    m_lines.append(line);
}

void Painter::heading(const QString &name, const QString &what)
{
    Line line;
    line.to(Margin).add(name, Look::Bold).add(u"  "_s + what);
    m_lines.append(line);
}

void Painter::holds(Kind kind, int place, const QString &label)
{
    ribbon(row(label), kind, place);
    const Board::Hold *hold = m_board.holdAt(kind, place, m_board.now());
    if (hold)
        right(u"worker %1"_s.arg(hold->worker), Look::Worker, hold->worker);
    else
        right(u"free"_s);
}

// The newest is at the right. Whole cells since boot keep what is drawn from flickering as it moves.
void Painter::ribbon(Line &line, Kind kind, int place)
{
    const Board::Hold *before = nullptr;
    const auto newest = m_board.now() / HoldCell;
    for (auto cell = newest - m_ribbon + 1; cell <= newest; ++cell) {
        const Board::Hold *hold = m_board.holdAt(kind, place, cell * HoldCell);
        const bool goesOn = before && hold && before->from == hold->from;
        if (!hold)
            line.add(u"·"_s, Look::Dim);
        else
            line.add(goesOn ? u" "_s : QString::number(hold->worker), Look::Block, hold->worker);
        before = hold;
    }
}

void Painter::waiting(Kind kind)
{
    Line &line = row(u"in line"_s);
    const auto workers = m_board.waiting(kind);
    if (workers.empty())
        line.add(u"nobody"_s, Look::Dim);
    for (const int worker : workers)
        line.add(QString::number(worker), Look::Worker, worker).add(u" "_s);
}

void Painter::lock()
{
    heading(u"LOCK"_s, u"one at a time adds to a number in a file"_s);
    right(u"fence %1"_s.arg(m_board.fence()));
    holds(Kind::Lock, 0, u"holder"_s);
    waiting(Kind::Lock);
    right(u"%1 added"_s.arg(m_board.updates()));
}

void Painter::semaphore()
{
    heading(u"SEMAPHORE"_s,
            u"%1 permits, %2 who want one"_s.arg(Permits).arg(AskersPerWorker * m_board.workers()));
    right(u"%1 of %2 in use"_s.arg(m_board.held(Kind::Semaphore)).arg(Permits),
          m_board.held(Kind::Semaphore) > Permits ? Look::Bad : Look::Dim);
    for (int place = 0; place < Permits; ++place)
        holds(Kind::Semaphore, place, u"permit %1"_s.arg(place + 1));
    waiting(Kind::Semaphore);
    right(u"%1 times"_s.arg(m_board.acquired(Kind::Semaphore)));
}

void Painter::rateLimiter()
{
    heading(u"RATE LIMITER"_s, u"%1 in any second"_s.arg(Limit));
    right(u"%1 in the last %2 ms"_s.arg(m_board.admissions(m_board.now() - MeasuredWindow, m_board.now()))
              .arg(MeasuredWindow.count()));
    sparkline(row(u"admitted"_s));
    right(u"%1 in all"_s.arg(m_board.acquired(Kind::RateLimiter)));
    waiting(Kind::RateLimiter);
}

void Painter::sparkline(Line &line)
{
    static const QString levels = u"▁▃▅▆▇█"_s;
    const auto newest = m_board.now() / AdmissionCell;
    for (auto cell = newest - m_ribbon; cell < newest; ++cell) {
        const int count = m_board.admissions(cell * AdmissionCell, (cell + 1) * AdmissionCell);
        const Look look = count == 0 ? Look::Dim : count > Limit ? Look::Bad : Look::Good;
        line.add(levels.at(std::min<qsizetype>(count, levels.size() - 1)), look);
    }
}

void Painter::pool()
{
    heading(u"POOL"_s, u"%1 tables of primes in use at most"_s.arg(Tables));
    right(u"%1 of %2 in use"_s.arg(m_board.held(Kind::Pool)).arg(Tables),
          m_board.held(Kind::Pool) > Tables ? Look::Bad : Look::Dim);
    for (int place = 0; place < Tables; ++place)
        holds(Kind::Pool, place, u"place %1"_s.arg(place + 1));
    waiting(Kind::Pool);
    right(u"%1 made, %2 reused"_s.arg(m_board.resourcesMade())
              .arg(m_board.acquired(Kind::Pool) - m_board.resourcesMade()));
}

void Painter::legend()
{
    Line line;
    line.to(Margin);
    for (int worker = 1; worker <= m_board.workers(); ++worker)
        line.add(u" %1 "_s.arg(worker), Look::Block, worker).add(u" "_s);
    line.add(u"the workers, one colour each"_s, Look::Dim);
    m_lines.append(line);
    right(u"Ctrl-C ends it"_s);
}

} // namespace

Lines frameOf(const Board &board, int width)
{
    return Painter(board, width).paint();
}

} // namespace demo
