#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# explore on the programs of tests/explore/programs, each in its wrong and its right form, as
# it comes and built with explore-cc by every compiler here.
#
# HEDDLE_SCHEDULES=100000 runs the right forms for longer.

load explore/suite

seeds=20
few_seeds=5
most=500                                # schedules in which the wrong form has to be found
silent=${HEDDLE_SCHEDULES:-250} # schedules that the right form passes

setup_file() {
  if sanitized || [ ! -x "$explore" ]; then return 0; fi
  # shellcheck disable=SC2046 # names have no spaces
  build_programs "$BATS_FILE_TMPDIR" "sync $(compilers)" $(programs)
}

setup() {
  needs_explore
  # Tokens that are too long for a line become files here.
  cd "$BATS_TEST_TMPDIR" || return 1
}

# wrong_form FORM NAME: is found with every seed, and called what it is.
wrong_form() {
  local file=$BATS_FILE_TMPDIR/$1/$2 seed output status wanted options sum=0 worst=0
  local seeds=$seeds
  # The second compiler has to see the same accesses; that shows with a few seeds.
  case $1 in
    sync | "$(watcher)") ;;
    *) seeds=$few_seeds ;;
  esac
  wanted=$(key verdict "$2")
  options=$(key options "$2")
  for ((seed = 1; seed <= seeds; seed++)); do
    status=0
    # shellcheck disable=SC2086 # options are words
    output=$("$explore" --no-minimize --steps $steps -n $most --seed $seed $options -- "$file" \
      2>&1 </dev/null) || status=$?
    read_output "$output"
    if [ $status -ne 1 ] || [[ " $wanted " != *" $verdict "* ]]; then
      echo "$2 ($1), seed $seed: status $status, verdict '$verdict'"
      echo "$output"
      return 1
    fi
    sum=$((sum + after))
    [ "$after" -le $worst ] || worst=$after
  done
  echo "$2 ($1): $seeds of $seeds seeds, $((sum / seeds)) schedules on average, $worst at most"
}

# right_form FORM NAME: no alarm.
right_form() {
  # shellcheck disable=SC2046 # options are words
  "$explore" --steps $steps -n "$silent" $(key options "$2") -- \
    "$BATS_FILE_TMPDIR/$1/$2-fix" 2>&1 </dev/null
}

# all_schedules FORM NAME: the right form has as many as its comment says.
all_schedules() {
  local want output all='all that calls can tell apart'
  want=$(key exhaustive "$2")
  [ "$1" = sync ] || all='all there are'
  [ "$1" = sync ] || want=$(key exhaustive-memory "$2" | grep . || echo "$want")
  [ "$want" != no ] || return 0
  # shellcheck disable=SC2046 # options are words
  output=$(timeout -k 5 60 "$explore" --exhaustive --steps $steps $(key options "$2") -- \
    "$BATS_FILE_TMPDIR/$1/$2-fix" 2>&1 </dev/null) || { echo "$2 ($1): $output"; return 1; }
  [ "$want" != yes ] || want='[0-9]*'
  grep -q "^explore: passed: $want schedules\{0,1\}, $all\( in frozen time\)\{0,1\}, " <<<"$output" || {
    echo "$2 ($1): wanted $want schedules: $output"
    return 1
  }
}

# all_outputs FORM NAME: the right form can print as many texts as its comment says.
all_outputs() {
  local want mode=-n500
  want=$(key outputs "$2")
  [ -n "$want" ] || return 0
  [ "$(key exhaustive "$2")" = no ] || mode=--exhaustive
  # shellcheck disable=SC2046 # options are words
  "$explore" $mode --outputs --quiet $(key options "$2") -- \
    "$BATS_FILE_TMPDIR/$1/$2-fix" >"$1.outputs" 2>&1 </dev/null || return 1
  grep -q "^output $want of $want: " "$1.outputs" || { cat "$1.outputs"; return 1; }
  # shellcheck disable=SC2046
  [ ! -e "$sources/$2.expected" ] || "$explore" --expect "$sources/$2.expected" -n 100 --quiet \
    $(key options "$2") -- "$BATS_FILE_TMPDIR/$1/$2-fix" </dev/null
}

in_form() {
  if [ "$(key verdict "$2")" != passed ] && forms "$2" | grep -qx "$1"; then
    wrong_form "$1" "$2" || return 1
  fi
  right_form "$1" "$2" && all_schedules "$1" "$2" && all_outputs "$1" "$2"
}

# program NAME: all of that in all forms, at the same time.
program() {
  local form failed=0 jobs=()
  for form in sync $(compilers); do
    in_form "$form" "$1" >"$form.log" 2>&1 &
    jobs+=($!)
  done
  for form in "${jobs[@]}"; do wait "$form" || failed=1; done
  cat ./*.log
  return $failed
}

@test "programs: each has one test, and each test has its program" {
  programs >programs
  sed -n 's/^  program \([a-z0-9_]*\)$/\1/p' "$BATS_TEST_FILENAME" | sort >tests
  [ -s programs ]
  diff programs tests
}

@test "programs: their first comments say what a test needs to know" {
  local name word
  for name in $(programs); do
    echo "$name"
    [[ $(key granularity "$name") =~ ^(sync|memory)$ ]]
    [[ $(key exhaustive "$name") =~ ^([1-9][0-9]*|yes|no)$ ]]
    [ -n "$(key verdict "$name")" ]
    for word in $(key verdict "$name"); do
      [[ $word =~ ^(passed|deadlock|lost-wakeup|livelock|race|misuse|leaked-thread)$ ||
        $word =~ ^(use-after-free|double-free|assertion|crash)$ ]]
    done
  done
}

@test "programs: aba_stack: the top is the same again, and all below it is not" {
  program aba_stack
}

@test "programs: abba: two mutexes, locked in two orders" {
  program abba
}

@test "programs: barrier_count: a barrier for one thread too many" {
  program barrier_count
}

@test "programs: borrowed_pointer: a pointer taken under a lock is used without it" {
  program borrowed_pointer
}

@test "programs: bounded_queue: one item too many for the ring" {
  program bounded_queue
}

@test "programs: c11_threads: a latch of C11 threads that forgets to count under its lock" {
  program c11_threads
}

@test "programs: callback_under_lock: foreign code runs while a lock is held" {
  program callback_under_lock
}

@test "programs: close_misses_one: closing wakes one of those who wait" {
  program close_misses_one
}

@test "programs: counter: an increment is three steps" {
  program counter
}

@test "programs: destroy_while_waited: the condition goes, and somebody still waits on it" {
  program destroy_while_waited
}

@test "programs: double_checked: a quick look without the lock, through a plain pointer" {
  program double_checked
}

@test "programs: double_free: the last one out puts out the light, and two think they are the last" {
  program double_free
}

@test "programs: double_join: two threads wait for the end of a third" {
  program double_join
}

@test "programs: exit_holding_lock: a thread leaves by the side door, with the key" {
  program exit_holding_lock
}

@test "programs: flag_spin: a loop on a plain variable" {
  program flag_spin
}

@test "programs: homemade_barrier: a barrier that is used twice" {
  program homemade_barrier
}

@test "programs: if_not_while: a wait that trusts every wake-up" {
  program if_not_while
}

@test "programs: join_before_close: the workers are waited for before they are told to end" {
  program join_before_close
}

@test "programs: join_detached: waiting for a thread that has been let go" {
  program join_detached
}

@test "programs: late_sem_init: a semaphore remembers a post, unless it is made anew" {
  program late_sem_init
}

@test "programs: leaked_thread: a thread that nobody waits for" {
  program leaked_thread
}

@test "programs: loop_variable: every thread gets the address of the same variable" {
  program loop_variable
}

@test "programs: lost_update: every access is under the lock, and the sum is wrong all the same" {
  program lost_update
}

@test "programs: lost_wakeup: the flag is tested outside the mutex" {
  program lost_wakeup
}

@test "programs: main_exits: main leaves its threads to themselves, and takes the key along" {
  program main_exits
}

@test "programs: message_passing: the flag arrives before the message" {
  program message_passing
}

@test "programs: nested_monitor: a wait gives up one lock and keeps another" {
  program nested_monitor
}

@test "programs: once_recursion: the beginning waits for its own end" {
  program once_recursion
}

@test "programs: outputs: what can this print?" {
  program outputs
}

@test "programs: peterson_relaxed: Peterson's lock needs more than atomic variables" {
  program peterson_relaxed
}

@test "programs: philosophers: five at a table, each reaching for the fork on the same side first" {
  program philosophers
}

@test "programs: polite_livelock: 'after you', 'no, after you'" {
  program polite_livelock
}

@test "programs: pool_waits_for_itself: every worker waits for a task that a worker would have to run" {
  program pool_waits_for_itself
}

@test "programs: publication: the message is announced before it is written" {
  program publication
}

@test "programs: recursive_wait: a wait unlocks once what was locked twice" {
  program recursive_wait
}

@test "programs: relative_time: a moment is expected, and a span is given" {
  program relative_time
}

@test "programs: rwlock_writer: a writer that locks for reading" {
  program rwlock_writer
}

@test "programs: self_upgrade: a reader asks to write without having left" {
  program self_upgrade
}

@test "programs: semaphore_initial: a semaphore as a mutex, with two places inside" {
  program semaphore_initial
}

@test "programs: semaphore_order: waiting for an item with the lock in hand" {
  program semaphore_order
}

@test "programs: shutdown_race: a worker looks for 'stop' outside the lock" {
  program shutdown_race
}

@test "programs: signal_not_broadcast: one condition for two purposes, and signal" {
  program signal_not_broadcast
}

@test "programs: sleep_as_sync: 'it works, because the other has slept longer'" {
  program sleep_as_sync
}

@test "programs: sleepy_pool: ten tasks that sleep 1 to 10 seconds, on five workers" {
  program sleepy_pool
}

@test "programs: spin_abba: two spin locks, locked in two orders" {
  program spin_abba
}

@test "programs: spin_livelock: both raise a hand, and both wait for the other to take it down" {
  program spin_livelock
}

@test "programs: stack_address: a thread outlives the variable that it was given" {
  program stack_address
}

@test "programs: stolen_wakeup: between a signal and the end of the wait, another takes the item" {
  program stolen_wakeup
}

@test "programs: store_buffer: each sets its own flag and looks at the other's, and neither sees one" {
  program store_buffer
}

@test "programs: timedlock_ignored: a lock that was not had is used and given back" {
  program timedlock_ignored
}

@test "programs: transfer: the order of locking comes with the arguments" {
  program transfer
}

@test "programs: trylock_lost_update: 'busy' is taken for 'done'" {
  program trylock_lost_update
}

@test "programs: two_mutexes: one condition, and a mutex for each who waits" {
  program two_mutexes
}

@test "programs: unlock_by_stranger: a mutex is used to send a message" {
  program unlock_by_stranger
}

@test "programs: upgrade: two readers want to become writers" {
  program upgrade
}

@test "programs: use_after_free: the producer frees a mailbox under its waiter" {
  program use_after_free
}
