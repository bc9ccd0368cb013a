# SPDX-License-Identifier: MIT
"""runner - the part of a measuring program in Python that takes the time.

It speaks as bench/runner.c does, and by the same rules: a run does the work so many times
untimed, and then as many times timed; a bench that counts bytes does it once.

    class Submit:
        def __init__(self, case):   # makes what is not to be measured; raises Skip
            ...
        def once(self):             # does the work, checks it (raises Wrong), returns
            ...                     # how many operations that were
        def close(self):
            ...

    runner.main("python", {"submit": Submit})
"""
import os
import resource
import signal
import statistics
import sys
from time import monotonic_ns

MASK = (1 << 64) - 1
MOST_TASKS, MOST_WORKERS, MOST_REPEATS = 10**9, 1024, 10**9


class Skip(Exception):
    """It cannot be measured here: what is missing."""


class Wrong(Exception):
    """The answer was wrong: what, and the numbers."""


class Case:
    """What is measured: params as a dictionary, workers, n."""

    def __init__(self, params, workers):
        self.params = params
        self.workers = workers
        self.n = params.get("n", 1)

    def param(self, name, otherwise):
        return self.params.get(name, otherwise)


# -- inside once ----------------------------------------------------------------------------

_recorded = []  # nanoseconds of one operation each
_timed = []
_bytes = []

# One operation took so many nanoseconds.  A bench that calls this is timed by their sum.
record = _recorded.append
# Only so many nanoseconds of this call are to count.
timed = _timed.append
# A result that is not a time.
weighed = _bytes.append


def work(x, rounds):
    """bench_work of bench.h."""
    for _ in range(rounds):
        x = ((x ^ x >> 29) * 0xBF58476D1CE4E5B9) & MASK
    return x


def resident():
    """The bytes of memory that the process has in use."""
    with open("/proc/self/smaps_rollup", encoding="ascii") as file:
        for line in file:
            if line.startswith("Rss:"):
                return int(line.split()[1]) * 1024
    raise Skip("/proc/self/smaps_rollup does not say what memory is in use")


# -- one sample -------------------------------------------------------------------------------


def _measure(bench, repeats):
    """ops, wall and CPU nanoseconds, voluntary and other context switches."""
    for list_of_call in _recorded, _timed, _bytes:
        list_of_call.clear()
    ops = 0
    before = resource.getrusage(resource.RUSAGE_SELF)
    start = monotonic_ns()
    for _ in range(repeats):
        ops += bench.once()
    wall = monotonic_ns() - start
    after = resource.getrusage(resource.RUSAGE_SELF)
    if _recorded or _timed:
        wall = sum(_recorded) + sum(_timed)
    if ops <= 0:
        raise Wrong("it did nothing")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return (ops, wall, round(cpu * 1e9), after.ru_nvcsw - before.ru_nvcsw,
            after.ru_nivcsw - before.ru_nivcsw)


def _bucket(ns):
    """As bucket_of in histogram.c."""
    if ns < 16:
        return max(ns, 0)
    power = ns.bit_length() - 5
    return min((power << 4) + (ns >> power), ((40 - 4 + 1) << 4) - 1)


def _histogram():
    """Its buckets that are not empty: number, count."""
    counts = {}
    for ns in _recorded:
        bucket = _bucket(ns)
        counts[bucket] = counts.get(bucket, 0) + 1
    return sorted(counts.items())


# -- orders -------------------------------------------------------------------------------------


def _whole(text, least, most, what):
    try:
        value = int(text)
    except ValueError:
        value = None
    if value is None or not least <= value <= most:
        raise ValueError(f"{what} is a number from {least} to {most}, not '{text}'")
    return value


def _case(params, workers):
    values = {}
    for word in params.split(" ") if params not in ("", "-") else []:
        name, equals, value = word.partition("=")
        if not name or not equals:
            raise ValueError("parameters are words NAME=NUMBER with a space between them")
        values[name] = _whole(value, *((1, MOST_TASKS) if name == "n" else (-MASK, MASK)),
                              name)
    return Case(values, _whole(workers, 1, MOST_WORKERS, "workers"))


def _reason(error):
    """One line without tabs, for an answer."""
    words = str(error)
    if not isinstance(error, (Skip, Wrong, ValueError)):
        words = f"{type(error).__name__}: {words}"
    return " ".join(words.split())


class _Program:
    def __init__(self, benches):
        self.benches = benches
        self.open = None

    def close(self):
        if self.open:
            self.open.close()
        self.open = None

    def open_bench(self, name, params, workers):
        self.close()
        if name not in self.benches:
            raise Skip("it has no such bench")
        self.open = self.benches[name](_case(params, workers))

    def run(self, repeats):
        if not self.open:
            raise ValueError("nothing is open")
        repeats = _whole(repeats, 1, MOST_REPEATS, "how often")
        sample = _measure(self.open, repeats)
        if not _bytes:
            sample = _measure(self.open, repeats)
        return ([("bucket", *bucket) for bucket in _histogram()] +
                [("sample", *sample, f"bytes={sum(_bytes)}" if _bytes else "-")])

    def obey(self, order, *words):
        """Returns the lines of the answer, each a tuple of its fields."""
        if order == "list" and not words:
            return [("has", name) for name in self.benches] + [("ok",)]
        if order == "open" and len(words) == 3:
            self.open_bench(*words)
            return [("ok",)]
        if order == "run" and len(words) == 1:
            return self.run(*words)
        if order == "close" and not words:
            self.close()
            return [("ok",)]
        raise ValueError("the orders are list, open BENCH PARAMS WORKERS, run REPEATS, close")

    def serve(self):
        for line in sys.stdin:
            try:
                answer = self.obey(*line.rstrip("\n").split("\t"))
            except Skip as why:
                answer = [("skip", _reason(why))]
            except Exception as why:
                answer = [("fail", _reason(why))]
            for fields in answer:
                print(*fields, sep="\t")
            sys.stdout.flush()
        self.close()
        return 0


# -- by hand ------------------------------------------------------------------------------------


def _show(impl, name, bench):
    """Eleven samples of at least four milliseconds; where most of the time is not timed, the
    whole of one is not made longer than fifty.  Of bytes there is a single sample."""
    repeats = 1
    start = monotonic_ns()
    sample = _measure(bench, repeats)
    if _bytes:
        print(f"{impl} {name}: {sum(_bytes) / sample[0]:.1f} bytes each")
        return
    while sample[1] < 4e6 and monotonic_ns() - start < 25e6 and repeats < 1 << 24:
        repeats *= 2
        start = monotonic_ns()
        sample = _measure(bench, repeats)
    samples = [_measure(bench, repeats) for _ in range(11)]
    ops = samples[-1][0]
    ns = [sample[1] / sample[0] for sample in samples]
    print(f"{impl} {name}: median {statistics.median(ns):.1f} ns, {min(ns):.1f} to "
          f"{max(ns):.1f}, {len(ns)} samples of {ops} operations")


def _by_hand(impl, program, words):
    name, *params = words
    workers = "2"
    for word in [word for word in params if word.startswith("workers=")]:
        params.remove(word)
        workers = word[len("workers="):]
    try:
        program.open_bench(name, " ".join(params), workers)
    except (Skip, ValueError) as why:
        print(f"{impl} {name}: {_reason(why)}", file=sys.stderr)
        return 2
    try:
        _show(impl, name, program.open)
    except Exception as why:
        print(f"{impl} {name}: {_reason(why)}", file=sys.stderr)
        return 1
    program.close()
    return 0


def main(impl, benches):
    """Never returns.  benches: the class for each name."""
    program = _Program(benches)
    words = sys.argv[1:]
    # Who interrupts wants an end, and no account of where it was.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        if words == ["--serve"]:
            status = program.serve()
        elif not words or words[0].startswith("-"):
            print(f"usage: {sys.argv[0]} BENCH [PARAM=NUMBER ...] [workers=2]\n"
                  f"benches: {' '.join(benches)}", file=sys.stderr)
            status = 2
        else:
            status = _by_hand(impl, program, words)
        sys.stdout.flush()
    except OSError as why:
        print(f"{impl}: standard output cannot be written: {why}", file=sys.stderr)
        status = 1
    # Not sys.exit: after a failure that would wait for threads which may wait for ever.
    os._exit(status)
