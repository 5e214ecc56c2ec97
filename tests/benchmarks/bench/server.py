# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
"""A redis-server or valkey-server of our own, on free ports and a socket in a temporary folder."""
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time

import redis

from bench import process

PATIENCE = 15


class Server:
    def __init__(self, tls=False):
        self.folder = tempfile.TemporaryDirectory(prefix='redguard-bench-')
        self.socket = self.path('socket')
        self.authority = self.path('ca.crt')
        if tls:
            make_certificates(self.folder.name)
        for _ in range(5):
            self.port, self.tls_port = free_ports(2)
            self.process = process.start([program(), *self.options(tls)], stdout=subprocess.DEVNULL)
            self.client = redis.Redis(unix_socket_path=self.socket)
            if self.answers():
                return
            process.end(self.process)
        raise RuntimeError('No server: ' + pathlib.Path(self.path('log')).read_text())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.close()
        process.end(self.process)
        self.folder.cleanup()

    def path(self, name):
        return f'{self.folder.name}/{name}'

    def options(self, tls):
        words = f'--bind 127.0.0.1 --port {self.port} --unixsocket {self.socket} --dir {self.folder.name} ' \
                '--logfile log --appendonly no'.split() + ['--save', '']
        if tls:
            words += f'--tls-port {self.tls_port} --tls-auth-clients no --tls-ca-cert-file {self.authority} ' \
                     f'--tls-cert-file {self.path("server.crt")} --tls-key-file {self.path("server.key")}'.split()
        return words

    def answers(self):
        give_up = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < give_up:
            try:
                return self.client.ping()
            except redis.ConnectionError:
                time.sleep(0.02)
        return False

    @property
    def url(self):
        return f'redis://127.0.0.1:{self.port}'

    @property
    def unix_url(self):
        return f'unix://{self.socket}'

    @property
    def tls_url(self):
        return f'rediss://127.0.0.1:{self.tls_port}?ssl_ca_certs={self.authority}'

    @property
    def place(self):
        return '127.0.0.1', str(self.port)

    def commands(self):
        """How many it has processed, those that scripts called among them."""
        return self.client.info('stats')['total_commands_processed']

    def calls(self, command):
        return self.client.info('commandstats').get('cmdstat_' + command, {'calls': 0})['calls']


def program():
    name = shutil.which('redis-server') or shutil.which('valkey-server')
    if not name:
        raise RuntimeError('There is neither redis-server nor valkey-server')
    return name


def free_ports(count):
    listeners = [socket.create_server(('127.0.0.1', 0)) for _ in range(count)]
    ports = [listener.getsockname()[1] for listener in listeners]
    for listener in listeners:
        listener.close()
    return ports


def make_certificates(folder):
    key = '-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'.split()
    run = lambda words: subprocess.run(['openssl', *words], cwd=folder, check=True, capture_output=True)
    run(['req', '-x509', '-days', '2', '-subj', '/CN=ca', '-keyout', 'ca.key', '-out', 'ca.crt', *key])
    run(['req', '-new', '-subj', '/CN=server', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', 'server.key',
         '-out', 'server.csr', *key])
    run('x509 -req -in server.csr -copy_extensions copyall -days 2 -CA ca.crt -CAkey ca.key -CAcreateserial '
        '-out server.crt'.split())
