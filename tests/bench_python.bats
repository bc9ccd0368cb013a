#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# bench/peers/*.py: Python's side speaks as runner.c does, answers every question that it says
# it has, and notices a wrong answer; and the slow server, which both sides ask.

load common

setup() {
  peers=$root/bench/peers
  headlines=$build/bench/headlines
  command -v python3 >/dev/null || skip "python3 is not installed (make setup-peers installs it)"
}

# serve PROGRAM: takes orders from the standard input.
serve() { HEDDLE_BUILD=$build timeout -k 5 60 python3 "$peers/$1" --serve; }

# imported CODE ORDERS: a program made of these lines, which have runner's names, and its
# answers to these orders, both as printf formats.
imported() {
  # shellcheck disable=SC2059
  { printf 'import sys\nsys.dont_write_bytecode = True\nfrom runner import *\nimport runner\n'
    printf "$1\n"; } >"$BATS_TEST_TMPDIR/program.py"
  # shellcheck disable=SC2059
  printf "$2" | PYTHONPATH=$peers timeout -k 5 60 python3 "$BATS_TEST_TMPDIR/program.py" --serve
}

# every_bench PROGRAM: opens each with small numbers; prints those that gave no sample.
every_bench() {
  local params='n=20 rounds=3 producers=2 gap_us=50 unit_ms=0 delay_ms=1' bench
  for bench in $(echo list | serve "$1" | sed -n 's/^has.//p'); do
    printf 'open\t%s\t%s\t2\nrun\t2\nclose\n' "$bench" "$params" | serve "$1" >answer
    if grep -q '^skip' answer; then
      echo "# $bench: $(grep '^skip' answer)" >&3
    elif ! grep -qE '^sample	[1-9][0-9]*	[1-9][0-9]*	[0-9]+	[0-9]+	[0-9]+	(-|bytes=-?[0-9]+)$' answer; then
      echo "$bench: $(cat answer)"
    fi
  done
}

@test "python: concurrent.futures answers every question that it has" {
  cd "$BATS_TEST_TMPDIR"
  run every_bench python.py
  echo "$output"
  [ "$status" -eq 0 ]
  [ -z "$output" ]
}

@test "python: ThreadPool answers every question that it has" {
  cd "$BATS_TEST_TMPDIR"
  run every_bench python_pool.py
  echo "$output"
  [ "$status" -eq 0 ]
  [ -z "$output" ]
}

@test "python: a bad order is refused, and the next one is obeyed" {
  run serve python.py <<<'dance
open	submit
open	nothing	n=5	2
open	submit	n=0	2
open	submit	n=5 x	2
open	submit	n=five	2
open	submit	n=5	none
run	1
open	submit	n=5	2
run	0
run	many
run	1'
  echo "$output"
  [ "$status" -eq 0 ]
  [ "${#lines[@]}" -eq 12 ]
  [[ ${lines[0]} == fail*"the orders are"* ]]
  [[ ${lines[1]} == fail*"the orders are"* ]]
  [[ ${lines[2]} == skip*"no such bench"* ]]
  [[ ${lines[3]} == fail*"n is a number from 1 "*"'0'" ]]
  [[ ${lines[4]} == fail*"NAME=NUMBER"* ]]
  [[ ${lines[5]} == fail*"'five'" ]]
  [[ ${lines[6]} == fail*"workers is a number"* ]]
  [[ ${lines[7]} == fail*"nothing is open" ]]
  [ "${lines[8]}" = ok ]
  [[ ${lines[9]} == fail*"how often"* ]]
  [[ ${lines[10]} == fail*"how often"* ]]
  [[ ${lines[11]} == sample* ]]
}

@test "python: a wrong answer, and whatever else is raised, fails the sample in one line" {
  code='class Bad:\n  def __init__(self, case): self.kind = case.n\n  def close(self): pass
  def once(self): raise Wrong("a\\tb") if self.kind == 1 else KeyError("a\\nb")
runner.main("x", {"bad": Bad})'
  run imported "$code" 'open\tbad\t-\t1\nrun\t1\nopen\tbad\tn=2\t1\nrun\t1\n'
  echo "$output"
  [ "$output" = "ok
fail	a b
ok
fail	KeyError: 'a\\nb'" ]
}

@test "python: every run is done untimed first, and what counts is what the bench says" {
  code='class Count:\n  calls = 0\n  def __init__(self, case): pass\n  def close(self): pass
  def once(self):\n    self.calls += 1; record(1000); record(33); timed(5)
    return self.calls\nrunner.main("x", {"count": Count})'
  run imported "$code" 'open\tcount\t-\t1\nrun\t3\n'
  echo "$output"
  [ "$status" -eq 0 ]
  [ "${lines[1]}" = "bucket	32	3" ]
  [ "${lines[2]}" = "bucket	111	3" ]
  [[ ${lines[3]} == "sample	15	3114	"*"	-" ]]
}

@test "python: what counts bytes is run once" {
  code='class Count:\n  calls = 0\n  def __init__(self, case): pass\n  def close(self): pass
  def once(self):\n    self.calls += 1; weighed(7)
    return self.calls\nrunner.main("x", {"count": Count})'
  run imported "$code" 'open\tcount\t-\t1\nrun\t3\n'
  echo "$output"
  [[ ${lines[1]} == "sample	6	"*"	bytes=21" ]]
}

@test "python: the histogram's buckets are those of histogram.c" {
  cat >"$BATS_TEST_TMPDIR/buckets.c" <<'EOC'
#include <stdio.h>
#include "histogram.h"
int main(void)
{
	static struct histogram h;
	for (long long ns = -1; ns < 1LL << 45; ns += ns / 7 + 1) {
		histogram_clear(&h);
		histogram_add(&h, ns);
		for (int i = 0; i < HISTOGRAM_BUCKETS; i++)
			if (h.counts[i])
				printf("%d\n", i);
	}
}
EOC
  for cc in gcc cc clang; do command -v $cc >/dev/null && break; done
  $cc -I "$root/bench" -o "$BATS_TEST_TMPDIR/buckets" "$BATS_TEST_TMPDIR/buckets.c" \
    "$root/bench/histogram.c"
  "$BATS_TEST_TMPDIR/buckets" >"$BATS_TEST_TMPDIR/expected"
  imported 'ns = -1\nwhile ns < 1 << 45:\n  print(runner._bucket(ns)); ns += max(ns, 0) // 7 + 1' '' \
    >"$BATS_TEST_TMPDIR/buckets.txt"
  [ "$(wc -l <"$BATS_TEST_TMPDIR/expected")" -gt 100 ]
  cmp "$BATS_TEST_TMPDIR/expected" "$BATS_TEST_TMPDIR/buckets.txt"
}

@test "python: work() gives what bench_work gives" {
  cat >"$BATS_TEST_TMPDIR/work.c" <<'EOC'
#include <inttypes.h>
#include <stdio.h>
#include "bench.h"
int main(void)
{
	printf("%" PRIu64 " %" PRIu64 "\n", bench_work(1, 1000), bench_work(UINT64_MAX, 7));
}
EOC
  for cc in gcc cc clang; do command -v $cc >/dev/null && break; done
  $cc -I "$root/bench" -o "$BATS_TEST_TMPDIR/work" "$BATS_TEST_TMPDIR/work.c"
  run imported 'print(runner.work(1, 1000), runner.work(runner.MASK, 7))' ''
  [ "$output" = "$("$BATS_TEST_TMPDIR/work")" ]
}

@test "python: by hand it says what there is, and refuses what is not" {
  run python3 "$peers/python.py"
  [ "$status" -eq 2 ]
  [[ $output == *"benches: thread submit"* ]]
  run python3 "$peers/python_pool.py" nothing
  [ "$status" -eq 2 ]
  [[ $output == *"no such bench"* ]]
  run timeout -k 5 60 python3 "$peers/python.py" submit n=50 workers=1
  [ "$status" -eq 0 ]
  [[ $output == "python submit: median "*" operations" ]]
}

@test "python: an output that cannot be written is an error, and nothing is left beside the sources" {
  [ -w /dev/full ] || skip "there is no /dev/full here"
  run bash -c "echo list | python3 '$peers/python.py' --serve >/dev/full"
  [ "$status" -eq 1 ]
  [[ $output == "python: standard output cannot be written: "* ]]
  [ ! -e "$peers/__pycache__" ]
}

@test "slow server: says its port, ends with its input, and refuses what is no time" {
  [ -x "$headlines" ] || skip "there is no $headlines: make builds it"
  run timeout -k 5 60 "$headlines" --slow-server 5 </dev/null
  [ "$status" -eq 0 ]
  [[ $output =~ ^[1-9][0-9]*$ ]]
  for bad in '' 5x -1 60001; do
    run timeout -k 5 60 "$headlines" --slow-server "$bad" </dev/null
    [ "$status" -eq 2 ]
    [[ $output == "slow_server: '$bad': "* ]]
  done
}

@test "headlines: ten sleepers, the slow server and ping are waited for, on heddle's side too" {
  [ -x "$headlines" ] || skip "there is no $headlines: make builds it"
  for bench in sleepers http ping; do
    printf 'open\t%s\tn=6 unit_ms=1 delay_ms=2\t5\nrun\t1\nclose\n' $bench |
      timeout -k 5 60 "$headlines" --serve >"$BATS_TEST_TMPDIR/answer"
    cat "$BATS_TEST_TMPDIR/answer"
    if grep -q '^skip	.*ping' "$BATS_TEST_TMPDIR/answer"; then continue; fi
    grep -qE '^sample	(10|6)	' "$BATS_TEST_TMPDIR/answer"
  done
}
