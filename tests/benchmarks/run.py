#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
"""./dev bench: measures RedGuard and its peers in turn, in one run, and says what the targets are met by."""
import argparse
import contextlib
import time

from bench import result
from bench.cases import flood, handover, instructions, latency, parser
from bench.party import Programs


def measure(programs, tell):
    with contextlib.ExitStack() as stack:
        # Counts, and what waits for most of the time: none of them minds company.
        python = handover.PythonPackage(programs, stack)
        tell(instructions.measure(programs))
        # Times. From here on nothing else runs.
        tell(latency.measure(programs))
        rows, latencies = handover.measure(programs)
        tell(rows)
        rows, latencies['the Python package'] = python.rows(latencies['1 waiter'])
        tell(rows)
        tell(flood.measure(programs))
        tell(parser.measure(programs))


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument('--build', default='build/bench', help='where the programs were built')
    options.add_argument('--json', metavar='FILE', help='writes the table there')
    options = options.parse_args()
    rows = []

    def tell(more):
        rows.extend(more)
        for row in more:
            result.print_row(row)

    begin = time.monotonic()
    result.print_head()
    measure(Programs(options.build), tell)
    print(f'{sum(row.met for row in rows)} of {len(rows)} targets met, in {time.monotonic() - begin:.0f} s')
    if options.json:
        result.write_json(sorted(rows, key=lambda row: int(row.name.split()[0])), options.json)


if __name__ == '__main__':
    main()
