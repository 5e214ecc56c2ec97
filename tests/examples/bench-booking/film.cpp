// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "film.h"

#include <QtCore/qdeadlinetimer.h>
#include <QtCore/qdir.h>
#include <QtGui/qpainter.h>
#include <QtTest/qtest.h>

using namespace Qt::StringLiterals;

namespace {

constexpr int Gap = 12;
constexpr QRgb Ground = qRgb(0x9a, 0xa7, 0xb4);

} // namespace

Film::Film(Actor &left, Actor &right, const QString &folder)
    : m_left(left)
    , m_right(right)
    , m_folder(folder)
{
    QDir(folder).removeRecursively();
    QDir().mkpath(folder);
}

QImage Film::picture(Actor &actor)
{
    const QString path = m_pictures.filePath(u"window.png"_s);
    return actor.grab(path) ? QImage(path) : QImage();
}

bool Film::shoot()
{
    const QImage left = picture(m_left);
    const QImage right = picture(m_right);
    if (left.isNull() || right.isNull())
        return false;
    QImage frame(left.width() + right.width() + 3 * Gap, std::max(left.height(), right.height()) + 2 * Gap,
                 QImage::Format_RGB32);
    frame.fill(Ground);
    QPainter painter(&frame);
    painter.drawImage(Gap, Gap, left);
    painter.drawImage(left.width() + 2 * Gap, Gap, right);
    painter.end();
    return frame.save(u"%1/frame-%2.png"_s.arg(m_folder).arg(++m_frames, 4, 10, QChar(u'0')));
}

bool Film::roll(std::chrono::milliseconds length)
{
    const QDeadlineTimer end(length);
    while (!end.hasExpired()) {
        const QDeadlineTimer next(FrameTime);
        if (!shoot())
            return false;
        // The pace of the pictures, on which nothing else depends.
        static_cast<void>(QTest::qWaitFor([&next] { return next.hasExpired(); }));
    }
    return true;
}
