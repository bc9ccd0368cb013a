#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# What the lessons print: to the byte where the library's contract fixes it; in order, and at
# the very time, where the sleeps fix it; as a set where neither does.
#
# They run in virtual time: explore runs a program's ordinary schedule, in which nobody is
# interrupted and the clock moves only when all wait, so that fifteen seconds of sleeping take
# milliseconds, and are fifteen seconds and not a bit more.  What explore cannot control runs
# in real time: whatever was built with a sanitizer, whose own library sees the calls first;
# the network; and what measures the machine itself.

load common

# What the lessons call one second in real time: a slow machine may want more.
unit=${LESSON_UNIT:-0.1}

# Where something hangs on half a unit.
half_unit=${LESSON_UNIT:-0.2}

three_sleepers=('sleeping for 1 seconds' 'sleeping for 2 seconds' 'sleeping for 1 seconds')
three_slept=('slept for 1 seconds' 'slept for 1 seconds' 'slept for 2 seconds')
cubes=(1 8 27 64 125 216 343 512 729 1000)

# explorable: this build's programs can be controlled.
explorable() {
  case $build in
  *-tsan* | *-asan* | *-ubsan*) return 1 ;;
  esac
}

# needs_explore: or the test is skipped.
needs_explore() {
  explorable || skip 'explore does not control what a sanitizer watches'
}

# virtually STATUS PROGRAM [OPTIONS...]: runs it under explore, which adds one line.
virtually() {
  run "-$1" "$build/bin/explore" --quiet -n 1 -- "$build/lessons/$2" "${@:3}"
  [[ ${lines[-1]} == 'explore: '*' schedule in '* ]]
  output=${output%"${lines[-1]}"}
  output=${output%$'\n'}
  mapfile -t lines <<<"$output"
}

# really STATUS PROGRAM [OPTIONS...]: runs it in real time, with short units.
really() {
  run "-$1" "$build/lessons/$2" --unit "$unit" "${@:3}"
}

# lesson PROGRAM [OPTIONS...]: runs it, and it must end well.
lesson() {
  if explorable; then virtually 0 "$@"; else really 0 "$@"; fi
}

# broken PROGRAM: runs it, and it must say by its exit status that something went wrong.
broken() {
  if explorable; then virtually 1 "$@"; else really 1 "$@"; fi
}

# part FROM,TO: these lines of the output.
part() {
  sed -n "$1p" <<<"$output"
}

# these FROM,TO LINE...: the lines are these, in this order.
these() {
  diff <(printf '%s\n' "${@:2}") <(part "$1")
}

# these_in_any_order FROM,TO LINE...
these_in_any_order() {
  diff <(printf '%s\n' "${@:2}" | sort) <(part "$1" | sort)
}

# all_of LINE...: the whole output, in this order.
all_of() {
  these '1,$' "$@"
}

# at_these_times LINE...: the whole output, times included.  In real time they may differ: a
# number with a point in it, or before the word "seconds", comes late on a busy machine, by up
# to four units; early it never is.
at_these_times() {
  if explorable; then
    all_of "$@"
    return
  fi
  printf '%s\n' "$@" >"$BATS_TEST_TMPDIR/wanted"
  awk '
    function is_time(word, next_word) {
      return word ~ /^[0-9]+\.[0-9]+$/ || word ~ /^[0-9]+$/ && next_word == "seconds"
    }
    function late(is, wanted) { return is > wanted - 0.2 && is < wanted + 4 }
    NR == FNR { wanted[FNR] = $0; next }
    {
      count = split(wanted[FNR], words, " ")
      good = count == NF
      for (i = 1; i <= count && good; i++)
        good = words[i] "" == $i "" || is_time(words[i], words[i + 1]) && is_time($i, $(i + 1)) && late($i, words[i])
      if (!good) { print "line " FNR " is: " $0 "\n  wanted: " wanted[FNR]; bad = 1 }
    }
    END { if (FNR != length(wanted)) { print FNR " lines, wanted " length(wanted); bad = 1 }; exit bad }
  ' "$BATS_TEST_TMPDIR/wanted" - <<<"$output"
}

# numbers FROM TO [BEFORE [AFTER]]: one line each.
numbers() {
  local i
  for ((i = $1; i <= $2; i++)); do echo "${3-}$i${4-}"; done
}

# results VALUE...: how Python prints the pairs of worker and value, five workers in turn.
results() {
  local i=0 list='' value
  for value; do
    list+="${list:+, }('Thread_$((i++ % 5))', $value)"
  done
  echo "Results : [$list]"
}

# quoted VALUE...: as Python prints a list of strings.
quoted() {
  local list
  list=$(printf ", '%s'" "$@")
  echo "[${list:2}]"
}

# -- 01-start-join -------------------------------------------------------------------------------

@test "E1 three_sleepers: all start, then the short ones end before the long one" {
  lesson 01-start-join/three_sleepers
  these_in_any_order 1,3 "${three_sleepers[@]}"
  these 4,9 "${three_slept[@]}"
}

@test "E1 join_results: timed out, joined, joined again, failed" {
  unit=$half_unit lesson 01-start-join/join_results
  all_of 'after 0.5 seconds: timed out, alive' 'joined: 42' 'joined again: 42, not alive' \
    'the other one: the task failed; its exception says why' \
    'its exception: 13, no luck today'
}

# broken_by_race PROGRAM: the same, for one whose mistake ThreadSanitizer sees by itself, and
# then ends in its own way.
broken_by_race() {
  case $build in
  *-tsan*) skip "ThreadSanitizer reports the race, which is the lesson" ;;
  esac
  broken "$1"
}

@test "E1 broken_no_join: the answer is read too early, and the work is cut off" {
  broken_by_race 01-start-join/broken_no_join
  all_of 'the answer is 0'
}

@test "E1 broken_loop_variable: all threads see the last number" {
  broken_by_race 01-start-join/broken_loop_variable
  all_of 'thread 3 sleeps' 'thread 3 sleeps' 'thread 3 sleeps' \
    '3 of 3 threads missed their number'
}

@test "E35 thread_ids: threads know their numbers, and no number comes twice" {
  lesson 01-start-join/thread_ids
  [ "$(part 1,6 | grep -c '^thread [123] started$')" -eq 3 ]
  [ "$(part 1,6 | sed -n 's/^thread [123] : //p' | sort -u | wc -l)" -eq 3 ]
  these 7,11 'thread 3 completed' 'thread 2 completed' 'thread 1 completed' \
    '3 idents, all different, the same from inside and outside' 'thread 4 started'
  these 13,14 'thread 4 completed' 'its ident is a new one'
}

# -- 02-thread-pool ------------------------------------------------------------------------------

@test "E8 batch_wait: ten tasks, then all are done" {
  lesson 02-thread-pool/batch_wait
  mapfile -t tasks < <(numbers 0 9 'Task ' ' done')
  these_in_any_order 1,10 "${tasks[@]}"
  these '11,$' 'All tasks are done'
}

@test "E9 two_batches: close, then join" {
  lesson 02-thread-pool/two_batches
  mapfile -t tasks < <(numbers 0 9 'Task ' ' done')
  these_in_any_order 1,10 "${tasks[@]}"
  these '11,$' 'All tasks are done'
}

@test "E9 broken_join_before_close: said to be done before the first task is" {
  broken 02-thread-pool/broken_join_before_close
  these 1,3 'join: Pool is still running (HD_EPOOLRUNNING)' 'All tasks are done' \
    '(10 of 10 are not)'
}

@test "E8 apply: apply waits each time, apply_async once; one callback of two" {
  lesson 02-thread-pool/apply
  at_these_times 'apply:       1 4 9 16 in 4 seconds' 'apply_async: 1 4 9 16 in 1 seconds' \
    'callback: 25' 'error_callback: 0 has no square here' \
    'get says: the task failed; its exception says why'
}

@test "E8 async_result: ready, successful, wait and get, before and after" {
  unit=$half_unit lesson 02-thread-pool/async_result
  all_of 'asked at once:' '  ready: no' '  successful: the result is not ready' \
    '  wait for half a second: timed out' '  get without waiting: timed out' \
    'asked at the end:' '  wait: success' '  ready: yes' '  successful: yes' '  get: 42' \
    'asked about a task that raised:' '  wait: success' '  ready: yes' '  successful: no' \
    '  get: the task failed; its exception says why' '  exception: 7, the oven is cold'
}

@test "E8 map_starmap: results in input order" {
  lesson 02-thread-pool/map_starmap
  all_of 'map:           0 1 4 9 16' 'map_async:     0 1 4 9 16' \
    'starmap:       1 8 9 4 5' 'starmap_async: 1 8 9 4 5'
}

@test "E8 imap: in input order; imap_unordered: as they come" {
  lesson 02-thread-pool/imap
  at_these_times 'imap:' '  4 at 4 seconds' '  1 at 4 seconds' \
    '  (cannot sleep 0 seconds) at 4 seconds' '  2 at 4 seconds' \
    'imap_unordered:' '  (cannot sleep 0 seconds) at 0 seconds' '  1 at 1 seconds' \
    '  2 at 2 seconds' '  4 at 4 seconds'
}

@test "E9 pool_states: what each state refuses, and what terminate leaves" {
  unit=$half_unit lesson 02-thread-pool/pool_states
  all_of 'max_workers 0: max_workers must be greater than 0' \
    'close:' '  join before: Pool is still running' '  apply_async after: Pool not running' \
    '  join: success, and again: success' '  task 1: done, task 2: done, task 3: done' \
    'terminate:' '  join before: Pool is still running' \
    '  apply_async after: Pool not running' '  join: success, and again: success' \
    '  task 1: done, task 2: the future was cancelled, task 3: the future was cancelled'
}

# -- 03-submit -----------------------------------------------------------------------------------

@test "E2 two_workers: the third sleeper starts when the first has ended" {
  lesson 03-submit/two_workers
  these_in_any_order 1,2 'sleeping for 1 seconds' 'sleeping for 2 seconds'
  these 3,4 'slept for 1 seconds' 'sleeping for 1 seconds'
  these_in_any_order '5,$' 'slept for 1 seconds' 'slept for 2 seconds'
}

@test "E21 cubes: five workers in turn, 15 seconds" {
  lesson 03-submit/cubes
  at_these_times "$(results "${cubes[@]}")" 'Wall time: 15 seconds'
}

@test "E23 cubes_in_a_scope: all are done when the block is left" {
  lesson 03-submit/cubes_in_a_scope
  at_these_times '10 of 10 futures are done after the block' "$(results "${cubes[@]}")" \
    'Wall time: 15 seconds'
}

# started_and_completed: three threads with an ident each, the last to start ends first.
started_and_completed() {
  [ "$(part 1,6 | grep -c '^thread [123] started$')" -eq 3 ]
  [ "$(part 1,6 | sed -n 's/^thread [123] : //p' | sort -u | wc -l)" -eq 3 ]
  these '7,$' 'thread 3 completed' 'thread 2 completed' 'thread 1 completed'
}

@test "E35 three_threads: started 1, 2, 3, completed 3, 2, 1" {
  lesson 03-submit/three_threads
  started_and_completed
}

@test "E21 raise: a failure stays in its own future" {
  lesson 03-submit/raise
  all_of '10 / 5: result 2' '10 / 5: exception none' \
    '10 / 0: result HD_EFAILED, the task failed; its exception says why' \
    '10 / 0: exception 33, division of 10 by zero' \
    '10 / 2: result 5' '10 / 2: exception none'
}

@test "E21 ask_a_future: running, done, cancelled, and two timeouts" {
  unit=$half_unit lesson 03-submit/ask_a_future
  all_of 'after half a second:' \
    '  first : RUNNING                running=1 done=0 cancelled=0' \
    '  second: PENDING                running=0 done=0 cancelled=0' \
    '  third : PENDING                running=0 done=0 cancelled=0' \
    'cancel the first: no, the third: yes' 'result of first, timeout 0.5: timed out' \
    'exception of first, timeout 0: timed out' 'at the end:' \
    '  first : FINISHED               running=0 done=1 cancelled=0' \
    '  second: FINISHED               running=0 done=1 cancelled=0' \
    '  third : CANCELLED_AND_NOTIFIED running=0 done=1 cancelled=1' \
    'result of first: 2' 'result of third: the future was cancelled'
}

@test "E21 workers: the default, errors, and threads when they are needed" {
  lesson 03-submit/workers
  local cpus=4 # of which a program under explore believes
  explorable || cpus=$(nproc)
  all_of "CPUs: $cpus" "default workers: $((cpus + 4 < 32 ? cpus + 4 : 32))" \
    'max_workers 0: max_workers must be greater than 0' \
    'max_workers -3: max_workers must be greater than 0' 'threads before any task: 0' \
    'threads after 100 tasks, one at a time: 1' 'threads after 3 tasks at once: 3'
}

# -- 04-map --------------------------------------------------------------------------------------

@test "E3 never_iterated: everything runs though nobody asks" {
  lesson 04-map/never_iterated
  these_in_any_order 1,2 'sleeping for 1 seconds' 'sleeping for 2 seconds'
  these '3,$' 'slept for 1 seconds' 'sleeping for 3 seconds' 'slept for 2 seconds' \
    'slept for 3 seconds'
}

@test "E10 map_and_wait: 0 to 9 in order" {
  lesson 04-map/map_and_wait
  all_of 0 1 2 3 4 5 6 7 8 9
}

@test "E10 bounded_input: buffersize bounds what is drawn ahead" {
  lesson 04-map/bounded_input
  all_of 'no buffersize: 1000 inputs drawn by map, at most 1000 ahead, sum 332833500' \
    'buffersize 8: 8 inputs drawn by map, at most 8 ahead, sum 332833500' \
    'buffersize 1: 1 inputs drawn by map, at most 1 ahead, sum 332833500' \
    'buffersize 0: buffersize must be greater than 0'
}

@test "E11 two_inputs: pairs in order" {
  lesson 04-map/two_inputs
  all_of "('1', 'a')" "('2', 'b')" "('3', 'c')"
}

@test "E12 not_iterated: five are done, then all" {
  lesson 04-map/not_iterated
  mapfile -t tasks < <(numbers 0 4 'Done: ')
  these_in_any_order 1,5 "${tasks[@]}"
  these '6,$' 'All done!'
}

@test "E24 cubes: as with submit" {
  lesson 04-map/cubes
  at_these_times "$(results "${cubes[@]}")" 'Wall time: 15 seconds'
}

@test "E24 chunks: the same results, other tasks" {
  lesson 04-map/chunks
  at_these_times 'chunksize 1: [0] [1] [8] [27] [64] [125] [216] [343] in 1.0 seconds' \
    'chunksize 2: [0 1] [8 27] [64 125] [216 343] in 1.0 seconds' \
    'chunksize 3: [0 1 8] [27 64 125] [216 343] in 1.5 seconds' \
    'chunksize 4: [0 1 8 27] [64 125 216 343] in 2.0 seconds' \
    'chunksize 8: [0 1 8 27 64 125 216 343] in 4.0 seconds' \
    'chunksize 0: chunksize must be greater than 0'
}

@test "E25 cubes_of_sums: two inputs" {
  lesson 04-map/cubes_of_sums
  at_these_times "$(results 8 64 216 512 1000 1728 2744 4096 5832 8000)" 'Wall time: 15 seconds'
}

@test "E26 map_timeout: four results, the timeout, one cancelled" {
  unit=$half_unit lesson 04-map/map_timeout
  at_these_times "('Thread_0', 1)" "('Thread_1', 8)" "('Thread_2', 27)" "('Thread_3', 64)" \
    'TimeoutError : timed out' '9 of 10 cubes were started, 1 was cancelled' \
    'Wall time: 13 seconds'
}

@test "E36 three_threads: the same from a map" {
  lesson 04-map/three_threads
  started_and_completed
}

@test "E21 in_flight: never more than eight at once" {
  lesson 04-map/in_flight
  at_these_times '40 tasks done, at most 8 in flight' 'Wall time: 2 seconds'
}

# -- 05-results ----------------------------------------------------------------------------------

# the_two_workers: E2's six lines.
the_two_workers() {
  these_in_any_order 1,2 'sleeping for 1 seconds' 'sleeping for 2 seconds'
  these 3,4 'slept for 1 seconds' 'sleeping for 1 seconds'
  these_in_any_order 5,6 'slept for 1 seconds' 'slept for 2 seconds'
}

@test "E4 any_order: all three results, in whatever order" {
  lesson 05-results/any_order
  the_two_workers
  these_in_any_order '7,$' 'task 1' 'task 2' 'task 3'
}

@test "E5 in_order: the three results in order" {
  lesson 05-results/in_order
  the_two_workers
  these '7,$' 'task 1' 'task 2' 'task 3'
}

@test "E13 as_completed: each of ten once" {
  lesson 05-results/as_completed
  these_in_any_order '1,$' 0 1 2 3 4 5 6 7 8 9
}

@test "E14 sequential: ten in order" {
  lesson 05-results/sequential
  all_of 0 1 2 3 4 5 6 7 8 9
}

@test "E30 cubes_as_completed: cubes in completion order" {
  lesson 05-results/cubes_as_completed
  at_these_times "${cubes[@]}" 'Wall time: 15 seconds'
}

@test "E31 as_completed_timeout: four, 6 (of 10) unfinished, then all" {
  unit=$half_unit lesson 05-results/as_completed_timeout
  all_of 1 8 27 64 '' 'TimeoutError : 6 (of 10) futures unfinished' '' \
    "Completed Futures : $(quoted F-1 F-2 F-3 F-4)" '' \
    "Pending   Futures : $(quoted F-5 F-6 F-7 F-8 F-9 F-10)" '' \
    'All Futures Completed.' 'Results : [1, 8, 27, 64, 125, 216, 343, 512, 729, 1000]'
}

@test "E37 random_in_order: results in the order submitted, whatever each took" {
  for seed in 1 2 3; do
    lesson 05-results/random_in_order --seed "$seed"
    [ "$(part 1,3 | grep -c '^task [123] started, sleeping [1-5] secs$')" -eq 3 ]
    diff <(part 4,6 | cut -d , -f 1) <(numbers 1 3 'finished task ')
    [[ ${lines[6]} =~ ^'It took '[0-9.]+' second(s) to finish.'$ ]]
    [ "${#lines[@]}" -eq 7 ]
  done
}

@test "E38 random_as_completed: results in the order finished" {
  for seed in 1 2 3; do
    lesson 05-results/random_as_completed --seed "$seed"
    [ "$(part 1,3 | grep -c '^task [123] started, sleeping [1-5] secs$')" -eq 3 ]
    [ "$(part 4,6 | grep -c '^finished task [123], slept [1-5]$')" -eq 3 ]
    part 4,6 | sed 's/.*slept //' | sort -nc
    diff <(part 1,3 | sed 's/task \(.\).*sleeping \(.\).*/\1 \2/' | sort) \
      <(part 4,6 | sed 's/finished task \(.\), slept /\1 /' | sort)
    [[ ${lines[6]} =~ ^'It took '[0-9.]+' second(s) to finish.'$ ]]
  done
}

@test "E5 structs: several arguments, several results" {
  lesson 05-results/structs
  all_of '17 / 5 = 3, remainder 2' '100 / 7 = 14, remainder 2' '8 / 4 = 2, remainder 0'
}

@test "E13 which_input: each result knows its input" {
  lesson 05-results/which_input
  all_of 'pear (2 seconds) has 4 letters' 'plum (3 seconds) has 4 letters' \
    'banana (4 seconds) has 6 letters'
}

@test "E5 broken_wrong_order: results are paired with the wrong inputs" {
  broken 05-results/broken_wrong_order
  all_of 'the square of 3 is 1' 'the square of 1 is 4' 'the square of 2 is 9' \
    '3 of 3 squares are wrong'
}

# -- 06-callbacks --------------------------------------------------------------------------------

@test "E15 one_callback: each of ten once" {
  lesson 06-callbacks/one_callback
  these_in_any_order '1,$' 0 1 2 3 4 5 6 7 8 9
}

@test "E16 two_callbacks: for each future the first before the second" {
  lesson 06-callbacks/two_callbacks
  mapfile -t both < <(numbers 0 9 'Callback 1: ' && numbers 0 9 'Callback 2: ')
  these_in_any_order '1,$' "${both[@]}"
  awk '/^Callback 1/ { first[$3] = NR } /^Callback 2/ && !first[$3] { exit 1 }' <<<"$output"
}

@test "E29 completion_times: F-1 to F-10 when their sleeps end" {
  lesson 06-callbacks/completion_times
  at_these_times 'F-1 completed at 1.0' 'F-2 completed at 2.0' 'F-3 completed at 3.0' \
    'F-4 completed at 4.0' 'F-5 completed at 5.0' 'F-6 completed at 7.0' \
    'F-7 completed at 9.0' 'F-8 completed at 11.0' 'F-9 completed at 13.0' \
    'F-10 completed at 15.0' \
    'Results : [1, 8, 27, 64, 125, 216, 343, 512, 729, 1000]'
}

@test "E15 failing_callback: reported, by default on stderr, and the next ones run" {
  lesson 06-callbacks/failing_callback
  output=$(sed 's/<future at 0x[0-9a-f]*>/<future>/' <<<"$output")
  all_of 'F-1, callback 1 : fails' \
    'heddle: exception calling callback for F-1 <future>: the log is full (7)' \
    'F-1, callback 2 : runs all the same' 'F-1, result : 42' 'F-2, callback 1 : fails' \
    'F-2, the hook : code 7, the log is full' 'F-2, callback 2 : runs all the same' \
    'F-2, result : 42'
}

@test "E15 late_callback: in which thread a callback runs" {
  lesson 06-callbacks/late_callback
  all_of 'added early    : runs in Thread_0' 'cancelled      : runs in MainThread' \
    'adding to a future that is done' 'added late     : runs in MainThread' 'added'
}

@test "E15 broken_blocking_callback: a callback keeps workers from the next tasks" {
  broken 06-callbacks/broken_blocking_callback
  [[ $(part 9) == 'F-3 was due at 1.0, and started at '[4-7].* ]]
  [[ $(part 10) == 'F-4 was due at 1.0, and started at '[4-7].* ]]
}

# -- 07-cancel -----------------------------------------------------------------------------------

@test "E28 cancel_pending: F-9 and F-10 are cancelled, eight complete" {
  unit=$half_unit lesson 07-cancel/cancel_pending
  local late='does not run. Is it too late to cancel it?'
  at_these_times '10 tasks submitted. In 3.5 units we cancel what still waits.' \
    "Task (F-1) $late" "Task (F-2) $late" "Task (F-3) $late" \
    "Task (F-9) $late" 'Task (F-9) cancelled : True' \
    "Task (F-10) $late" 'Task (F-10) cancelled : True' \
    '8 Futures Completed successfully' 'Results : [1, 8, 27, 64, 125, 216, 343, 512]' \
    '2 Futures Cancelled.' 'All ended at 11.0'
}

@test "E28 ask_to_stop: the one that listens stops, the other does not" {
  unit=$half_unit lesson 07-cancel/ask_to_stop
  at_these_times '1.0 : F-1 has done step 1' '2.0 : F-1 has done step 2' \
    '3.0 : F-1 has done step 3' '3.5 : cancel says false, so we ask' \
    '3.5 : F-1 ended: asked to stop after 3 steps' '5.0 : F-2 ended: it had not listened'
}

@test "E28 five_states: each state and what is said of it" {
  lesson 07-cancel/five_states
  diff - <(tail -n +2 <<<"$output" | sed 's/^.\{33\}//' | tr -s ' ') <<'EXPECTED'
PENDING false false false
RUNNING true false false
FINISHED false true false
CANCELLED false true true
CANCELLED_AND_NOTIFIED false true true
RUNNING true false false
PENDING false false false
CANCELLED_AND_NOTIFIED false true true
RUNNING true false false
FINISHED false true false
EXPECTED
}

@test "E28 broken_cancel_after_start: what runs cannot be taken back" {
  broken 07-cancel/broken_cancel_after_start
  at_these_times '1.0 : the order is cancelled, the money goes back' \
    '2.0 : the parcel leaves the house' 'The customer has the money and the parcel.'
}

# -- 08-wait -------------------------------------------------------------------------------------

@test "E17 wait_all: ten, then all are done" {
  lesson 08-wait/wait_all
  these_in_any_order 1,10 0 1 2 3 4 5 6 7 8 9
  these '11,$' 'All tasks are done!'
}

@test "E20 wait_first: one number" {
  lesson 08-wait/wait_first
  [[ $output == [0-9] ]]
}

@test "E32 first_five: done at 5, all at 15" {
  lesson 08-wait/first_five
  at_these_times '0.0 : ten tasks submitted' "Completed Tasks : $(quoted F-1 F-2 F-3 F-4 F-5)" \
    'Pending   Tasks   : []' '5.0 : the first five are done' \
    'Results : [1, 8, 27, 64, 125]' '15.0 : all ten are done' \
    'Results : [1, 8, 27, 64, 125, 216, 343, 512, 729, 1000]'
}

@test "E33 wait_timeout: three done, two pending" {
  unit=$half_unit lesson 08-wait/wait_timeout
  at_these_times '0.0 : ten tasks submitted' "Completed Tasks : $(quoted F-1 F-2 F-3)" \
    "Pending   Tasks   : $(quoted F-4 F-5)" \
    '3.5 : 3 of 5 are done, and we waited long enough' 'Results : [1, 8, 27]' \
    '15.0 : all ten are done' \
    'Results : [1, 8, 27, 64, 125, 216, 343, 512, 729, 1000]'
}

@test "E34 first_completed: one done at 1, four pending" {
  lesson 08-wait/first_completed
  at_these_times '0.0 : ten tasks submitted' "Completed Tasks : $(quoted F-1)" \
    "Pending   Tasks   : $(quoted F-2 F-3 F-4 F-5)" '1.0 : one of five is done' \
    'Results : [1]' '15.0 : all ten are done' \
    'Results : [1, 8, 27, 64, 125, 216, 343, 512, 729, 1000]'
}

@test "E32 first_exception: ends at the failure, or with all" {
  lesson 08-wait/first_exception
  at_these_times 'Round 1 : wait came back after 2.0' "Completed Tasks : $(quoted F-1 F-2)" \
    'F-2 failed : F-2 met a wall' "Pending   Tasks   : $(quoted F-3 F-4 F-5)" \
    'Round 2 : wait came back after 5.0' \
    "Completed Tasks : $(quoted F-1 F-2 F-3 F-4 F-5)" 'Pending   Tasks   : []'
}

@test "E34 wait_sees_cancel: a cancellation ends the wait at once" {
  lesson 08-wait/wait_sees_cancel
  at_these_times '1.0 : cancel F-2 says true' '1.0 : wait came back, 1 done, 0 not' \
    '3.0 : F-1 ended'
}

@test "E34 broken_wrong_first: the first in the list is not the first done" {
  broken 08-wait/broken_wrong_first
  at_these_times '1.0 : a mirror has answered' '5.0 : the fastest is F-1, it took 5 units' \
    'The one that was done was F-2.'
}

# -- 09-shutdown ---------------------------------------------------------------------------------

@test "E18 leave_scope: ten, then all are done" {
  lesson 09-shutdown/leave_scope
  these_in_any_order 1,10 0 1 2 3 4 5 6 7 8 9
  these '11,$' 'All tasks are done!'
}

@test "E19 explicit_shutdown: ten, then all are done" {
  lesson 09-shutdown/explicit_shutdown
  these_in_any_order 1,10 0 1 2 3 4 5 6 7 8 9
  these '11,$' 'All tasks are done!'
}

@test "E20 no_wait: main ends, and the process when its tasks have ended" {
  lesson 09-shutdown/no_wait
  local before
  before=$(grep -n '^main ends at ' <<<"$output" | cut -d : -f 1)
  [ "$(part "1,$before" | grep -c '^task [0-9] ended at ')" -ge 1 ]
  [ "$(grep -c '^task [0-9] ended at ' <<<"$output")" -ge 2 ]
  [ "$(grep '^task' <<<"$output" | sort | uniq -d | wc -l)" -eq 0 ]
}

@test "E20 cancel_futures: what waits is cancelled, what runs ends" {
  lesson 09-shutdown/cancel_futures
  at_these_times 'Round 1 : 6 finished, 0 cancelled, after 3.0' \
    'Round 2 : 2 finished, 4 cancelled, after 1.0'
}

@test "E20 submit_after_shutdown: refused, old results stay" {
  lesson 09-shutdown/submit_after_shutdown
  all_of 'submit before shutdown : success' \
    'submit after shutdown : cannot schedule new futures after shutdown' \
    'map after shutdown : cannot schedule new futures after shutdown' \
    'the result from before : 42'
}

@test "E20 broken_pool_waits_for_itself: an error instead of a deadlock" {
  broken 09-shutdown/broken_pool_waits_for_itself
  all_of \
    'F-1 shuts its own pool down : a task may not wait for itself or for its own executor' \
    'F-2 waits for its own result : a task may not wait for itself or for its own executor'
}

# -- 10-initializer ------------------------------------------------------------------------------

@test "E27 initializer: once in each of five workers, then the results" {
  lesson 10-initializer/initializer
  mapfile -t inits < <(numbers 0 4 \
    'Function to execute before starting thread/process(test_arg) : Thread_')
  these_in_any_order 1,5 "${inits[@]}"
  these '6,$' "$(results "${cubes[@]}")"
}

@test "E27 failing_initializer: pending and later tasks fail, with the reason" {
  lesson 10-initializer/failing_initializer
  local why='      a thread initializer failed, the pool is not usable anymore'
  at_these_times '1.0 : F-1 failed with HD_EBROKEN' "$why: the database does not answer" \
    '1.0 : F-2 failed with HD_EBROKEN' "$why: the database does not answer" \
    '1.0 : F-3 failed with HD_EBROKEN' "$why: the database does not answer" \
    '1.0 : F-4 is refused with HD_EBROKEN' "$why"
}

# -- 11-promises ---------------------------------------------------------------------------------

@test "E6 promise_all: values in input order" {
  lesson 11-promises/promise_all
  these_in_any_order 1,3 "${three_sleepers[@]}"
  these 4,6 "${three_slept[@]}"
  these '7,$' "['task 1', 'task 2', 'task 3']"
}

@test "E7 all_settled: three rows" {
  lesson 11-promises/all_settled
  these_in_any_order 1,3 "${three_sleepers[@]}"
  these 4,6 "${three_slept[@]}"
  these '7,$' "JobResult(status='fulfilled', value='task 1', reason=None)" \
    "JobResult(status='fulfilled', value='task 2', reason=None)" \
    "JobResult(status='fulfilled', value='task 3', reason=None)"
}

@test "E7 all_settled_failure: one row says why, the others are unharmed" {
  lesson 11-promises/all_settled_failure
  these_in_any_order 1,4 "${three_sleepers[@]}" 'sleeping for 1 seconds'
  these 5,7 'slept for 1 seconds' 'slept for 1 seconds' 'slept for 1 seconds'
  these '8,$' "JobResult(status='fulfilled', value='task 1', reason=None)" \
    "JobResult(status='rejected', value=None, reason='task 2 found no disk')" \
    "JobResult(status='fulfilled', value='task 3', reason=None)" \
    "JobResult(status='fulfilled', value='task 4', reason=None)"
}

@test "E6 all_rejected: with the first rejection, and nobody is stopped" {
  lesson 11-promises/all_rejected
  at_these_times 'slept for 1 seconds' '2.0 : rejected : task 2 found no disk' \
    'slept for 3 seconds' '3.0 : all jobs have ended'
}

@test "E6 promise_any: the first that succeeds" {
  lesson 11-promises/promise_any
  at_these_times '2.0 : any : the answer of mirror 2'
}

@test "E6 aggregate_error: all reasons in input order" {
  lesson 11-promises/aggregate_error
  at_these_times '1.0 : mirror 3 refuses' '2.0 : mirror 2 refuses' '3.0 : mirror 1 refuses' \
    '3.0 : HD_EAGGREGATE : all promises were rejected' \
    'reason 1 : code 401, mirror 1 refused' 'reason 2 : code 402, mirror 2 refused' \
    'reason 3 : code 403, mirror 3 refused'
}

@test "E6 promise_race: the first that settles, either way" {
  lesson 11-promises/promise_race
  at_these_times 'race 1 : fulfilled by F-2 after 1.0' 'race 2 : rejected, F-4 fell, after 1.0'
}

@test "E6 cancel_losers: only when asked for, and only what has not started" {
  lesson 11-promises/cancel_losers
  at_these_times 'without a flag : won after 1.0' 'F-1 FINISHED' 'F-2 FINISHED' 'F-3 FINISHED' \
    'F-4 FINISHED' 'HD_CANCEL_LOSERS : won after 1.0' 'F-1 FINISHED' 'F-2 FINISHED' \
    'F-3 CANCELLED_AND_NOTIFIED' 'F-4 CANCELLED_AND_NOTIFIED'
}

@test "E6 empty: what the four make of nothing" {
  lesson 11-promises/empty
  all_of 'all         : FINISHED, fulfilled' 'all_settled : FINISHED, fulfilled' \
    'any         : FINISHED, rejected with HD_EAGGREGATE' 'race        : PENDING'
}

@test "E6 then: a chain that fails and recovers" {
  lesson 11-promises/then
  all_of 'cubing 3' 'checking 27' 'recovering from "27 is too big"' 'F-1 : 3' \
    'cubed : 27' 'checked : rejected, 27 is too big' 'halved : rejected, 27 is too big' \
    'recovered : 0'
}

# -- 13-network ----------------------------------------------------------------------------------

# needs PROGRAM: it was built, or the test is skipped and says why.
needs() {
  [ -x "$build/lessons/$1" ] || skip "$1 was not built: its libraries are not installed"
}

# A timeout of curl and of ping is real time: with very short units they come out of order.
@test "E39 http_requests: each status when it comes, from a server of its own" {
  needs 13-network/http_requests
  really 0 13-network/http_requests
  diff - <(sed -n '1,7s/ <- [^ ]*\/\([a-z]*\) (\([0-9.]*\) s).*/ \1/p' <<<"$output") <<'EXPECTED'
failed refused
204 empty
404 missing
301 moved
500 broken
200 report
failed silent
EXPECTED
  [[ ${lines[7]} =~ ^'elapsed '[0-9.]+' seconds'$ ]]
}

@test "E39 http_requests: with an address of somebody who is not there" {
  needs 13-network/http_requests
  run "$build/lessons/13-network/http_requests" --unit 0.05 http://127.0.0.1:1/
  [[ ${lines[0]} == 'failed <- http://127.0.0.1:1/'* ]]
}

@test "E39 broken_no_timeout: the waiting has an end, the work has none" {
  needs 13-network/broken_no_timeout
  run "$build/lessons/13-network/broken_no_timeout" --unit "$unit"
  [[ $output == *'1 (of 7) futures unfinished'* ]]
  awk '/^gave up after/ { gave = $4 } /^could leave after/ { left = $4 }
    END { exit !(gave >= 6 && gave < 9 && left >= 11.5) }' <<<"$output"
}

@test "E40 pinging: each host when its ping has ended" {
  needs 13-network/pinging
  command -v ping >/dev/null || skip 'ping is not installed'
  ping -c 1 -W 5 127.0.0.1 >/dev/null 2>&1 || skip 'this machine may not ping itself'
  really 0 13-network/pinging
  grep -qx 'OK -> 127.0.0.1' <<<"$output"
  grep -qx 'OK -> 127.0.0.2' <<<"$output"
  grep -q '^failed -> 255.255.255.255' <<<"$output"
  [ "$(grep -c -- '->' <<<"$output")" -eq 4 ]
  grep -qE '^elapsed [0-9.]+ second' <<<"$output"
}

# -- 15-inside-the-core --------------------------------------------------------------------------

@test "inside: broken_if_not_while takes a job that is not there, while does not" {
  broken 15-inside-the-core/broken_if_not_while
  [[ $output == *'the worker takes a job: -1 left'*'while:'*'the worker takes a job: 0 left'* ]]
}

@test "inside: broken_lost_wakeup sleeps beside its work, the other order does not" {
  broken 15-inside-the-core/broken_lost_wakeup
  [[ $output == *'slept a whole unit beside its work'*'the worker has the work' ]]
}

@test "inside: deque gives the oldest to thieves, the newest to its owner, each once" {
  really 0 15-inside-the-core/deque
  grep -qE '^a thief takes +: 1$' <<<"$output"
  grep -qE '^the owner wants the newest +: 5$' <<<"$output"
  grep -q '^200000 tasks: 0 were not taken exactly once' <<<"$output"
}

@test "inside: queue takes in order, says when it was empty, loses nothing" {
  really 0 15-inside-the-core/queue
  grep -qx 'take 3 : 1 2 3' <<<"$output"
  grep -q '^push 6 : refused: cannot schedule new futures after shutdown' <<<"$output"
  grep -q '^100000 pushed, 100000 taken exactly once, 0 taken after a later one' <<<"$output"
}

@test "inside: lazy_spawn starts threads one by one" {
  really 0 15-inside-the-core/lazy_spawn
  grep -q ' 1 2 3$' <<<"$output"
  grep -q '3 3 3 4 5 6 7 8 8 8 8 8' <<<"$output"
}

@test "inside: memory_order keeps what C promises" {
  really 0 15-inside-the-core/memory_order
  grep -qE '^store buffering, seq_cst +: both read 0 in +0 of' <<<"$output"
  grep -qE '^message passing, release/acquire +: old data +in +0 of' <<<"$output"
}

@test "inside: nested_wait counts, and refuses the two waits that cannot end" {
  really 0 15-inside-the-core/nested_wait
  [ "$(grep -c 'fib(16) = 987' <<<"$output")" -eq 2 ]
  [ "$(grep -c ': HD_EDEADLOCK$' <<<"$output")" -eq 2 ]
}

@test "inside: start_order keeps one worker's order without exception" {
  really 0 15-inside-the-core/start_order
  [ "$(grep '^one worker' <<<"$output" | grep -c ':  *0 of')" -eq 2 ]
}

@test "inside: one_searcher and parking_lot tell in their order" {
  lesson 15-inside-the-core/one_searcher
  [[ $output == *'before: 3 asleep, one searches'*'after: 0 asleep, nobody searches' ]]
  lesson 15-inside-the-core/parking_lot
  diff - <(grep -o 'number [1-4] : [a-z]* [a-z0-9]*' <<<"$output" | sed 's/ $//') <<'EXPECTED'
number 1 : a set
number 2 : callback 1
number 3 : callback 2
number 4 : callback 3
EXPECTED
}

@test "inside: task_word says that a task is 64 bytes" {
  lesson 15-inside-the-core/task_word
  [[ ${lines[0]} == 'a task is 64 bytes;'* ]]
}

# What these print is the machine's own: they must end well, and print something.
@test "inside: costs, first_pool, fork_join, magazines and wake_cost measure" {
  local program
  for program in costs first_pool fork_join magazines wake_cost; do
    really 0 "15-inside-the-core/$program"
    [ "${#lines[@]}" -ge 3 ]
  done
}

# -- 16-every-interleaving -----------------------------------------------------------------------

# explored STATUS [OPTIONS...] PROGRAM [ARGUMENTS...]: the options begin with "-".
explored() {
  local status=$1 options=()
  needs_explore
  while [[ $2 == -* ]]; do options+=("$2") && shift; done
  run "-$status" "$build/bin/explore" "${options[@]}" -- "$build/$2" "${@:3}"
}

# watched PROGRAM: builds it so that explore sees its memory accesses.
watched() {
  local variant=${build##*/}
  needs_explore
  make -s -C "$root" BUILD="${build%/*}" MODE="${variant%%-*}" \
    CC="$(case $variant in *-clang*) echo clang ;; *) echo gcc ;; esac)" \
    "$build/watched/lessons/$1" >/dev/null
}

@test "every: two_greetings prints four lines in one of six orders, and explore lists all six" {
  lesson 16-every-interleaving/two_greetings
  these_in_any_order '1,$' 'Anna: hello' 'Anna: goodbye' 'Ben: hello' 'Ben: goodbye'
  explored 0 --exhaustive --outputs lessons/16-every-interleaving/two_greetings
  [ "$(grep -c '^output [1-6] of 6: 1 schedule,' <<<"$output")" -eq 6 ]
  diff - <(grep '^    ' <<<"$output" | paste -d , - - - - | sed 's/[: a-z]*//g' | sort) <<'EXPECTED'
A,A,B,B
A,B,A,B
A,B,B,A
B,A,A,B
B,A,B,A
B,B,A,A
EXPECTED
}

@test "every: account is right in all its schedules, broken_account overdraws in some" {
  lesson 16-every-interleaving/account
  all_of 'the balance is 20'
  explored 0 --exhaustive lessons/16-every-interleaving/account
  explored 1 lessons/16-every-interleaving/broken_account
  [[ $output == *', 1 preemption.'*'    the balance is -60'* ]]
  explored 1 --exhaustive --keep-going --outputs lessons/16-every-interleaving/broken_account
  diff - <(grep '^    the' <<<"$output" | sort -u) <<'EXPECTED'
    the balance is -60
    the balance is 20
EXPECTED
}

@test "every: broken_lock_order: who waits for whom, after one preemption" {
  explored 1 lessons/16-every-interleaving/broken_lock_order
  [[ ${lines[0]} == 'explore: deadlock: 3 threads are blocked for ever' ]]
  grep -q "T1 .* waits for mutex 'ben.lock', held by T2" <<<"$output"
  grep -q "T2 .* waits for mutex 'anna.lock', held by T1" <<<"$output"
  [[ $output == *', 1 preemption.'* ]]
}

@test "every: broken_sleep is right in frozen time, and wrong in adversarial time" {
  explored 0 --quiet --time=frozen lessons/16-every-interleaving/broken_sleep
  explored 1 --time=adversarial lessons/16-every-interleaving/broken_sleep
  [[ $output == *'(a timer fires early)'*'    the answer is 0'* ]]
}

@test "every: broken_message needs weak atomics" {
  watched 16-every-interleaving/broken_message
  explored 0 --exhaustive watched/lessons/16-every-interleaving/broken_message
  explored 1 --weak watched/lessons/16-every-interleaving/broken_message
  [[ $output == *"load 'message': an older value"*'    the flag, but not the message'* ]]
}

@test "every: long_night takes fifteen hours of nobody's time" {
  lesson 16-every-interleaving/long_night
  mapfile -t wanted < <(for i in 1 2 3 4 5; do printf '%4s h : slept for %2d hours\n' $i.0 $i; done
    for i in 6 7 8 9 10; do printf '%4s h : slept for %2d hours\n' $((2 * i - 5)).0 $i; done)
  at_these_times "${wanted[@]}" '15.0 h : everybody is awake'
  explored 0 -n1 lessons/16-every-interleaving/long_night --unit 3600
  [[ $output == *' 54000.000 s of virtual time'* ]]
}

# What the README of each lesson shows: verdict, tab, token, tab, program with its arguments.
schedules() {
  awk '
    /^ *```/ { verdict = "" }
    /^ *explore: / && !verdict { verdict = $0; sub(/^ */, "", verdict) }
    /^ *replay: explore --replay / && verdict {
      print verdict "\t" $4 "\t" substr($0, index($0, " -- build/release/") + 18)
    }' "$root"/lessons/*/README.md
}

@test "every: each schedule that a README shows can be replayed, with its verdict" {
  needs_explore
  local shown one verdict token program
  mapfile -t shown < <(schedules)
  [ "${#shown[@]}" -ge 10 ]
  for one in "${shown[@]}"; do
    IFS=$'\t' read -r verdict token program <<<"$one"
    case $program in
    watched/*)
      # Where the compiler puts accesses is its own affair, and so are the steps.
      [[ $build == */release ]] || continue
      watched "${program#watched/lessons/}"
      ;;
    esac
    echo "$program: $verdict"
    # shellcheck disable=SC2086 # arguments
    explored 1 --replay="$token" $program
    grep -qxF "$verdict" <<<"$output"
  done
}

@test "every: each mistake in a lesson is found by explore, and its README shows it" {
  needs_explore
  local program
  for program in $(cd "$build" && find lessons -name 'broken_*' -type f -perm -u+x); do
    case $program in
    */13-network/*) continue ;; # it is late, and the network is not explore's
    */broken_message) continue ;; # see above
    esac
    echo "$program"
    explored 1 --quiet "$program"
    grep -q "/${program#lessons/}\$\|/${program#lessons/} " <<<"$(schedules)"
  done
}

# -- all of them -----------------------------------------------------------------------------------

programs() {
  find "$build/lessons" -type f -perm -u+x | sort
}

@test "lessons: every program is run by a test, and every example has one" {
  local program i
  for program in $(programs); do
    program=${program#"$build/lessons/"}
    grep -qE "(lesson|broken|broken_by_race|really [01]|needs|explored [01].*lessons)[ /]$program( |\$)|in .*${program##*/}" \
      "$BATS_TEST_FILENAME" || { echo "no test runs $program"; return 1; }
  done
  # E22 belongs to the lesson on processes.
  for i in $(seq 1 40); do
    [ "$i" -eq 22 ] || grep -q "^@test \"E$i " "$BATS_TEST_FILENAME" ||
      { echo "no test shows E$i"; return 1; }
  done
}

@test "lessons: every program explains itself with --help" {
  local program
  for program in $(programs); do
    run -0 "$program" --help
    [[ ${lines[0]} == "usage: ${program##*/} [options]"* ]]
    [[ $output == *--unit*--workers*--trace*--help* ]]
  done
}

@test "lessons: a bad option or number is one line on stderr, and status 2" {
  local program bad
  for program in $(programs); do
    for bad in --nonsense --unit '--unit 0' '--unit -1' '--unit x' '--unit 1x' '--unit nan' \
      '--unit inf' --workers '--workers 0' '--workers -3' '--workers 1.5' '--workers x' \
      '--workers 99999999999' --seed '--seed x' --trace '--trace /no/such/folder/file' -x; do
      # shellcheck disable=SC2086
      echo "$program $bad"
      run -2 --separate-stderr "$program" $bad
      [ "$output" = '' ]
      [ "${#stderr_lines[@]}" -eq 1 ]
      [[ $stderr == "${program##*/}: "* ]]
    done
  done
}

@test "lessons: operands are refused where none is known" {
  local program
  for program in $(programs); do
    run -0 "$program" --help
    [[ ${lines[0]} == *'[options]' ]] || continue
    run -2 --separate-stderr "$program" stray
    [ "${#stderr_lines[@]}" -eq 1 ]
  done
}

# soon CONDITION...: looks again and again until it holds; false after a deadline of five
# seconds.
soon() {
  local i
  for ((i = 0; i < 250; i++)); do
    ! "$@" || return 0
    sleep 0.02
  done
  return 1
}

# at_work PID FILE: it has printed, has a thread of its own, or has ended.  ThreadSanitizer has
# one, too, before main begins.
at_work() {
  local first=1
  [[ $build != *-tsan* ]] || first=2
  [ ! -s "$2" ] && [ -d "/proc/$1/task" ] || return 0
  [ "$(find "/proc/$1/task" -mindepth 1 -maxdepth 1 2>/dev/null | wc -l)" -gt "$first" ]
}

gone() { ! kill -0 "$1" 2>/dev/null; }

# interrupted PROGRAM: starts it with long units, and sends SIGINT when it is at work.
interrupted() {
  local pid
  # Without job control a program in the background would not hear SIGINT.
  set -m
  "$1" --unit 5 >"$BATS_TEST_TMPDIR/out" 2>&1 3>&- &
  pid=$!
  set +m
  soon at_work "$pid" "$BATS_TEST_TMPDIR/out"
  kill -INT "$pid" 2>/dev/null || true
  if ! soon gone "$pid"; then
    kill -KILL "$pid"
    echo "$1 does not end when interrupted"
    return 1
  fi
  wait "$pid" || true
}

@test "lessons: Ctrl-C ends every program promptly" {
  local program ignored
  # Who is started in the background may have inherited that SIGINT is ignored.
  ignored=$(sed -n 's/^SigIgn:.*\(.\)$/\1/p' "/proc/$$/status" 2>/dev/null || true)
  [[ $ignored != [2367abefABEF] ]] || skip "SIGINT is ignored here"
  for program in $(programs); do
    case $program in
      */15-inside-the-core/*) continue ;; # they measure, for a moment
    esac
    interrupted "$program"
  done
}
