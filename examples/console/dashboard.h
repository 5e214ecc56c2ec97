// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef CONSOLE_DASHBOARD_H
#define CONSOLE_DASHBOARD_H

#include "livearea.h"

#include <RedGuard/RedGuard>

#include <QtCore/qobject.h>

#include <utility>

namespace console {

// What a program does as a moving picture on the terminal, below its name and the state of its connection.
class Dashboard : public QObject
{
    Q_OBJECT

public:
    using Fact = std::pair<QString, QString>; // its name and its value

protected:
    struct Frame
    {
        QString name;
        QString rule; // what all programs of that name keep to
        int widest = 80;
        int factWidth = 24;
    };

    static constexpr int Margin = 2;

    explicit Dashboard(const Frame &frame, QObject *parent = nullptr);

    // It draws what its heir says: the heir starts it when it is complete, and draws a last time as it goes.
    void start();
    void draw();

    [[nodiscard]] virtual redguard::ConnectionState connection() const = 0;
    [[nodiscard]] virtual QString trouble() const = 0;
    virtual void addPicture(Rows &rows) const = 0;
    [[nodiscard]] virtual QList<Fact> facts() const = 0;

    [[nodiscard]] int width() const;
    [[nodiscard]] bool hasColor() const { return m_area.hasColor(); }

private:
    [[nodiscard]] Rows rows() const;
    [[nodiscard]] Row title() const;
    void addFacts(Rows &rows) const;

    Frame m_frame;
    LiveArea m_area;
};

} // namespace console

#endif
