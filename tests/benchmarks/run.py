#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
"""./dev bench: measures RedGuard and its peers in turn, in one run, and says what the targets are met by."""
import argparse
import contextlib
import pathlib
import time

from bench import plot, result
from bench.cases import flood, growth, handover, idle, instructions, latency, limiter, parser, renewals, size
from bench.party import Programs


def counts(programs, wanted, tell):
    """What minds no company, side by side; returns the Python package's hand-overs, which take as long."""
    with contextlib.ExitStack() as stack:
        package = handover.PythonPackage(programs, stack) if wanted(3, 4) else None
        crowd = idle.Crowd(programs, stack) if wanted(9) else None
        leases = renewals.Renewals(programs, stack) if wanted(10) else None
        if wanted(11):
            tell(size.measure(programs))
        if leases:
            leases.processor()
        if wanted(2):
            tell(instructions.measure(programs))
        if leases:
            leases.writes()
            tell(leases.rows())
        if crowd:
            tell(crowd.rows())
        return package.latencies() if package else None


def times(programs, wanted, tell, polls, folder):
    """What wants the machine for itself."""
    if wanted(1, 13):
        tell(latency.measure(programs))
    if wanted(3, 4):
        rows, latencies = handover.measure(programs, polls)
        tell(rows)
        plot.handover(latencies, folder / 'handover.svg')
    if wanted(5, 6):
        tell(flood.measure(programs))
    if wanted(7):
        tell(parser.measure(programs))
    if wanted(8):
        tell(limiter.measure(programs))
    if wanted(12):
        rows, figures = growth.measure(programs)
        tell(rows)
        plot.growth(figures, folder / 'growth.svg')


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument('--build', default='build/bench', help='where the programs were built')
    options.add_argument('--json', metavar='FILE', help='writes the table there')
    options.add_argument('--only', metavar='CASE', type=int, nargs='+', help='some of the cases, by number')
    options.add_argument('--docs', metavar='FOLDER', help='puts the plots there instead of the build folder')
    options = options.parse_args()
    rows = []

    def tell(more):
        rows.extend(more)
        for row in more:
            result.print_row(row)

    def wanted(*cases):
        return not options.only or not set(options.only).isdisjoint(cases)

    begin = time.monotonic()
    result.print_head()
    programs = Programs(options.build)
    polls = counts(programs, wanted, tell)
    times(programs, wanted, tell, polls, pathlib.Path(options.docs or options.build))
    print(f'{sum(row.met for row in rows)} of {len(rows)} targets met, in {time.monotonic() - begin:.0f} s')
    if options.json:
        result.write_json(sorted(rows, key=lambda row: int(row.name.split()[0])), options.json)


if __name__ == '__main__':
    main()
