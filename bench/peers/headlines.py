# SPDX-License-Identifier: MIT
"""headlines - what the tutorials do with threads: wait for a clock, for web servers, for
other programs.  While one task waits, Python lets the others run.
"""
import os
import subprocess
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor, as_completed

import runner


class Headline:
    def __init__(self, case):
        self.n = case.n
        self.executor = ThreadPoolExecutor(case.workers)

    def close(self):
        self.executor.shutdown()


class Sleepers(Headline):
    """Ten cubes: the cube of x takes x units."""

    def __init__(self, case):
        super().__init__(case)
        self.unit = case.param("unit_ms", 1) / 1000

    def cube(self, x):
        time.sleep(x * self.unit)
        return x**3

    def once(self):
        futures = [self.executor.submit(self.cube, x) for x in range(1, 11)]
        if [f.result() for f in futures] != [x**3 for x in range(1, 11)]:
            raise runner.Wrong("a cube is wrong")
        return 10


def server_program():
    """heddle's side of these benches, which is the server, too."""
    root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
    build = os.path.join(root, os.environ.get("HEDDLE_BUILD", "build/release"))
    program = os.path.normpath(os.path.join(build, "bench/headlines"))
    if not os.access(program, os.X_OK):
        raise runner.Skip(f"there is no {program}: make builds it")
    return program


class Http(Headline):
    """Asks a server on this machine, which takes delay_ms for each answer, n times."""

    def __init__(self, case):
        delay = str(case.param("delay_ms", 20))
        self.server = subprocess.Popen([server_program(), "--slow-server", delay],
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        port = self.server.stdout.readline()
        if not port:
            raise runner.Skip("the slow server did not start")
        self.url = f"http://127.0.0.1:{int(port)}/"
        # Not by a proxy that the environment may name.
        self.get = urllib.request.build_opener(urllib.request.ProxyHandler({})).open
        super().__init__(case)

    def close(self):
        super().close()
        # The end of its input is its end.
        self.server.stdin.close()
        self.server.wait()
        self.server.stdout.close()

    def status(self):
        with self.get(self.url, timeout=10) as response:
            return response.status

    def once(self):
        futures = [self.executor.submit(self.status) for _ in range(self.n)]
        for future in as_completed(futures):
            if future.result() != 204:
                raise runner.Wrong(f"the server answered {future.result()}")
        return self.n


class Ping(Headline):
    """Starts the program ping, once for each of n hosts, all of which are this one."""

    def __init__(self, case):
        try:
            status = self.ping()
        except FileNotFoundError:
            raise runner.Skip("there is no ping here: install iputils-ping") from None
        if status:
            raise runner.Skip(f"ping 127.0.0.1 ends with status {status} here")
        super().__init__(case)

    @staticmethod
    def ping():
        return subprocess.run(["ping", "-q", "-c", "1", "--", "127.0.0.1"],
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL).returncode

    def once(self):
        futures = [self.executor.submit(self.ping) for _ in range(self.n)]
        for future in as_completed(futures):
            if future.result():
                raise runner.Wrong(f"ping ended with status {future.result()}")
        return self.n
