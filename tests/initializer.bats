#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Initializers, and executors that they break.

load common

@test "initializer: once in each worker, with its argument" {
  run_case initializer once_in_each_worker
}

@test "initializer: before the worker's first task" {
  run_case initializer before_the_first_task
}

@test "initializer: what it returns does not matter, unless it raises" {
  run_case initializer returning_is_success
}

@test "initializer: its failure fails what is pending and what comes" {
  run_case initializer failure_breaks
}

@test "initializer: all workers fail at once" {
  run_case initializer failure_of_all_workers
}

@test "initializer: broken says more than shut down" {
  run_case initializer broken_before_shut_down
}

@test "initializer: a task that runs meanwhile ends as it would" {
  run_case initializer running_task_ends
}

@test "initializer: map on a broken executor" {
  run_case initializer map_on_broken
}

@test "initializer: as_completed ends on a broken executor" {
  run_case initializer iterated_on_broken
}
