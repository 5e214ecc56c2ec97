// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef FILM_H
#define FILM_H

#include "actor.h"

#include <QtGui/qimage.h>

// Pictures of two windows side by side, frame-0001.png and so on, five a second: gif.sh makes them move.
class Film
{
public:
    static constexpr auto FrameTime = std::chrono::milliseconds(200);

    Film(Actor &left, Actor &right, const QString &folder);

    // Goes on for that long; false where a picture could not be taken.
    [[nodiscard]] bool roll(std::chrono::milliseconds length);
    [[nodiscard]] int frames() const { return m_frames; }

private:
    [[nodiscard]] QImage picture(Actor &actor);
    [[nodiscard]] bool shoot();

    Actor &m_left;
    Actor &m_right;
    QString m_folder;
    QTemporaryDir m_pictures;
    int m_frames = 0;
};

#endif
