#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Python's multiprocessing.pool.ThreadPool."""
import sys

sys.dont_write_bytecode = True  # the sources stay as they are

import time
from multiprocessing.pool import ThreadPool

import peer
import runner
from peer import check_sum, give_back


class Pool(peer.Pool):
    def __init__(self, case):
        super().__init__(case)
        self.pool = ThreadPool(case.workers)
        self.submit = self.pool.apply_async

    def close(self):
        self.pool.close()
        self.pool.join()

    def submit_all(self):
        apply_async = self.pool.apply_async
        return [apply_async(give_back, (i,)) for i in range(self.n)]

    def take(self, results):
        return [r.get() for r in results]

    def spread(self, work, xs, rounds):
        """In chunks of the pool's own choice, four a worker."""
        return self.pool.starmap(work, zip(xs, rounds))


# -- with a result --------------------------------------------------------------------------


class Submit(peer.Submit, Pool):
    pass


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


class Map(peer.Map, Pool):
    pass


class MapSkewed(Map):
    skewed = True


# -- without --------------------------------------------------------------------------------


class Detached(peer.Detached, Pool):
    pass


class Producers(peer.Producers, Pool):
    pass


# -- the pool itself ------------------------------------------------------------------------


class Memory(peer.Memory, Pool):
    pass


class StartAndStop(peer.StartAndStop):
    @staticmethod
    def start(workers):
        pool = ThreadPool(workers)

        def end():
            pool.close()
            pool.join()

        return pool.apply_async, end


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
