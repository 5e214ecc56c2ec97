# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
"""The rows of the table."""
import dataclasses
import json
import operator
import statistics

HOLDS = {'<=': operator.le, '<': operator.lt, '>=': operator.ge}


@dataclasses.dataclass
class Row:
    name: str
    ours: float
    peer: float | None
    ratio: float | None
    target: str
    met: bool


def against(name, ours, peer, relation, factor):
    """Rounds of both, taken in turn: each round's ratio is of the same moment."""
    ratio = statistics.median(a / b for a, b in zip(ours, peer, strict=True))
    return Row(name, statistics.median(ours), statistics.median(peer), ratio, f'{relation} {factor:g} x',
               HOLDS[relation](ratio, factor))


def bounded(name, value, relation, bound):
    return Row(name, value, None, None, f'{relation} {bound:g}', HOLDS[relation](value, bound))


def median(nanoseconds):
    """Of latencies, in microseconds."""
    return statistics.median(nanoseconds) / 1000


def write_json(rows, path):
    with open(path, 'w', encoding='utf-8') as file:
        json.dump([dataclasses.asdict(row) for row in rows], file, indent=2, ensure_ascii=False)
        file.write('\n')


def print_row(row):
    number = lambda value: '-' if value is None else f'{value:,.0f}' if abs(value) >= 1000 else f'{value:.3g}'
    print(f'{row.name:78} {number(row.ours):>10} {number(row.peer):>10} {number(row.ratio):>6} {row.target:>9} '
          f'{"met" if row.met else "NOT MET"}', flush=True)


def print_head():
    print(f'{"":78} {"ours":>10} {"peer":>10} {"ratio":>6} {"target":>9}', flush=True)
