// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "mandelbrot.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace render {

namespace {

constexpr double CenterX = -0.7433189;
constexpr double CenterY = 0.1312165;
constexpr double Width = 0.0019;

constexpr int ProbesPerRow = 240;
constexpr int MostIterations = 2000;
constexpr double FarAway = 256;
constexpr double Inside = -1;

struct Rgb
{
    double red;
    double green;
    double blue;
};

constexpr std::array<Rgb, 7> Gradient {{
    {4, 6, 32},
    {16, 52, 128},
    {48, 132, 200},
    {222, 242, 250},
    {252, 196, 92},
    {196, 84, 28},
    {52, 12, 28},
}};

Rgb gradientAt(double share)
{
    const double position = share * double(Gradient.size() - 1);
    const std::size_t index = std::min(std::size_t(position), Gradient.size() - 2);
    const double part = position - double(index);
    const Rgb &from = Gradient[index];
    const Rgb &to = Gradient[index + 1];
    return {from.red + (to.red - from.red) * part, from.green + (to.green - from.green) * part,
            from.blue + (to.blue - from.blue) * part};
}

} // namespace

Mandelbrot::Mandelbrot(QSize size, int samples)
    : m_size(size)
    , m_samples(samples)
    , m_shares(std::size_t(MostIterations) + 3)
{
    const double step = double(size.width()) / ProbesPerRow;
    double escaped = 0;
    for (double y = step / 2; y < size.height(); y += step) {
        for (double x = step / 2; x < size.width(); x += step) {
            const double found = escape(x, y);
            if (found == Inside)
                continue;
            m_shares[std::size_t(found) + 1] += 1;
            escaped += 1;
        }
    }
    double before = 0;
    for (double &share : m_shares) {
        before += share / std::max(escaped, 1.);
        share = std::min(before, 1.);
    }
}

// The number of iterations with a part of one, so that no bands are seen.
double Mandelbrot::escape(double x, double y) const
{
    const double scale = Width / m_size.width();
    const double real = CenterX + (x - m_size.width() / 2.) * scale;
    const double imaginary = CenterY + (y - m_size.height() / 2.) * scale;
    double a = 0;
    double b = 0;
    for (int i = 0; i < MostIterations; ++i) {
        const double a2 = a * a;
        const double b2 = b * b;
        if (a2 + b2 > FarAway)
            return std::max(0., i + 1 - std::log2(std::log2(a2 + b2) / 2));
        b = 2 * a * b + imaginary;
        a = a2 - b2 + real;
    }
    return Inside;
}

double Mandelbrot::shareBelow(double iterations) const
{
    const std::size_t index = std::min(std::size_t(iterations), m_shares.size() - 2);
    const double part = iterations - double(index);
    return std::clamp(m_shares[index] + (m_shares[index + 1] - m_shares[index]) * part, 0., 1.);
}

QRgb Mandelbrot::colorAt(int x, int y) const
{
    const int count = m_samples * m_samples;
    Rgb sum {};
    for (int i = 0; i < count; ++i) {
        const double found =
            escape(x + (i % m_samples + 0.5) / m_samples, y + (i / m_samples + 0.5) / m_samples);
        if (found == Inside)
            continue;
        const Rgb color = gradientAt(shareBelow(found));
        sum = {sum.red + color.red, sum.green + color.green, sum.blue + color.blue};
    }
    return qRgb(int(sum.red / count), int(sum.green / count), int(sum.blue / count));
}

QImage Mandelbrot::render(const QRect &area, const std::atomic_bool &stop) const
{
    QImage tile(area.size(), QImage::Format_RGB32);
    for (int y = 0; y < area.height(); ++y) {
        if (stop)
            return {};
        auto *line = reinterpret_cast<QRgb *>(tile.scanLine(y));
        for (int x = 0; x < area.width(); ++x)
            line[x] = colorAt(area.x() + x, area.y() + y);
    }
    return tile;
}

} // namespace render
