# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
"""A program that is measured: takes an order a line and answers each with a line of JSON."""
import json
import pathlib
import subprocess
import sys

from bench import process

PYTHON_PACKAGE = pathlib.Path(__file__).parent.parent / 'parties' / 'python' / 'package.py'


class Party:
    def __init__(self, *command):
        self.command = [str(word) for word in command]
        self.process = process.start(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.answer()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        process.end(self.process)

    def send(self, *words):
        self.process.stdin.write(' '.join(str(word) for word in words) + '\n')
        self.process.stdin.flush()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f'{" ".join(self.command)} ended with {self.process.wait()}')
        return json.loads(line)

    def order(self, *words):
        self.send(*words)
        return self.answer()


class Programs:
    """Where the parties' programs are."""

    def __init__(self, build):
        self.build = pathlib.Path(build)
        self.library = self.build / 'lib' / 'libRedGuard.so'

    def path(self, name):
        return self.build / 'bin' / f'bench-{name}'

    def redguard(self, url):
        return Party(self.path('redguard'), url)

    def hiredis(self, *place):
        return Party(self.path('hiredis'), *place)

    def plain_socket(self, *place):
        return Party(self.path('plainsocket'), *place)

    def idle_socket(self, *place):
        return Party(self.path('idlesocket'), *place)

    def parser(self):
        return Party(self.path('parser'))

    def python_package(self, *place):
        return Party(sys.executable, PYTHON_PACKAGE, *place)
