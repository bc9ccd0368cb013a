#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Waiting inside tasks for tasks of the same executor.

load common

@test "nested: a task waits for a queued one on one worker" {
  run_case nested result_in_task
}

@test "nested: fib by tasks that wait for tasks" {
  run_case nested fork_join
}

@test "nested: 300 waits one inside the other" {
  run_case nested deep
}

@test "nested: 400 waits for what was not submitted last" {
  run_case nested deep_out_of_turn
}

@test "nested: the task on top of the own queue runs elsewhere" {
  run_case nested begun_elsewhere
}

@test "nested: wait, as_completed, exception, promises, map in a task" {
  run_case nested every_wait
}

@test "nested: a task that waits for itself is told so" {
  run_case nested for_itself
}

@test "nested: so is one that waits for the task below it" {
  run_case nested for_the_one_below
}

@test "nested: one of two is enough, if the other is the task" {
  run_case nested for_itself_or_another
}

@test "nested: new work wakes a worker that sleeps in a wait" {
  run_case nested new_work_wakes_waiter
}

@test "nested: all workers wait; one of them runs what ends it" {
  run_case nested all_workers_wait
}

@test "nested: a waiting worker runs queued tasks" {
  run_case nested queued_work_meanwhile
}

@test "nested: 20,000 tasks wait for one future on one worker" {
  run_case nested crowd_waits
}

@test "nested: a waiting worker runs the oldest first" {
  run_case nested oldest_meanwhile
}

@test "nested: a worker that blocks after its wait blocks nobody" {
  run_case nested blocked_after_wait
}

@test "nested: timeout 0 in a task looks, and runs nothing" {
  run_case nested polling_runs_nothing
}

@test "nested: a timeout inside a task" {
  run_case nested timeout_in_task
}

@test "nested: a worker that waits sleeps in the end" {
  run_case nested waiting_sleeps
}

@test "nested: a task waits for another executor" {
  run_case nested for_another_executor
}

@test "nested: token and failure of the outer task stay its own" {
  run_case nested outer_is_untouched
}

@test "nested: a callback waits for a queued task" {
  run_case nested in_callback
}

@test "nested: map and apply inside a pool's task" {
  run_case nested pool_in_pool
}

@test "nested: imap inside a pool's task" {
  run_case nested imap_in_pool
}

@test "nested: a task waits through a shutdown" {
  run_case nested shutdown_while_waiting
}
