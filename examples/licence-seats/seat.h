// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef SEAT_H
#define SEAT_H

#include "options.h"

#include <RedGuard/RedGuard>

#include <QtCore/qobject.h>

// This person's seat, and a look at everybody's. All that the example has to do with RedGuard.
class Seat : public QObject
{
    Q_OBJECT

public:
    enum class Standing : quint8 { None, Waiting, Seated, Lost, Refused };
    Q_ENUM(Standing)

    explicit Seat(const Options &options, QObject *parent = nullptr);

    [[nodiscard]] const Options &options() const { return m_options; }
    [[nodiscard]] QString serverUrl() const { return m_guard.url(); }
    [[nodiscard]] redguard::ConnectionState connectionState() const { return m_guard.state(); }
    [[nodiscard]] QString connectionError() const { return m_guard.errorString(); }

    [[nodiscard]] Standing standing() const { return m_standing; }
    // 1 for the next in turn; 0 where that is not known.
    [[nodiscard]] int place() const { return m_semaphore->queuePosition(); }
    [[nodiscard]] redguard::LossReason lossReason() const { return m_lossReason; }
    [[nodiscard]] QString refusal() const { return m_refusal; }

public Q_SLOTS:
    void take();
    void cancel();
    void giveBack();
    // Ends in looked() or lookFailed(), one look at a time.
    void look();

Q_SIGNALS:
    void standingChanged();
    void placeChanged();
    void connectionChanged();
    void looked(const redguard::Status &status);
    void lookFailed(const QString &why);

private:
    void setStanding(Standing standing);

    Options m_options;
    redguard::RedGuard m_guard;
    redguard::Semaphore *m_semaphore;
    Standing m_standing = Standing::None;
    redguard::LossReason m_lossReason = redguard::LossReason::None;
    QString m_refusal;
    bool m_looking = false;
    bool m_lookAgain = false;
};

#endif
