// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "bookingboard.h"

namespace booking {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using redguard::Status;

namespace {

// "spectrum-analyser" is for all programs, "Spectrum analyser" for the eye.
QString titleOf(const QString &name)
{
    QString title = name;
    title.replace(u'-', u' ');
    title[0] = title[0].toUpper();
    return title;
}

} // namespace

BookingBoard::BookingBoard(redguard::RedGuard *guard, const QStringList &instruments, QObject *parent)
    : QAbstractListModel(parent)
    , m_guard(guard)
{
    for (const QString &name : instruments)
        m_instruments.append({name, std::nullopt});
    connect(&m_timer, &QTimer::timeout, this, &BookingBoard::refresh);
    connect(guard, &redguard::RedGuard::stateChanged, this, &BookingBoard::refresh);
    m_timer.start(1s);
}

int BookingBoard::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_instruments.size());
}

QVariant BookingBoard::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Instrument &instrument = m_instruments.at(index.row());
    const Status status = instrument.status.value_or(Status());
    switch (role) {
    case NameRole:
        return instrument.name;
    case TitleRole:
        return titleOf(instrument.name);
    case KnownRole:
        return instrument.status.has_value();
    case TakenRole:
        return !status.holders.isEmpty();
    case HolderRole:
        return status.holders.isEmpty() ? QString() : status.holders.first().client;
    case RemainingRole:
        return status.holders.isEmpty() ? 0 : qint64(status.holders.first().remaining.count());
    case WaitersRole:
        return status.waiters;
    }
    return {};
}

QHash<int, QByteArray> BookingBoard::roleNames() const
{
    return {{NameRole, "name"},      {TitleRole, "title"},   {KnownRole, "known"},
            {TakenRole, "taken"},    {HolderRole, "holder"}, {RemainingRole, "remaining"},
            {WaitersRole, "waiters"}};
}

void BookingBoard::refresh()
{
    if (m_unanswered > 0) {
        m_isStale = true;
        return;
    }
    m_isStale = false;
    m_problem.clear();
    m_unanswered = int(m_instruments.size());
    // By name: a survey() would walk through all keys of a server that serves others, too.
    for (int row = 0; row < m_instruments.size(); ++row)
        ask(row);
}

void BookingBoard::ask(int row)
{
    m_guard->status(m_instruments[row].name, this,
                    [this, row](const redguard::Result<Status> &result) { told(row, result); });
}

void BookingBoard::told(int row, const redguard::Result<Status> &result)
{
    m_instruments[row].status = result ? std::optional(*result) : std::nullopt;
    if (!result)
        m_problem = result.error().message();
    Q_EMIT dataChanged(index(row), index(row));
    if (--m_unanswered > 0)
        return;
    if (std::exchange(m_errorString, m_problem) != m_problem)
        Q_EMIT errorStringChanged();
    if (m_isStale)
        refresh();
    else
        Q_EMIT looked();
}

} // namespace booking
