#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Every measuring program that was built, heddle's and the peers': a short run of each of its
# benches gives a sample, and what is no order is refused.

load common

setup_file() {
  unset HEDDLE_BENCH_SLOWDOWN
}

# programs: all that were built, and those that need no building; none under a sanitizer but
# heddle's own, as the peers' libraries know nothing of it.
programs() {
  local program
  for program in "$build"/bench/*; do
    [ ! -f "$program" ] || [ ! -x "$program" ] || echo "$program"
  done
  case $build in *-tsan* | *-asan* | *-ubsan*) return ;; esac
  for program in "$build"/bench/peers/*; do
    [ ! -f "$program" ] || [ ! -x "$program" ] || echo "$program"
  done
  ! command -v python3 >/dev/null || find "$root/bench/peers" -name 'python*.py'
}

# environment PROGRAM: what list.tsv sets for the first implementation of that program, for
# two workers.
environment() {
  awk -F '\t' -v program="${1##*/}" '
    $2 == program && $3 != "-" && !found++ { gsub(/%w/, "2", $3); print $3 }
  ' "$root/bench/peers/list.tsv"
}

# serve PROGRAM ORDERS: its answers; \t and \n in the orders are written as such.
serve() {
  local interpreter=
  [[ $1 != *.py ]] || interpreter=python3
  # shellcheck disable=SC2046,SC2059,SC2086
  printf "$2" | env $(environment "$1") timeout -k 5 60 $interpreter "$1" --serve
}

benches_of() {
  serve "$1" 'list\n' | sed -n 's/^has\t//p'
}

# little BENCH: parameters with which it is done at once.
little() {
  case ${1%@*} in
    forkjoin) echo n=10 ;;
    grain) echo 'n=100 rounds=10' ;;
    http | ping) echo n=2 ;;
    map_*) echo 'n=1000 rounds=5' ;;
    pool) echo - ;;
    producers) echo 'n=1000 producers=3' ;;
    roundtrip_cold) echo 'n=5 gap_us=200' ;;
    sleepers) echo unit_ms=1 ;;
    thread | limit_thread) echo n=5 ;;
    *) echo n=100 ;;
  esac
}

# sampled ANSWERS: ok; maybe buckets; one sample with operations and a time above 0; ok.  Only
# what needs a network may be lacking.
sampled() {
  awk -F '\t' -v bench="$1" '
    NR == 1 && $1 == "skip" && $2 != "" && bench ~ /^(http|ping)(@|$)/ { lacking = 1; next }
    NR == 1 { good = $0 == "ok"; next }
    lacking { next }
    $1 == "bucket" && !samples { next }
    $1 == "sample" && !samples++ { good = good && NF == 7 && $2 > 0 && $3 > 0; next }
    samples == 1 && $0 == "ok" { ended++; next }
    { good = 0 }
    END { exit !(lacking || (good && samples == 1 && ended == 1)) }'
}

# each CHECK: calls CHECK PROGRAM for each program; fails after the last, if one failed.
each() {
  local program failed=0 count=0
  for program in $(programs); do
    count=$((count + 1))
    "$1" "$program" || failed=1
  done
  [ "$count" -gt 0 ] || { echo "there are no measuring programs in $build/bench"; return 1; }
  return $failed
}

gives_samples() {
  local bench answers failed=0
  for bench in $(benches_of "$1"); do
    answers=$(serve "$1" "open\\t$bench\\t$(little "$bench")\\t2\\nrun\\t2\\nclose\\n" 2>&1) || true
    sampled "$bench" <<<"$answers" && continue
    printf '%s %s:\n%s\n' "$1" "$bench" "$answers"
    failed=1
  done
  return $failed
}

refuses_nonsense() {
  local first answers
  first=$(benches_of "$1" | head -n 1)
  answers=$(serve "$1" "open\\tno_such_bench\\tn=1\\t2\\nopen\\t$first\\tn=many\\t2\\nlists\\n" \
    2>&1 | cut -f 1 | tr '\n' ' ')
  [ "$answers" = "skip fail fail " ] || { echo "$1: $answers"; return 1; }
}

asked_for() {
  local bench failed=0
  [ -n "$(benches_of "$1")" ] || { echo "$1 lists no bench"; return 1; }
  for bench in $(benches_of "$1"); do
    [[ $bench != limit_* ]] || continue
    grep -q "^${bench%@*}	" "$root/bench/questions.tsv" && continue
    echo "$1: $bench is not in questions.tsv"
    failed=1
  done
  return $failed
}

# What a bench has left behind when it is closed, a thread or a lock, comes to light when
# another has taken its place: four workers, and a machine that is busy with them.
opens_often() {
  local orders answers
  case $1 in *.py) return ;; esac
  benches_of "$1" | grep -qx submit || return 0
  orders=$(printf '%.0sopen\\tsubmit\\tn=10\\t4\\nrun\\t1\\nclose\\n' {1..2000})
  answers=$(serve "$1" "$orders" 2>&1 | cut -f 1 | sort | uniq -c | tr -s ' ' | tr '\n' ';')
  [ "$answers" = " 4000 ok; 2000 sample;" ] || { echo "$1: $answers"; return 1; }
}

@test "bench programs: a bench can be opened and closed again and again" {
  each opens_often
}

@test "bench programs: each of their benches gives a sample" {
  each gives_samples
}

@test "bench programs: nonsense is refused" {
  each refuses_nonsense
}

@test "bench programs: what they offer is asked for" {
  each asked_for
}

@test "bench programs: what is asked for is answered" {
  local program bench
  for program in "$build"/bench/*; do
    [ ! -f "$program" ] || benches_of "$program"
  done >"$BATS_TEST_TMPDIR/offered"
  sed '/^#/d' "$root/bench/questions.tsv" | sed 1d | cut -f 1 | sort -u >"$BATS_TEST_TMPDIR/asked"
  [ -s "$BATS_TEST_TMPDIR/asked" ]
  for bench in $(cat "$BATS_TEST_TMPDIR/asked"); do
    case $bench in limit_*) continue ;; esac
    grep -qx "$bench" "$BATS_TEST_TMPDIR/offered" || {
      echo "none of heddle's programs answers $bench"
      return 1
    }
  done
}
