# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
"""Two pictures of a run, as SVG: how long hand-overs took, and how costs grow with the number of names and waiters."""
import math
from xml.sax.saxutils import escape

COLOURS = ('#1b6ac9', '#c2410c', '#15803d', '#7c3aed')
WIDTH, HEIGHT = 720, 380
LEFT, RIGHT, TOP, BOTTOM = 64, 220, 40, 52


class Plot:
    """One pair of axes; x is logarithmic."""

    def __init__(self, title, x_title, x_range, y_range, colours=len(COLOURS)):
        self.colours = colours  # until they come again, dashed
        self.x_range = [math.log10(x) for x in x_range]
        self.y_range = y_range
        self.lines = 0
        self.parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
            'font-size="13" fill="#24292f">',
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
            f'<text x="{LEFT}" y="24" font-size="15" font-weight="bold">{escape(title)}</text>',
            text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, x_title, 'middle'),
        ]

    def x(self, value):
        low, high = self.x_range
        return LEFT + (math.log10(value) - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    def y(self, value):
        low, high = self.y_range
        return HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - TOP - BOTTOM)

    def x_tick(self, value, label):
        self.rule(self.x(value), TOP, self.x(value), HEIGHT - BOTTOM)
        self.parts.append(text(self.x(value), HEIGHT - BOTTOM + 18, label, 'middle'))

    def y_tick(self, value, label):
        self.rule(LEFT, self.y(value), WIDTH - RIGHT, self.y(value))
        self.parts.append(text(LEFT - 8, self.y(value) + 4, label, 'end'))

    def rule(self, x1, y1, x2, y2):
        self.parts.append(f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#d0d7de"/>')

    def line(self, label, points):
        colour = COLOURS[self.lines % self.colours]
        dash = '' if self.lines < self.colours else ' stroke-dasharray="6 4"'
        path = ' '.join(f'{self.x(x):.1f},{self.y(y):.1f}' for x, y in points)
        self.parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>')
        key = TOP + 12 + 22 * self.lines
        self.parts.append(f'<line x1="{WIDTH - RIGHT + 14}" y1="{key}" x2="{WIDTH - RIGHT + 38}" y2="{key}" '
                          f'stroke="{colour}" stroke-width="2"{dash}/>')
        self.parts.append(text(WIDTH - RIGHT + 44, key + 4, label, 'start'))
        self.lines += 1

    def write(self, path):
        path.write_text('\n'.join([*self.parts, '</svg>', '']), encoding='utf-8')


def text(x, y, content, anchor):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(content)}</text>'


def handover(latencies, path):
    """The share of hand-overs that had come by then; `latencies` in nanoseconds, by whose they are."""
    plot = Plot('From a release to the next holder', 'time since the release', (20, 200_000), (0, 100))
    for micros, label in ((100, '100 µs'), (1_000, '1 ms'), (10_000, '10 ms'), (100_000, '100 ms')):
        plot.x_tick(micros, label)
    for percent in range(0, 101, 25):
        plot.y_tick(percent, f'{percent} %')
    for label, values in latencies.items():
        plot.line(label, distribution(values))
    plot.write(path)


def distribution(nanoseconds):
    values = sorted(nanoseconds)
    steps = [round(i * (len(values) - 1) / 100) for i in range(101)]
    return [(min(max(values[step] / 1000, 20), 200_000), percent) for percent, step in enumerate(steps)]


def growth(figures, path):
    """What an operation costs by size, times what it costs with one."""
    relative = {f'{title}: {name}': ratios(by_size) for title, of in figures.items() for name, by_size in of.items()}
    top = max(2, math.ceil(max(y for points in relative.values() for _, y in points)))
    plot = Plot('Cost of one operation, times its cost with one', 'names held, or waiters of one name', (1, 10_000),
                (0, top), colours=3)
    for size in (1, 10, 100, 1_000, 10_000):
        plot.x_tick(size, f'{size:,}')
    for step in range(2 * top + 1):
        plot.y_tick(step / 2, f'{step / 2:g}')
    for label, points in relative.items():
        plot.line(label, points)
    plot.write(path)


def ratios(by_size):
    middle = {size: sorted(rounds)[len(rounds) // 2] for size, rounds in by_size.items()}
    return [(size, value / middle[1]) for size, value in middle.items()]
