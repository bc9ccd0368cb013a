#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The fork rule, with live executors, pools and threads.

load common

@test "fork: a child works with executors and pools of its own" {
  run_case fork child_works
}

@test "fork: settled futures are readable in the child" {
  run_case fork settled_readable
}

@test "fork: what needs the parent's threads says so" {
  run_case fork inherited_refuses
}

@test "fork: inherited executors may be dropped" {
  run_case fork inherited_dropped
}

@test "fork: a child leaves by exit without hanging" {
  run_case fork child_exits
}

@test "fork: a task forks, and its child exits" {
  run_case fork fork_from_task
}

@test "fork: a task's child leaves the parent's queue alone" {
  run_case fork fork_from_busy_worker
}

@test "fork: a task forks, and its child returns: it ends" {
  run_case fork child_returns_from_task
}

@test "fork: a child of a child" {
  run_case fork grandchild
}

@test "fork: a future made by hand lives in both" {
  run_case fork future_by_hand
}

@test "fork: and takes a task in the child" {
  run_case fork future_for_task
}

@test "fork: inherited threads: ended are joined, others refuse" {
  run_case fork threads
}

@test "fork: an inherited ThreadPool refuses" {
  run_case fork inherited_pool
}

@test "fork: 30 forks while three threads submit" {
  run_case fork under_load
}

@test "fork: pending promises and traces stay with the parent" {
  run_case fork promises_and_traces
}

@test "fork: 60 forks while pools and futures are busy" {
  run_case fork objects_under_load
}
