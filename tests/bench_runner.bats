#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The part of a measuring program that takes the time: what it answers to which order.
# The orders go to tests/bench/ends.c, whose benches end in every way there is.

load common

setup_file() {
  ends=$BATS_FILE_TMPDIR/ends
  export ends
  unset HEDDLE_BENCH_SLOWDOWN
  "${CC:-cc}" -std=c17 -D_GNU_SOURCE -O1 -o "$ends" "$BATS_TEST_DIRNAME/bench/ends.c" \
    "$BATS_TEST_DIRNAME/../bench/runner.c" "$BATS_TEST_DIRNAME/../bench/histogram.c"
}

# orders STATUS ORDERS: the program gets them, \t and \n as such, and ends with that status.
orders() {
  # shellcheck disable=SC2059
  run -"$1" bash -c 'printf "$1" | timeout 60 "$2" --serve 2>&1' - "$2" "$ends"
}

# answers ANSWER...: these, as patterns, and no others.
answers() {
  local i=0 answer
  [ "${#lines[@]}" -eq $# ] || { echo "$output"; return 1; }
  for answer; do
    # shellcheck disable=SC2053
    [[ ${lines[i++]} == $answer ]] || { echo "'${lines[i - 1]}' is not '$answer'"; return 1; }
  done
}

tab=$'\t'

@test "runner: an empty input is the end" {
  orders 0 ''
  answers
}

@test "runner: list, open, run, close" {
  orders 0 'open\tgood\tn=5\t2\nrun\t3\nclose\nlist\n'
  answers ok "sample${tab}15$tab"*"$tab-" ok "has${tab}good" "has${tab}wrong" \
    "has${tab}nothing" "has${tab}stopping" "has${tab}timed" "has${tab}recorded" \
    "has${tab}weighed" "has${tab}preparing" "has${tab}lacking" "has${tab}stopped" ok
}

@test "runner: the last order needs no end of line" {
  orders 0 'open\tgood\t-\t2\nrun\t3'
  answers ok "sample${tab}3$tab"*
}

@test "runner: a wrong answer is a failure, told with its numbers, on one line" {
  orders 0 'open\twrong\tn=5\t2\nrun\t1\nrun\t1\nclose\n'
  answers ok "fail${tab}the sum is 41, not 42" "fail${tab}the sum is 41, not 42" ok
}

@test "runner: a bench that does nothing has failed" {
  orders 0 'open\tnothing\tn=5\t2\nrun\t1\n'
  answers ok "fail${tab}nothing did nothing"
}

@test "runner: what a program lacks is a skip, on one line" {
  orders 0 'open\tlacking\tn=5\t2\nrun\t1\n'
  answers "skip${tab}there is no such library" "fail${tab}nothing is open"
}

@test "runner: a bench that is not there is a skip" {
  orders 0 'open\tgood\t-\t1\nopen\tno_such\tn=5\t2\nrun\t1\n'
  answers ok "skip${tab}it has no such bench" "fail${tab}nothing is open"
}

@test "runner: a program that cannot go on says why and ends with status 1" {
  orders 1 'open\tstopping\tn=5\t2\nrun\t1\nlist\n'
  answers ok "fail${tab}submit: no more threads"
  orders 1 'open\tstopped\tn=5\t2\nlist\n'
  answers "fail${tab}open: no memory for 5"
  run -1 "$ends" stopping
  [ "$output" = "ends: submit: no more
threads" ]
}

@test "runner: numbers are numbers, and in their bounds" {
  local n workers count
  for n in n=0 n=-1 n=x n= n=5x n=1000000001 n=99999999999999999999 n 'n=1  rounds=2' 'n=1 ' =1; do
    orders 0 "open\\tgood\\t$n\\t2\\n"
    answers "fail$tab*"
  done
  for workers in 0 -1 x 2x 1025 '' 99999999999999999999 '2\t2'; do
    orders 0 "open\\tgood\\tn=1\\t$workers\\n"
    answers "fail${tab}workers is a number from 1 to 1024"
  done
  for count in 0 -1 x 2x 1000000001 '' 99999999999999999999; do
    orders 0 "open\\tgood\\tn=1\\t2\\nrun\\t$count\\n"
    answers ok "fail${tab}run needs how often, from 1 to 1000000000"
  done
}

@test "runner: what is no order is refused, and the next one is taken" {
  orders 0 'close\nlists\n\nopen\nopen\tgood\nopen\tgood\tn=1\nrun\nclose\n'
  answers ok "fail$tab*" "fail$tab*" "fail$tab*" "fail$tab*" "fail$tab*" \
    "fail${tab}nothing is open" ok
}

@test "runner: an order that is too long is one order, and refused" {
  local long
  long=$(printf '%03000d' 0)
  orders 0 "open\\tgood\\tn=$long\\t2\\nclose\\n"
  answers "fail$tab*" ok
}

@test "runner: the sum of what a bench timed or recorded is what counts" {
  orders 0 'open\ttimed\tn=5\t2\nrun\t3\n'
  answers ok "sample${tab}15${tab}3000$tab"*
  orders 0 'open\trecorded\tn=5\t2\nrun\t3\n'
  answers ok "bucket${tab}111${tab}15" "sample${tab}15${tab}15000$tab"*
}

@test "runner: bytes are those of all calls, as operations are" {
  orders 0 'open\tweighed\tn=5\t2\nrun\t3\n'
  answers ok "sample${tab}15$tab*${tab}bytes=1485"
}

@test "runner: what counts bytes is run once, as a second time would find room that is there" {
  orders 0 'open\tweighed\tn=5\t2\nrun\t1\n'
  answers ok "sample${tab}5$tab*${tab}bytes=500"
}

@test "runner: a slowdown makes samples longer by that part" {
  HEDDLE_BENCH_SLOWDOWN=10 orders 0 'open\ttimed\tn=5\t2\nrun\t3\n'
  answers ok "sample${tab}15${tab}3300$tab"*
}

@test "runner: a slowdown that is no percentage is refused" {
  local slowdown
  for slowdown in x 10x -1 '' nan inf 1001; do
    HEDDLE_BENCH_SLOWDOWN=$slowdown run -2 "$ends" --serve </dev/null
    [ "$output" = "ends: HEDDLE_BENCH_SLOWDOWN='$slowdown': it is a percentage, 0 to 1000" ]
  done
}

@test "runner: an output that cannot be written ends the program with status 1" {
  [ -e /dev/full ] || skip "there is no /dev/full here"
  printf 'list\nlist\n' >"$BATS_TEST_TMPDIR/orders"
  run -1 bash -c '"$1" --serve <"$2" 2>&1 >/dev/full' - "$ends" "$BATS_TEST_TMPDIR/orders"
  [ "$output" = "ends: standard output cannot be written: No space left on device" ]
  run -1 bash -c '"$1" good 2>&1 >/dev/full' - "$ends"
}

@test "runner: an input that cannot be read ends the program with status 1" {
  run -1 "$ends" --serve <"$BATS_TEST_TMPDIR"
  [ "$output" = "ends: standard input cannot be read: Is a directory" ]
}

@test "runner: by hand" {
  run -0 "$ends"
  [[ $output == "usage: "*"benches: good wrong nothing"* ]]
  run -0 "$ends" timed n=5
  [[ $output == "ends timed: median 200.0 ns, 200.0 to 200.0, 11 samples of "* ]]
  run -0 "$ends" recorded n=50000
  [[ $output == *"half of them within 1023 ns, nine of ten within 1023 ns" ]]
  run -0 "$ends" weighed n=500 workers=1
  [ "$output" = "ends weighed: 100.0 bytes each" ]
  # Four milliseconds of what is timed would be four thousand seconds of all of it.
  run -0 timeout 60 "$ends" preparing
  [[ $output == "ends preparing: median "*" 11 samples of "* ]]
  run -1 "$ends" wrong
  [ "$output" = "ends wrong: the sum is 41,${tab}not 42" ]
  run -2 "$ends" no_such
  run -2 "$ends" good n
  run -2 "$ends" good workers=none
  run -2 "$ends" --server
}

# --- the histogram ----------------------------------------------------------------------------

@test "histogram: the first and the last nanosecond of a bucket fall into it" {
  run_case histogram every_bucket
}

@test "histogram: the buckets go from 0 to 18 minutes" {
  run_case histogram whole_range
}

@test "histogram: what is outside of them falls into the first and the last" {
  run_case histogram beyond
}
