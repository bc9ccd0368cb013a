#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# explore's promises: the same order gives the same run, whatever else differs; what was found
# replays; and PCT finds as often as its theorem says.
#
# HEDDLE_REPLAYS=500 (50) replays, and HEDDLE_PROCESSES=1000 (100) compares, more often.

load explore/suite

replays=${HEDDLE_REPLAYS:-50}
processes=${HEDDLE_PROCESSES:-100}
few='abba lost_wakeup counter shutdown_race message_passing'

setup_file() {
  if sanitized || [ ! -x "$explore" ]; then return 0; fi
  # shellcheck disable=SC2046 # names have no spaces
  only_wrong=true build_programs "$BATS_FILE_TMPDIR" "sync $(watcher)" $(programs)
  build_form sync - "$root/tests/explore/cases.c" "$BATS_FILE_TMPDIR/cases"
}

setup() {
  needs_explore
  cd "$BATS_TEST_TMPDIR" || return 1
  built=$BATS_FILE_TMPDIR
  cases=$BATS_FILE_TMPDIR/cases
}

# explored FORM NAME [OPTION...]: all that explore says of a program but for how long it took.
# The files that it makes go to this folder: json, events, tokens.
explored() {
  local form=$1 name=$2
  shift 2
  # shellcheck disable=SC2046 # options are words
  "$explore" --steps $steps $(key options "$name") "$@" -- "$built/$form/$name" </dev/null 2>&1 |
    sed 's/ in [0-9.]* s ([0-9]* a second)//'
}

# one_process: what is compared: five campaigns, their reports, outputs and traces.
one_process() {
  local name
  for name in $few; do
    explored "$1" "$name" --keep-going --outputs -n 40 --json json --events events
    cat json events
  done
}

# every_failure FORM [OPTION...]: finds each wrong program and replays it; says what did not.
every_failure() {
  local form=$1 name
  shift
  for name in $(programs); do
    [ "$(key verdict "$name")" != passed ] || continue
    forms "$name" | grep -qx "$form" || continue
    replayed "$form" "$name" "$@" || echo "$form $name $*: $(cat "$form-why")"
  done
}

# replayed FORM NAME [OPTION...]: so many times as it was tried, with the same verdict.
replayed() {
  local form=$1 name=$2 found again wanted token verdict
  found=$(explored "$@" -n 500)
  read_output "$found"
  wanted=$verdict
  echo "there is no token: $found" >"$form-why"
  [ -n "$token" ] || return 1
  echo "$found" >"$form-why"
  run ! grep 'did not fail again' "$form-why" || return 1
  again=$("$explore" --replay "$token" -- "$built/$form/$name" </dev/null 2>&1)
  echo "--replay $token: $again" >"$form-why"
  read_output "$again"
  [ "$verdict" = "$wanted" ] || return 1
  # Its token again, as a replay names one too.
  read_output "$found"
  for ((i = 1; i < replays; i++)); do
    again=$("$explore" --replay "$token" --quiet -- "$built/$form/$name" </dev/null 2>&1)
    [[ $again == *'explore: failed: 1 of 1 '* ]] || {
      echo "--replay $token: $i times, then: $again" >"$form-why"
      return 1
    }
  done
}

# in_both CALL...: `CALL sync` and `CALL gcc` at the same time; nothing is printed by either.
in_both() {
  local form pids=()
  for form in sync "$(watcher)"; do
    "$1" "$form" "${@:2}" >"$form.said" 2>&1 &
    pids+=($!)
  done
  # These two, and not the process that watches over the time of the test.
  wait "${pids[@]}"
  cat ./*.said
  [ ! -s sync.said ]
  [ ! -s "$form.said" ]
}

# -- the same run -------------------------------------------------------------------------------

same_bytes() {
  local first again
  mkdir "$1"
  cd "$1" || return
  first=$(one_process "$1")
  [ "${#first}" -gt 10000 ] || echo "too little is compared: $first"
  for ((i = 1; i < processes / 5; i++)); do
    again=$(one_process "$1")
    [ "$again" = "$first" ] || { diff <(echo "$first") <(echo "$again"); return; }
  done
}

@test "determinism: a hundred fresh processes say the same, byte for byte" {
  in_both same_bytes
}

@test "determinism: a thousand schedules have a thousand equal traces" {
  "$explore" -n 1000 --outputs --quiet -- "$cases" chatters >first 2>said
  [ "$(grep -c '^output' first)" -gt 100 ]
  "$explore" -n 1000 --outputs --quiet -- "$cases" chatters >second 2>said
  cmp first second
}

@test "determinism: seed by seed, the trace of a failure is the same" {
  local seed
  for seed in $(seq 30); do
    explored sync shutdown_race --seed "$seed" --no-minimize --json first.json >first
    explored sync shutdown_race --seed "$seed" --no-minimize --json second.json >second
    cmp first second
    cmp first.json second.json
  done
}

@test "determinism: environment, folder and descriptors make no difference" {
  local form name
  for form in sync "$(watcher)"; do
    for name in $few; do
      explored "$form" "$name" -n 200 --seed 5 >plain
      EXPLORE_TEST_WORD=$(printf '%2000s' x) HOME=/ LC_ALL=C TZ=Asia/Tokyo \
        explored "$form" "$name" -n 200 --seed 5 >other
      diff plain other
      mkdir -p 'another folder'
      (cd 'another folder' && explored "$form" "$name" -n 200 --seed 5) >other
      diff plain other
      explored "$form" "$name" -n 200 --seed 5 7</dev/null 8</dev/null >other
      diff plain other
      (ulimit -s 4096 && explored "$form" "$name" -n 200 --seed 5) >other
      diff plain other
    done
  done
}

@test "determinism: load on all processors makes no difference" {
  local load=()
  one_process sync >quiet
  for _ in 1 2 3 4; do
    while :; do :; done &
    load+=($!)
  done
  one_process sync >loaded
  kill "${load[@]}"
  diff quiet loaded
}

@test "determinism: where the program lies makes no difference to what is found" {
  mkdir -p 'elsewhere/sync'
  cp "$built/sync/lost_wakeup" elsewhere/sync
  explored sync lost_wakeup >here
  built=$PWD/elsewhere explored sync lost_wakeup >there
  diff <(grep -v '^replay:' here) <(grep -v '^replay:' there)
}

# -- replay -------------------------------------------------------------------------------------

@test "determinism: every failure replays ten times, as it was found" {
  replays=$((replays / 5))
  in_both every_failure --no-minimize
}

@test "determinism: every failure replays fifty times, minimised" {
  in_both every_failure
}

@test "determinism: what two threads do in the wrong order needs two preemptions at most" {
  local name output
  for name in abba lost_wakeup lost_update double_join nested_monitor semaphore_order self_upgrade; do
    output=$(explored sync "$name")
    echo "$name: $(grep '^The schedule' <<<"$output")"
    grep -q '^The schedule: .* [012] preemptions\{0,1\}\.' <<<"$output"
  done
}

# -- PCT ----------------------------------------------------------------------------------------

# bound DEPTH SCHEDULES: of so many, at least 1/(n k^(d-1)) find a bug of that depth.
bound() {
  local said
  said=$("$explore" --mode pct --depth "$1" --time frozen -n "$2" --keep-going --quiet -- \
    "$cases" "depth_$1" 2>&1) || [ $? -eq 1 ]
  echo "$said"
  awk -v depth="$1" '
    match($0, /failed: [0-9]+ of [0-9]+/) { split(substr($0, RSTART, RLENGTH), found, " ") }
    match($0, /about [0-9]+ steps/) { split(substr($0, RSTART, RLENGTH), steps, " ") }
    match($0, /up to [0-9]+ threads/) { split(substr($0, RSTART, RLENGTH), threads, " ") }
    END {
      bound = 1 / (threads[3] * steps[2] ^ (depth - 1))
      print "found " found[2] / found[4] ", the bound is " bound
      exit !(found[4] > 0 && found[2] / found[4] >= bound)
    }' <<<"$said"
}

@test "determinism: PCT keeps its bound: depth 1" {
  bound 1 1000
}

@test "determinism: PCT keeps its bound: depth 2" {
  bound 2 2000
}

@test "determinism: PCT keeps its bound: depth 3" {
  bound 3 6000
}
