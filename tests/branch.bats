#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# branch: fork and join inside a task, wherever a branch runs.

load common

@test "branch: a result, and one that nobody wants" {
  run_case branch results
}

@test "branch: fib by branches" {
  run_case branch recursion
}

@test "branch: 3,000 branches at once" {
  run_case branch many
}

@test "branch: outside of tasks join runs it" {
  run_case branch outside
}

@test "branch: on a serial executor join runs it" {
  run_case branch serial
}

@test "branch: with one worker join runs it" {
  run_case branch one_worker
}

@test "branch: an idle worker takes it; task and token are the owner's" {
  run_case branch taken
}

@test "branch: a branch may start the executor's next thread" {
  run_case branch grows
}

@test "branch: the owner sleeps until another worker is done with it" {
  run_case branch sleeping_owner
}

@test "branch: a callback forks" {
  run_case branch in_callback
}

@test "branch: an initializer forks" {
  run_case branch in_initializer
}

@test "branch: what a branch raises is joined, read and destroyed" {
  run_case branch failures
}

@test "branch: so is a copy that it returns" {
  run_case branch copies
}

@test "branch: what the owner raises stays its own" {
  run_case branch owner_raises
}

@test "branch: a shutdown that waits inside a branch is told so" {
  run_case branch shutdown_inside
}

@test "branch: so is a wait for the task that forked it" {
  run_case branch owner_awaited
}

@test "branch: branches that lie below submitted tasks" {
  run_case branch below_tasks
}

@test "branch: 400 joins one inside the other" {
  run_case branch deep
}

@test "branch: a wait between fork and join" {
  run_case branch wait_before_join
}

@test "branch: branches run through a shutdown" {
  run_case branch shutdown
}

@test "branch: and through one that cancels" {
  run_case branch shutdown_cancel
}

@test "branch: and in an executor that breaks" {
  run_case branch broken
}

@test "branch: the child of a process that had forked a branch" {
  run_case branch forked_process
}

@test "branch: a trace shows no branches" {
  run_case branch traced
}
