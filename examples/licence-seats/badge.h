// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef BADGE_H
#define BADGE_H

#include "seat.h"

#include <QtWidgets/qwidget.h>

// How one stands, at a glance. The text beside it says the same.
class Badge : public QWidget
{
    Q_OBJECT

public:
    explicit Badge(QWidget *parent = nullptr);

    void setStanding(Seat::Standing standing);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Seat::Standing m_standing = Seat::Standing::None;
};

#endif
