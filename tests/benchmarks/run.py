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


def measure(programs, tell):
    """Latencies of hand-overs and figures by size, for the plots."""
    with contextlib.ExitStack() as stack:
        # Counts, and what waits for most of the time: none of them minds company.
        python = handover.PythonPackage(programs, stack)
        crowd = idle.Crowd(programs, stack)
        leases = renewals.Renewals(programs, stack)
        tell(size.measure(programs))
        leases.processor()
        tell(instructions.measure(programs))
        leases.writes()
        tell(leases.rows())
        tell(crowd.rows())
        polls = python.latencies()
    # Times. From here on nothing else runs.
    tell(latency.measure(programs))
    rows, latencies = handover.measure(programs, polls)
    tell(rows)
    tell(flood.measure(programs))
    tell(parser.measure(programs))
    tell(limiter.measure(programs))
    rows, figures = growth.measure(programs)
    tell(rows)
    return latencies, figures


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument('--build', default='build/bench', help='where the programs were built')
    options.add_argument('--json', metavar='FILE', help='writes the table there')
    options.add_argument('--docs', metavar='FOLDER', help='puts the plots there instead of the build folder')
    options = options.parse_args()
    rows = []

    def tell(more):
        rows.extend(more)
        for row in more:
            result.print_row(row)

    begin = time.monotonic()
    result.print_head()
    latencies, figures = measure(Programs(options.build), tell)
    print(f'{sum(row.met for row in rows)} of {len(rows)} targets met, in {time.monotonic() - begin:.0f} s')
    folder = pathlib.Path(options.docs or options.build)
    plot.handover(latencies, folder / 'handover.svg')
    plot.growth(figures, folder / 'growth.svg')
    if options.json:
        result.write_json(sorted(rows, key=lambda row: int(row.name.split()[0])), options.json)


if __name__ == '__main__':
    main()
