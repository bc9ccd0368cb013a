#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Python's concurrent.futures.ThreadPoolExecutor, and threading.Thread."""
import sys

sys.dont_write_bytecode = True  # the sources stay as they are

import threading
from concurrent.futures import (ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION,
                                ThreadPoolExecutor, as_completed, wait)
from time import monotonic_ns

import headlines
import peer
import runner
from peer import check_sum, give_back


class Executor(peer.Pool):
    """A bench with an executor.  Its threads start as they are needed: in the untimed run."""

    def __init__(self, case):
        super().__init__(case)
        self.executor = ThreadPoolExecutor(case.workers)
        self.submit = self.executor.submit

    def close(self):
        self.executor.shutdown()

    def submit_all(self):
        submit = self.submit
        return [submit(give_back, i) for i in range(self.n)]

    def take(self, futures):
        return [f.result() for f in futures]

    def spread(self, work, xs, rounds):
        """One task an item: chunks are for executors of processes."""
        return list(self.executor.map(work, xs, rounds))


# -- with a future --------------------------------------------------------------------------


class Submit(peer.Submit, Executor):
    pass


class RoundTrip(Executor):
    def once(self):
        submit = self.submit
        return peer.round_trips(self.case, lambda i: submit(give_back, i).result())


class Grain(Executor):
    def once(self):
        submit = self.submit
        rounds = self.case.param("rounds", 100)
        futures = [submit(runner.work, 1, rounds) for _ in range(self.n)]
        if {f.result() for f in futures} != {runner.work(1, rounds)}:
            raise runner.Wrong("a result is wrong")
        return self.n


class AsCompleted(Executor):
    def once(self):
        total = sum([f.result() for f in as_completed(self.submit_all())])
        return check_sum(total, self.n)


class Callbacks(Executor):
    def once(self):
        one, all_called = peer.countdown(self.n)
        submit = self.submit
        wrong = []

        def called(future):
            if future.result() is not one:
                wrong.append(future)
            one()

        for _ in range(self.n):
            submit(give_back, one).add_done_callback(called)
        all_called.wait()
        if wrong:
            raise runner.Wrong(f"{len(wrong)} results are wrong")
        return self.n


class Cancel(Executor):
    def once(self):
        gate = peer.hold(self.case.workers, self.submit)
        futures = self.submit_all()
        start = monotonic_ns()
        cancelled = [f.cancel() for f in futures]
        runner.timed(monotonic_ns() - start)
        gate.set()
        if not all(cancelled):
            raise runner.Wrong(f"{sum(cancelled)} of {self.n} tasks were cancelled")
        # It stands behind them in the queue: when it has run, they have been thrown away.
        self.submit(give_back, 0).result()
        return self.n


class Wait(Executor):
    when = ALL_COMPLETED

    def once(self):
        start = monotonic_ns()
        futures = self.submit_all()
        done, not_done = wait(futures, return_when=self.when)
        runner.timed(monotonic_ns() - start)
        least = self.n if self.when is ALL_COMPLETED else 1
        if len(done) < least or len(done) + len(not_done) != self.n:
            raise runner.Wrong(f"of {self.n} futures {len(done)} are done, "
                               f"{len(not_done)} are not")
        wait(futures)
        return self.n


class WaitFirst(Wait):
    when = FIRST_COMPLETED


class WaitFailure(Wait):
    """The task in the middle fails."""
    when = FIRST_EXCEPTION

    def submit_all(self):
        submit = self.submit
        middle = self.n // 2
        return ([submit(give_back, i) for i in range(middle)] + [submit(int, "no number")] +
                [submit(give_back, i) for i in range(middle + 1, self.n)])


class Map(peer.Map, Executor):
    pass


class MapSkewed(Map):
    skewed = True


# -- without --------------------------------------------------------------------------------


class Detached(peer.Detached, Executor):
    pass


class Producers(peer.Producers, Executor):
    pass


# -- threads and pools ----------------------------------------------------------------------


class Memory(peer.Memory, Executor):
    pass


class StartAndStop(peer.StartAndStop):
    @staticmethod
    def start(workers):
        executor = ThreadPoolExecutor(workers)
        return executor.submit, executor.shutdown


class Thread:
    def __init__(self, case):
        self.n = case.n

    def once(self):
        results = []
        for i in range(self.n):
            thread = threading.Thread(target=results.append, args=(i,))
            thread.start()
            thread.join()
        return check_sum(sum(results), self.n)

    def close(self):
        pass


runner.main("python", {
    "thread": Thread,
    "submit": Submit,
    "detached": Detached,
    "roundtrip": RoundTrip,
    "roundtrip_cold": RoundTrip,
    "map_tiny": Map,
    "map_small": Map,
    "map_skewed": MapSkewed,
    "producers": Producers,
    "callbacks": Callbacks,
    "cancel": Cancel,
    "wait_first": WaitFirst,
    "wait_failure": WaitFailure,
    "wait_all": Wait,
    "as_completed": AsCompleted,
    "pool": StartAndStop,
    "memory": Memory,
    "grain": Grain,
    "sleepers": headlines.Sleepers,
    "http": headlines.Http,
    "ping": headlines.Ping,
})
