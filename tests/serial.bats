#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The serial executor, and its use as an oracle.

load common

@test "serial: a task runs inside submit, in the caller" {
  run_case serial runs_in_submit
}

@test "serial: label, user data, token, free_result" {
  run_case serial task_options
}

@test "serial: a failing task" {
  run_case serial failing
}

@test "serial: a copied argument" {
  run_case serial submit_copy
}

@test "serial: tasks submit and wait for tasks" {
  run_case serial nested
}

@test "serial: a task that waits for its executor is told so" {
  run_case serial from_task
}

@test "serial: shutdown, free, drop" {
  run_case serial shutdown
}

@test "serial: the initializer runs once, before the first task" {
  run_case serial initializer
}

@test "serial: its failure fails the first task, and all that come" {
  run_case serial initializer_fails
}

@test "serial: a task may drop its executor" {
  run_case serial dropped_by_task
}

@test "serial: the same program gives the same with threads" {
  run_case serial oracle
}
