#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Cancellation tokens: asking a running task to stop.

load common

@test "cancel: asking is once and for ever" {
  run_case cancel ask
}

@test "cancel: waiting for a token, with and without timeout" {
  run_case cancel waiting
}

@test "cancel: four sleepers on one token all wake" {
  run_case cancel wakes_all
}

@test "cancel: who waits for a token runs no other task" {
  run_case cancel waiting_runs_nothing
}

@test "cancel: running tasks stop when asked" {
  run_case cancel running_task_stops
}

@test "cancel: each task sees its own token, or none" {
  run_case cancel current
}

@test "cancel: a task keeps its token alive" {
  run_case cancel task_keeps_token
}

@test "cancel: a token that was asked cancels nothing by itself" {
  run_case cancel asking_does_not_cancel
}

@test "cancel: tokens are counted" {
  run_case cancel references
}
