#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""golden - where the golden data beside this file comes from.

    python3 golden.py samples >samples.tsv     numbers without meaning, the same every time
    python3 golden.py summary >summary.tsv     what is to be said about them
    python3 golden.py pairs   >pairs.tsv
    python3 golden.py compare >compare.tsv

It is written from the method's description, with exact fractions where C has doubles, and
shares nothing with bench/driver.
"""
import math
import sys
from fractions import Fraction
from itertools import product

HEADER = """# format: heddle-samples/1
# session: 20260102T030405Z
# cpus_allowed: 0-1
# peer: heddle | outside | 0.1.0
# peer: libuv | outside | 1.44.2
# peer: tbb | caller | 2021.8
# peer: serial | serial | -
# question: submit | ns | limit_lock | What does one empty task cost?
# question: memory | bytes | - | How much memory does a task take?
# question: grain | ns | - | How long must a task be?
# question: ranks | ns | - | Which value bounds the median?
"""
COLUMNS = ("session side bench impl params workers n pair round pos ops wall_ns cpu_ns vcsw "
           "ivcsw status note").split()
RANKS = (1, 2, 5, 6, 8, 9, 20, 40, 100, 1200)


def numbers(seed):
    """Numbers from 0 to 999 without meaning."""
    while True:
        seed = (seed * 1103515245 + 12345) % 2**31
        yield seed // 65536 % 1000


def row(bench, impl, params, workers, n, ops=None, wall=None, *, side="-", pair=0, round_=0,
        status="ok", note="-", session="20260102T030405Z"):
    measured = [ops, wall, wall, 1, 0] if status == "ok" else ["nan"] * 5
    return [session, side, bench, impl, params, workers, n, pair, round_, 1, *measured, status,
            note]


# -- samples.tsv ------------------------------------------------------------------------------

def samples():
    noise = numbers(7)
    # Ratios: libuv is measured in only 18 of heddle's 21 rounds, and not in their order.
    for r in range(1, 22):
        yield row("submit", "heddle", "n=1000", 2, 1000, 1000, 200000 + 61 * next(noise),
                  round_=r)
    for r in (18, 3, 5, 4, 2, 1, 6, 7, 8, 9, 10, 11, 12, 17, 16, 15, 14, 13):
        wall = 500000 + 97 * next(noise)
        wall = {4: 1400000, 9: 650000}.get(r, wall)  # far outside, and just outside
        yield row("submit", "libuv", "n=1000", 2, 1000, 1000, wall, round_=r)
    yield row("submit", "tbb", "n=1000", 2, 1000, status="skip", note="install libtbb-dev")
    # One wrong answer spoils the rest.
    yield row("submit", "heddle", "n=1000", 4, 1000, 1000, 300000, round_=1)
    yield row("submit", "heddle", "n=1000", 4, 1000, round_=2, status="fail",
              note="the sum is 3, not 4")
    # Parameters are sorted as numbers.
    yield row("submit", "heddle", "n=200", 2, 200, 200, 50000, round_=1)
    for r in range(1, 8):
        yield row("memory", "heddle", "n=500", 2, 500, 500, 77777, round_=r,
                  note="bytes=%d" % (40000 + 10 * next(noise)))
    # METG: a task of R rounds takes 2 R ns, and heddle adds 150 ns, libuv 5000, tbb 0.
    for r, (name, workers, added) in product(
            range(1, 8), (("serial", 1, 0), ("heddle", 2, 150), ("heddle", 4, 150),
                          ("libuv", 2, 5000), ("tbb", 2, 0))):
        for rounds in (10, 100, 1000):
            each = 2 * rounds if name == "serial" else rounds + added + next(noise) % 7
            yield row("grain", name, "n=100 rounds=%d" % rounds, workers, 100, 100, 100 * each,
                      round_=r)
    for count in RANKS:
        for r in range(1, count + 1):
            yield row("ranks", "heddle", "n=%d" % count, 1, count, 1, r, round_=r)


# -- what is to be said about them ------------------------------------------------------------

def quantile(values, p):
    values, place = sorted(values), Fraction(p) * (len(values) - 1)
    below = math.floor(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (place - below) * (values[above] - values[below])


def rank(count, alpha):
    """The largest k with P(fewer than k of count tosses are heads) <= alpha / 2."""
    best = 0
    for k in range(1, count // 2 + 1):
        if sum(math.comb(count, i) for i in range(k)) * 2 <= Fraction(alpha) * 2**count:
            best = k
    return best


def interval(values, alpha):
    k = rank(len(values), alpha)
    values = sorted(values)
    return (values[k - 1], values[len(values) - k]) if k else (math.nan, math.nan)


def show(value):
    return "nan" if math.isnan(value) else "%.6g" % float(value)


def spread(values):
    if not values:
        return ["nan"] * 7
    lo, hi = interval(values, Fraction(5, 100))
    q1, q3 = quantile(values, Fraction(1, 4)), quantile(values, Fraction(3, 4))
    reach = Fraction(3, 2) * (q3 - q1)
    outliers = sum(v < q1 - reach or v > q3 + reach for v in values)
    return [show(v) for v in (quantile(values, Fraction(1, 2)), lo, hi, min(values), q1, q3,
                              outliers)]


def metg(rows, impl, workers):
    """Of each round: where efficiency crosses one half, on a line over ln(size)."""
    found = []
    for r in range(1, 8):
        size = {s[4]: each(s) for s in rows if s[3] == "serial" and s[8] == r}
        points = sorted((size[s[4]], size[s[4]] / (each(s) * min(workers, 2))) for s in rows
                        if s[3] == impl and s[5] == workers and s[8] == r)
        good = [i for i, p in enumerate(points) if p[1] >= Fraction(1, 2)]
        if not good:
            found.append(math.inf)
        elif good[0] == 0:
            found.append(points[0][0])
        else:
            a, b = points[good[0] - 1], points[good[0]]
            part = (Fraction(1, 2) - a[1]) / (b[1] - a[1])
            found.append(math.exp(math.log(a[0]) + part * math.log(b[0] / a[0])))
    return found


def each(s):
    if s[16].startswith("bytes="):
        return Fraction(int(s[16][6:]), s[10])
    return Fraction(s[11], s[10])


PART = {"heddle": "outside", "libuv": "outside", "tbb": "caller", "serial": "serial"}


def summary():
    rows = list(samples())
    questions, impls = ("submit", "memory", "grain", "ranks"), ("heddle", "libuv", "tbb", "serial")
    size = lambda params: [int(w.split("=")[1]) for w in params.split()]
    groups = {}
    for s in rows:
        groups.setdefault((questions.index(s[2]), size(s[4]), s[5], impls.index(s[3]))
                          .__repr__(), []).append(s)
    order = sorted(groups.values(), key=lambda g: (
        questions.index(g[0][2]), size(g[0][4]), g[0][5], impls.index(g[0][3])))
    for group in order:
        s = group[0]
        bad = [x for x in group if x[15] == "fail"] or [x for x in group if x[15] == "skip"]
        values = [] if bad else [each(x) for x in group]
        ours = {x[8]: each(x) for x in rows
                if x[3] == "heddle" and x[2] == s[2] and x[4:6] == s[4:6] and x[15] == "ok"}
        ratios = [each(x) / ours[x[8]] for x in group if x[8] in ours] if not bad else []
        ratio = [quantile(ratios, Fraction(1, 2)), *interval(ratios, Fraction(5, 100))] \
            if ratios else [math.nan] * 3
        yield [s[2], s[3], PART[s[3]], s[4], s[5], s[6], "bytes" if s[2] == "memory" else "ns",
               len(values), *spread(values), *map(show, ratio),
               bad[0][15] if bad else "ok", bad[0][16] if bad else "-"]
    grain = [s for s in rows if s[2] == "grain"]
    for impl, workers, note in (("heddle", 2, "-"), ("libuv", 2, None),
                                ("tbb", 2, "at most: even the shortest tasks are long enough"),
                                ("heddle", 4, "-")):
        values = metg(grain, impl, workers)
        start = ["metg", impl, PART[impl], "efficiency=50", workers, "nan", "ns"]
        if note is None:
            yield start + [0] + ["nan"] * 10 + ["skip", "even the longest tasks are too short"]
        else:
            yield start + [len(values), *spread(values)] + ["nan"] * 3 + ["ok", note]


# -- pairs.tsv: each kind of verdict ----------------------------------------------------------

THRESHOLD = 5
KINDS = (  # bench, pairs, ratio in percent around which the pairs lie, and how far apart; again
    ("a_slower", 20, 112, 4, 112), ("b_faster", 20, 90, 4, 90), ("c_same", 40, 100, 4, None),
    ("d_wide", 40, 108, 80, None), ("e_small", 20, 103, 1, None), ("f_few", 5, 150, 1, None),
    ("g_not_again", 20, 112, 4, 100), ("h_never_again", 20, 112, 4, None))


def pairs():
    noise = numbers(11)
    for bench, count, ratio, width, again in KINDS:
        for session, middle in (("20260102T030405Z", ratio), ("20260102T030405Z+2", again)):
            if middle is None:
                continue
            for p in range(1, count + 1):
                factor = Fraction(middle, 100) + Fraction(width * (next(noise) - 500), 100000)
                for r in (1, 2, 3):
                    old = 100000 + next(noise)
                    new = round(old * factor * Fraction(100 + (r - 2) * 7, 100))
                    sides = [("old", old), ("new", new)]
                    for side, wall in sides if next(noise) % 2 else reversed(sides):
                        yield row(bench, "heddle", "n=10", 2, 10, 10, wall, side=side, pair=p,
                                  round_=r, session=session)


def compare():
    rows = list(pairs())
    alpha = Fraction(5, 100) / len(KINDS)
    limit = math.log(1 + THRESHOLD / 100)

    def judge(bench, session):
        ds = []
        for p in sorted({s[7] for s in rows if s[2] == bench and s[0].endswith(session)}):
            logs = []
            for r in (1, 2, 3):
                both = {s[1]: s[11] for s in rows if s[2] == bench and s[7] == p
                        and s[8] == r and s[0].endswith(session)}
                logs.append(math.log(both["new"] / both["old"]))
            ds.append(sorted(logs)[1])
        if not ds:
            return 0, (math.nan,) * 3, "not measured again"
        middle, (lo, hi) = quantile(ds, Fraction(1, 2)), interval(ds, alpha)
        verdict = "unclear"
        if lo > 0 and middle >= limit:
            verdict = "slower"
        elif hi < 0 and middle <= -limit:
            verdict = "faster"
        elif lo > -limit and hi < limit:
            verdict = "same"
        return len(ds), (math.exp(middle), math.exp(lo), math.exp(hi)), verdict

    for number, (bench, *_) in enumerate(KINDS, 1):
        count, values, verdict = judge(bench, "Z")
        note = "-"
        if verdict in ("slower", "faster"):
            again_count, again_values, again = judge(bench, "+2")
            if again_count:
                count, values = again_count, again_values
            if again != verdict:
                verdict, note = "unclear", "%s at first, and then %s" % (verdict, again)
        yield [number, bench, "n=10", 2, count, *map(show, values), verdict, note]


def main():
    what = sys.argv[1]
    if what in ("samples", "pairs"):
        print(HEADER, end="")
    if what == "pairs":
        print("# threshold: %d\n# alpha: 0.05\n# rows: %d" % (THRESHOLD, len(KINDS)))
    if what in ("samples", "pairs"):
        print(*COLUMNS, sep="\t")
    for line in {"samples": samples, "summary": summary, "pairs": pairs,
                 "compare": compare}[what]():
        print(*line, sep="\t")


main()
