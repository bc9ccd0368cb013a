#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The core's own algorithms, each in a small harness, under a controlled scheduler: so many
# schedules as the harness says, weak atomics included.

load common

# explored HARNESS CASE: an instrumented program has a library of its own.
explored() {
  case ${HEDDLE_BUILD-} in
  *-tsan* | *-asan* | *-ubsan*) skip "explore watches programs without sanitizers" ;;
  esac
  HEDDLE_BUILD=$build run -0 sh "$root/tests/explore/core" test "$1" "$2"
}

@test "core: every case of every harness is explored by exactly one test" {
  diff <(sh "$root/tests/explore/core" list | sort) \
    <(sed -n 's/^  explored \([a-z_]* [a-z0-9_]*\)$/\1/p' "$BATS_TEST_FILENAME" | sort)
}

@test "core: broken: it fails in the first worker, while two threads submit" {
  explored broken first
}

@test "core: broken: it fails in the second worker, while the first one has work" {
  explored broken second
}

@test "core: broken: it fails in the second worker, while the first one sleeps" {
  explored broken sleeping
}

@test "core: broken: it fails while somebody shuts down" {
  explored broken closing
}

@test "core: deque: the owner pops the only item while two thieves take, and goes on" {
  explored deque last
}

@test "core: deque: the owner pops two items while a thief takes both" {
  explored deque two
}

@test "core: deque: the owner takes from the thieves' end, too" {
  explored deque oldest
}

@test "core: deque: a slot is written again while a slow thief reads it" {
  explored deque reuse
}

@test "core: deque: the ring is exchanged for a larger one while thieves read it" {
  explored deque grow
}

@test "core: idle: one task, two workers" {
  explored idle one
}

@test "core: idle: two tasks published by one thread" {
  explored idle two
}

@test "core: idle: two tasks published by two threads" {
  explored idle two_publishers
}

@test "core: idle: searching lasts a few rounds" {
  explored idle two_spinning
}

@test "core: idle: as with tasks in a deque: each publisher wakes, and takers pass nothing on" {
  explored idle two_stolen
}

@test "core: idle: a sleeper gets up by itself while a publisher is about to wake it" {
  explored idle gone
}

@test "core: idle: the worker that is woken gives up at that moment, and another one sleeps" {
  explored idle timed
}

@test "core: idle: everybody is told that there will be nothing more" {
  explored idle close
}

@test "core: lot: two threads wait for one task while a third settles it" {
  explored lot forever
}

@test "core: lot: a waiter's time ends at the moment in which the task settles" {
  explored lot timed
}

@test "core: lot: two tasks in one bucket, a waiter for each" {
  explored lot neighbours
}

@test "core: lot: a set, a result and a callback wait for one task: told in that order, once" {
  explored lot kinds
}

@test "core: lot: watchers beside each other in the ring go while the task settles" {
  explored lot leaving
}

@test "core: magazine: two threads take from an empty depot, and keep" {
  explored magazine take
}

@test "core: magazine: one thread takes and another one gives, as with tasks and their results" {
  explored magazine pass
}

@test "core: magazine: threads end and leave what they have to those that come after" {
  explored magazine turn
}

@test "core: promise: both inputs are fulfilled" {
  explored promise all
}

@test "core: promise: one is rejected" {
  explored promise all_or_failure
}

@test "core: promise: both are rejected" {
  explored promise any
}

@test "core: promise: one is fulfilled" {
  explored promise any_value
}

@test "core: promise: a value and a failure" {
  explored promise race
}

@test "core: promise: a value and a cancellation" {
  explored promise all_settled
}

@test "core: promise: the promise is cancelled, and its inputs with it, while one settles" {
  explored promise losers
}

@test "core: queue: two producers, one taker, while the ring wraps and grows" {
  explored queue order
}

@test "core: queue: two takers and one producer" {
  explored queue takers
}

@test "core: queue: of two producers at an empty queue one is told that it was empty" {
  explored queue empty
}

@test "core: queue: a producer against the one that closes" {
  explored queue close
}

@test "core: run: a worker begins the task, one thread cancels it, another one waits" {
  explored run taken
}

@test "core: run: the same, and a callback is added" {
  explored run watched
}

@test "core: run: a worker runs the task while the last handles go" {
  explored run forgotten
}

@test "core: run: a future made by hand is submitted while another thread cancels it" {
  explored run adopted
}

@test "core: settle: a value, a failure and a cancellation, while a fourth thread waits" {
  explored settle by_hand
}

@test "core: settle: callbacks are added while the future settles" {
  explored settle callbacks
}

@test "core: settle: a cancellation is notified while somebody waits for the set" {
  explored settle notified
}

@test "core: shutdown: one thread submits, another one shuts down and waits" {
  explored shutdown wait
}

@test "core: shutdown: the same, and what has not started is cancelled" {
  explored shutdown cancel
}

@test "core: shutdown: the only worker is held: what is cancelled now is all there is" {
  explored shutdown held
}

@test "core: shutdown: two threads shut down at once" {
  explored shutdown twice
}

@test "core: shutdown: a task submits another one while somebody shuts down" {
  explored shutdown inside
}

@test "core: shutdown: the executor is let go of at once, and its work is waited for at the end" {
  explored shutdown drop
}

@test "core: spawn: one thread submits two tasks that wait for each other" {
  explored spawn pair
}

@test "core: spawn: two threads submit one task each, and these wait for each other" {
  explored spawn two_submitters
}

@test "core: spawn: a result is awaited before the next submit: that is work for one thread" {
  explored spawn chain
}

@test "core: spawn: two tasks that wait for each other come after a first one has ended" {
  explored spawn after
}

@test "core: spawn: the thread that submitted ends at once, and its memory with it" {
  explored spawn handshake
}

@test "core: shutdown: the same, when all threads are there and submitting takes no lock" {
  explored shutdown full
}

@test "core: nested: a task submits two and waits for both, while another worker steals" {
  explored nested fork
}

@test "core: nested: the two wait for each other: one of them must be stolen" {
  explored nested meet
}

@test "core: nested: the same, and the task that submitted them ends at once" {
  explored nested leave
}

@test "core: nested: two tasks wait for a future, and the third that comes in settles it" {
  explored nested by_hand
}

@test "core: nested: what a task waits for settles while its worker is woken for another task" {
  explored nested handed
}

@test "core: nested: a task waits for a moment only, and a second one comes in" {
  explored nested timed
}

@test "core: nested: a task waits for two others, of which one may be cancelled" {
  explored nested set
}

@test "core: branch: a task forks twice, one inside the other, while another worker steals" {
  explored branch halves
}

@test "core: branch: a branch waits for its owner: it must be stolen" {
  explored branch meet
}

@test "core: branch: the owner joins while its branch runs elsewhere, and sleeps" {
  explored branch asleep
}

@test "core: branch: a submitted task lies above the branch" {
  explored branch below
}

@test "core: branch: somebody shuts down and cancels while branches lie there" {
  explored branch cancel
}

@test "core: branch: a branch starts the second worker, and its initializer fails" {
  explored branch broken
}

@test "core: branch: a branch starts the second worker, and two more lie there" {
  explored branch growing
}

@test "core: branch: a stolen branch raises" {
  explored branch failure
}

@test "core: for: three items on two workers" {
  explored for items
}

@test "core: for: each worker ends it with its first piece" {
  explored for early
}

@test "core: for: the loop runs in a task of its own executor" {
  explored for inside
}

@test "core: for: somebody shuts down and cancels meanwhile" {
  explored for cancel
}

@test "core: for: the same, and each piece raises" {
  explored for raise
}

@test "core: gather: one is done, another one settles while the set is made" {
  explored gather half
}

@test "core: gather: two threads settle two, and a third is done" {
  explored gather two
}

@test "core: gather: one that had failed is enough; another one settles meanwhile" {
  explored gather failure
}

@test "core: gather: of two that settle one fails, and that is enough" {
  explored gather later
}

@test "core: gather: the time ends while one settles" {
  explored gather timed
}

@test "core: gather: the iterator goes while one settles" {
  explored gather left
}

@test "core: gather: two tasks of an executor, and who waits looks for a while before it sleeps" {
  explored gather tasks
}
