// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef MONITOR_MONITOR_H
#define MONITOR_MONITOR_H

#include "namefilter.h"
#include "options.h"
#include "subject.h"
#include "watch.h"

namespace monitor {

// What the window shows.
class Monitor : public QObject
{
    Q_OBJECT
    Q_PROPERTY(QString url READ url CONSTANT)
    Q_PROPERTY(QString nameSpace READ nameSpace CONSTANT)
    Q_PROPERTY(int interval READ interval WRITE setInterval NOTIFY intervalChanged)
    Q_PROPERTY(QString trouble READ trouble NOTIFY troubleChanged)
    Q_PROPERTY(bool hasLooked READ hasLooked NOTIFY looked)
    Q_PROPERTY(QString lastLook READ lastLook NOTIFY looked)
    Q_PROPERTY(monitor::NameFilter *names READ names CONSTANT)
    Q_PROPERTY(monitor::EventsModel *events READ events CONSTANT)
    Q_PROPERTY(monitor::Subject *subject READ subject CONSTANT)
    QML_ELEMENT
    QML_UNCREATABLE("The program has one")

public:
    explicit Monitor(const Options &options, QObject *parent = nullptr);

    [[nodiscard]] QString url() const { return m_watch.url(); }
    [[nodiscard]] QString nameSpace() const { return m_nameSpace; }
    [[nodiscard]] int interval() const { return int(m_watch.interval().count()); }
    void setInterval(int milliseconds);
    [[nodiscard]] QString trouble() const { return m_watch.trouble(); }
    [[nodiscard]] bool hasLooked() const { return m_last.has_value(); }
    [[nodiscard]] QString lastLook() const;
    [[nodiscard]] NameFilter *names() { return &m_filter; }
    [[nodiscard]] EventsModel *events() { return &m_events; }
    [[nodiscard]] Subject *subject() { return &m_subject; }

    void setActive(bool active);

Q_SIGNALS:
    void intervalChanged();
    void troubleChanged();
    void looked();

private:
    void enter(const Look &look);
    void advance();

    QString m_nameSpace;
    Watch m_watch;
    QTimer m_second;
    std::optional<Look> m_last;
    NamesModel m_names;
    NameFilter m_filter;
    EventsModel m_events;
    Subject m_subject;
};

} // namespace monitor

#endif
