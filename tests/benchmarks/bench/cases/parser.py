# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
"""Case 7: 64 MiB of replies in one process, through our parser and through hiredis' reader."""
from bench import result

ROUNDS = 3
MEBIBYTES = 64


def measure(programs):
    rows = []
    with programs.parser() as parser:
        for kind, title, factor in (('small', 'integers and statuses', 3), ('bulks', 'strings of 1 KiB', 2)):
            ours, peer = [], []
            for _ in range(ROUNDS):
                ours.append(parser.order('parse', 'ours', kind))
                peer.append(parser.order('parse', 'peer', kind))
            if ours[0]['replies'] != peer[0]['replies']:
                raise RuntimeError(f'Replies counted: {ours[0]["replies"]} and {peer[0]["replies"]}')
            rate = lambda rounds: [MEBIBYTES / round['processor'] for round in rounds]
            rows.append(result.against(f'7 parser, {title}, MiB/s: hiredis', rate(ours), rate(peer), '>=', factor))
    return rows
