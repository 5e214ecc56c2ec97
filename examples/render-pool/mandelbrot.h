// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef RENDER_MANDELBROT_H
#define RENDER_MANDELBROT_H

#include <QtGui/qimage.h>

#include <atomic>
#include <vector>

namespace render {

// A part of the Mandelbrot set. Its colours follow from how often each number of iterations occurs in
// the whole picture, which takes a while to find out; whoever has the table renders any tile of it.
class Mandelbrot
{
public:
    Mandelbrot(QSize size, int samples);

    // Null if stopped before it was done.
    [[nodiscard]] QImage render(const QRect &area, const std::atomic_bool &stop) const;

private:
    [[nodiscard]] double escape(double x, double y) const;
    [[nodiscard]] QRgb colorAt(int x, int y) const;
    [[nodiscard]] double shareBelow(double iterations) const;

    QSize m_size;
    int m_samples;                // each way, in a pixel
    std::vector<double> m_shares; // of the points that escape earlier
};

} // namespace render

#endif
