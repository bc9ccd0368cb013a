# SPDX-License-Identifier: MIT
"""peer - what the measuring programs in Python share: tasks, and whether what came out is
right.

What counts without a lock here is itertools.count: its next() is one step, by the lock of the
interpreter.
"""
import gc
import itertools
import threading
import time
from time import monotonic_ns

import runner


def give_back(x):
    """The empty task."""
    return x


def check_sum(total, n):
    if total != n * (n - 1) // 2:
        raise runner.Wrong(f"the sum of {n} results is {total}")
    return n


def round_trips(case, ask):
    """n times ask(i), which submits a task and returns its result.  A pause before each is not
    counted."""
    gap = case.param("gap_us", 0) / 1e6
    for i in range(case.n):
        if gap:
            time.sleep(gap)
        start = monotonic_ns()
        result = ask(i)
        runner.record(monotonic_ns() - start)
        if result != i:
            raise runner.Wrong(f"task {i} gave {result}")
    return case.n


# -- without a handle -----------------------------------------------------------------------


def countdown(n):
    """What to call n times, with any arguments, and an event that the last call sets."""
    number = itertools.count(1).__next__
    all_ran = threading.Event()

    def one(*_):
        if number() == n:
            all_ran.set()

    return one, all_ran


def produce(case, submit):
    """Submits n tasks from several threads with submit(task), and takes the time from the
    moment when they all may begin until the last task has run."""
    one, all_ran = countdown(case.n)
    producers = case.param("producers", 1)
    ready = threading.Semaphore(0)
    go = threading.Event()

    def submit_some(share):
        ready.release()
        go.wait()
        for _ in range(share):
            submit(one)

    shares = [case.n * (i + 1) // producers - case.n * i // producers for i in range(producers)]
    threads = [threading.Thread(target=submit_some, args=(share,)) for share in shares]
    for thread in threads:
        thread.start()
    for _ in threads:
        ready.acquire()
    start = monotonic_ns()
    go.set()
    all_ran.wait()
    runner.timed(monotonic_ns() - start)
    for thread in threads:
        thread.join()
    return case.n


# -- workers that are held ------------------------------------------------------------------


def hold(workers, submit):
    """Keeps every worker in a task until the event that it returns is set."""
    gate = threading.Event()
    there = threading.Barrier(workers + 1)

    def stand():
        there.wait()
        gate.wait()

    for _ in range(workers):
        submit(stand)
    there.wait()
    return gate


_before = None


def weigh(fill):
    """Says by how much the memory in use has grown when fill() has queued its tasks, since the
    first call: memory that was used then and kept for the next tasks counts again.  Returns
    what fill() returns."""
    global _before
    if _before is None:
        gc.collect()  # what other benches have left behind
        _before = runner.resident()
    filled = fill()
    runner.weighed(runner.resident() - _before)
    return filled


# -- map ------------------------------------------------------------------------------------


class Items:
    """The lists of a map: work(xs[i], rounds[i]) for all i."""

    def __init__(self, case, skewed):
        n, rounds = case.n, case.param("rounds", 1)
        heavy = n // 10 if skewed else 0
        self.xs = list(range(n))
        self.rounds = [rounds] * (n - heavy) + [11 * rounds] * heavy
        looked_at = range(0, n, max(1, n // 100))
        self.right = {i: runner.work(i, self.rounds[i]) for i in looked_at}

    def timed(self, map_all):
        """Takes the time of map_all(), which returns the list of all results; compares about a
        hundred of them."""
        start = monotonic_ns()
        results = map_all()
        runner.timed(monotonic_ns() - start)
        for i, right in self.right.items():
            if results[i] != right:
                raise runner.Wrong(f"item {i} of {len(self.xs)} is {results[i]}, not {right}")
        if len(results) != len(self.xs):
            raise runner.Wrong(f"{len(results)} results for {len(self.xs)} items")
        return len(self.xs)


# -- benches of both pools ------------------------------------------------------------------


class Pool:
    """What the benches below ask of a pool: submit(task) for a task without arguments,
    submit_all() for n empty tasks, take(handles) for the list of their results, spread(work,
    xs, rounds) for a map."""

    def __init__(self, case):
        self.case = case
        self.n = case.n


class Submit(Pool):
    def once(self):
        return check_sum(sum(self.take(self.submit_all())), self.n)


class Detached(Pool):
    """There is always a handle, and nobody keeps it."""

    def once(self):
        one, all_ran = countdown(self.n)
        submit = self.submit
        for _ in range(self.n):
            submit(one)
        all_ran.wait()
        return self.n


class Producers(Pool):
    def once(self):
        return produce(self.case, self.submit)


class Memory(Pool):
    def once(self):
        gate = hold(self.case.workers, self.submit)
        handles = weigh(self.submit_all)
        gate.set()
        return check_sum(sum(self.take(handles)), self.n)


class Map(Pool):
    skewed = False

    def __init__(self, case):
        super().__init__(case)
        self.items = Items(case, self.skewed)

    def once(self):
        xs, rounds = self.items.xs, self.items.rounds
        return self.items.timed(lambda: self.spread(runner.work, xs, rounds))


class StartAndStop:
    """start(workers) gives a new pool's submit, and what ends it."""

    def __init__(self, case):
        self.workers = case.workers
        # The tasks wait for each other, so that each needs a thread of its own.
        self.together = threading.Barrier(case.workers)

    def once(self):
        submit, end = self.start(self.workers)
        for _ in range(self.workers):
            submit(self.together.wait)
        end()
        return 1

    def close(self):
        pass
