#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# hd_executor_for: every item once, on all workers, and how it ends early.

load common

@test "for: every item once, for 0 to 100,000 items and 1 to 5 workers" {
  run_case for every_item
}

@test "for: up to the largest number" {
  run_case for largest
}

@test "for: from a larger to a smaller number there is nothing to do" {
  run_case for backwards
}

@test "for: no body is an error" {
  run_case for without_body
}

@test "for: pieces shrink to single items" {
  run_case for shrinking
}

@test "for: on a serial executor, in the calling thread" {
  run_case for serial
}

@test "for: on all workers at once" {
  run_case for on_all_workers
}

@test "for: a value ends it, and pieces that had begun are done" {
  run_case for stopped
}

@test "for: and no other piece begins" {
  run_case for stopped_at_once
}

@test "for: a failure ends it, and the future says which" {
  run_case for raised
}

@test "for: several fail: one is given, the others are given back" {
  run_case for all_raise
}

@test "for: in a task of the same executor" {
  run_case for in_task
}

@test "for: in a piece of another loop" {
  run_case for in_loop
}

@test "for: two loops at once" {
  run_case for two_at_once
}

@test "for: after a shutdown it is refused" {
  run_case for refused
}

@test "for: a shutdown cancels it" {
  run_case for all_cancelled
}

@test "for: a shutdown cancels one worker's part: another one does it" {
  run_case for one_cancelled
}

@test "for: and that one fails" {
  run_case for one_cancelled_one_raises
}

@test "for: a shutdown that cancels nothing lets it run" {
  run_case for shutdown_lets_it_run
}

@test "for: an initializer that fails" {
  run_case for broken
}

@test "for: in the child of a process" {
  run_case for forked_process
}
