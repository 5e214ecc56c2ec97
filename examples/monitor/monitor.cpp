// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "monitor.h"

#include "comparison.h"

namespace monitor {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

// How late a second may be counted down.
constexpr auto Step = 200ms;

} // namespace

Monitor::Monitor(const Options &options, QObject *parent)
    : QObject(parent)
    , m_nameSpace(options.nameSpace)
    , m_watch(options.url, options.nameSpace, this)
    , m_subject(&m_names, &m_events, this)
{
    m_watch.setInterval(options.interval);
    m_filter.setSourceModel(&m_names);
    m_second.setInterval(Step);
    connect(&m_second, &QTimer::timeout, this, &Monitor::advance);
    connect(&m_watch, &Watch::looked, this, &Monitor::enter);
    connect(&m_watch, &Watch::troubleChanged, this, &Monitor::troubleChanged);
}

void Monitor::setInterval(int milliseconds)
{
    if (milliseconds == interval())
        return;
    m_watch.setInterval(std::chrono::milliseconds(milliseconds));
    Q_EMIT intervalChanged();
}

QString Monitor::lastLook() const
{
    return m_last ? m_last->wallClock.toString(u"HH:mm:ss"_s) : QString();
}

void Monitor::setActive(bool active)
{
    m_watch.setActive(active);
    if (active)
        m_second.start();
    else
        m_second.stop();
}

void Monitor::enter(const Look &look)
{
    if (m_last)
        m_events.add(Comparison(*m_last, look).events());
    m_last = look;
    m_names.update(look);
    m_subject.update(look.answered);
    Q_EMIT looked();
}

void Monitor::advance()
{
    m_names.advance(Time::clock::now());
    m_subject.advance(Time::clock::now());
}

} // namespace monitor
