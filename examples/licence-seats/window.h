// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef WINDOW_H
#define WINDOW_H

#include "seat.h"

#include <QtCore/qtimer.h>
#include <QtWidgets/qmainwindow.h>

QT_FORWARD_DECLARE_CLASS(QLabel)
QT_FORWARD_DECLARE_CLASS(QPushButton)
QT_FORWARD_DECLARE_CLASS(QTableView)

class Badge;
class ElidedLabel;
class SeatModel;

class Window : public QMainWindow
{
    Q_OBJECT

public:
    explicit Window(Seat *seat, QWidget *parent = nullptr);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    [[nodiscard]] QWidget *makeStanding();
    [[nodiscard]] QTableView *makeTable();
    [[nodiscard]] QWidget *makeButtons();
    void makeStatusBar();
    void follow();

    void showStanding();
    void showWords();
    void showConnection();
    void showStatus(const redguard::Status &status);
    void showUnknown(const QString &why);

    [[nodiscard]] QString headline() const;
    [[nodiscard]] QString details() const;
    [[nodiscard]] QString lossText() const;
    [[nodiscard]] QString connectionText() const;

    Seat *m_seat;
    SeatModel *m_model;
    QTimer m_poll;
    Badge *m_badge = nullptr;
    QLabel *m_headline = nullptr;
    QLabel *m_details = nullptr;
    QLabel *m_queue = nullptr;
    QTableView *m_table = nullptr;
    QPushButton *m_take = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_giveBack = nullptr;
    QLabel *m_connectionIcon = nullptr;
    ElidedLabel *m_connection = nullptr;
};

#endif
