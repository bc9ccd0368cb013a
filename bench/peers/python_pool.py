#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Python's multiprocessing.pool.ThreadPool."""
import sys

sys.dont_write_bytecode = True  # the sources stay as they are

import threading
import time
from multiprocessing.pool import ThreadPool

import peer
import runner
from peer import check_sum, give_back


class Pool:
    def __init__(self, case):
        self.case = case
        self.n = case.n
        self.pool = ThreadPool(case.workers)

    def close(self):
        self.pool.close()
        self.pool.join()

    def apply_all(self):
        apply_async = self.pool.apply_async
        return [apply_async(give_back, (i,)) for i in range(self.n)]


# -- with a result --------------------------------------------------------------------------


class Submit(Pool):
    def once(self):
        return check_sum(sum([r.get() for r in self.apply_all()]), self.n)


class RoundTrip(Pool):
    def once(self):
        apply = self.pool.apply
        return peer.round_trips(self.case, lambda i: apply(give_back, (i,)))


class Grain(Pool):
    def once(self):
        apply_async = self.pool.apply_async
        rounds = self.case.param("rounds", 100)
        results = [apply_async(runner.work, (1, rounds)) for _ in range(self.n)]
        if {r.get() for r in results} != {runner.work(1, rounds)}:
            raise runner.Wrong("a result is wrong")
        return self.n


class AsCompleted(Pool):
    """One task an item, as everywhere in this question: chunksize 1."""

    def once(self):
        return check_sum(sum(self.pool.imap_unordered(give_back, range(self.n))), self.n)


class Callbacks(Pool):
    def once(self):
        one, all_called = peer.countdown(self.n)
        apply_async = self.pool.apply_async
        wrong = []

        def called(result):
            if result is not one:
                wrong.append(result)
            one()

        for _ in range(self.n):
            apply_async(give_back, (one,), callback=called)
        all_called.wait()
        if wrong:
            raise runner.Wrong(f"{len(wrong)} results are wrong")
        return self.n


class Map(Pool):
    """In chunks of the pool's own choice, four a worker."""
    skewed = False

    def __init__(self, case):
        super().__init__(case)
        self.items = peer.Items(case, self.skewed)

    def once(self):
        xs, rounds = self.items.xs, self.items.rounds
        return self.items.timed(lambda: self.pool.starmap(runner.work, zip(xs, rounds)))


class MapSkewed(Map):
    skewed = True


# -- without --------------------------------------------------------------------------------


class Detached(Pool):
    """There is always a result, and nobody keeps it."""

    def once(self):
        one, all_ran = peer.countdown(self.n)
        apply_async = self.pool.apply_async
        for _ in range(self.n):
            apply_async(one)
        all_ran.wait()
        return self.n


class Producers(Pool):
    def once(self):
        return peer.produce(self.case, self.pool.apply_async)


# -- the pool itself ------------------------------------------------------------------------


class Memory(Pool):
    def once(self):
        gate = peer.hold(self.case.workers, self.pool.apply_async)
        results = peer.weigh(self.apply_all)
        gate.set()
        return check_sum(sum([r.get() for r in results]), self.n)


class StartAndStop:
    def __init__(self, case):
        self.workers = case.workers
        # The tasks wait for each other, so that each needs a thread of its own.
        self.together = threading.Barrier(case.workers)

    def once(self):
        pool = ThreadPool(self.workers)
        for _ in range(self.workers):
            pool.apply_async(self.together.wait)
        pool.close()
        pool.join()
        return 1

    def close(self):
        pass


class Sleepers(Pool):
    def once(self):
        unit = self.case.param("unit_ms", 1) / 1000
        self.pool.map(time.sleep, [x * unit for x in range(1, 11)], chunksize=1)
        return 10


runner.main("python_pool", {
    "submit": Submit,
    "detached": Detached,
    "roundtrip": RoundTrip,
    "roundtrip_cold": RoundTrip,
    "map_tiny": Map,
    "map_small": Map,
    "map_skewed": MapSkewed,
    "producers": Producers,
    "callbacks": Callbacks,
    "as_completed": AsCompleted,
    "pool": StartAndStop,
    "memory": Memory,
    "grain": Grain,
    "sleepers": Sleepers,
})
