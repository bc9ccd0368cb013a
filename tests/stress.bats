#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Much of everything at once.

load common

@test "stress: 8 threads submit, cancel, call back, wait and shut down" {
  run_case stress hammered
}

@test "stress: as_completed over 100,000 tasks" {
  run_case stress as_completed_100k
}

@test "stress: as_completed over 100,000 settled meanwhile" {
  run_case stress as_completed_while_settling
}

@test "stress: 2000 waits for the first of what is left" {
  run_case stress first_completed_in_turn
}

@test "stress: wait for 100,000 tasks" {
  run_case stress wait_100k
}

@test "stress: 2000 executors of 3 workers, one after the other" {
  run_case stress create_and_destroy
}

@test "stress: 500 ThreadPools, one after the other" {
  run_case stress create_and_destroy_pools
}

@test "stress: four threads create and destroy executors" {
  run_case stress create_side_by_side
}

@test "stress: four threads submit at once; nothing is lost" {
  run_case stress four_producers
}

@test "stress: 20,000 small batches; no wake is lost" {
  run_case stress small_batches
}

@test "stress: tasks submit tasks; each runs once" {
  run_case stress stolen_work
}

@test "stress: shutdown while three threads submit" {
  run_case stress shutdown_while_submitting
}

@test "stress: two executors pass a task back and forth" {
  run_case stress two_executors_play
}

@test "stress: four threads map on one executor" {
  run_case stress maps_side_by_side
}

@test "stress: the last reference goes while the worker settles" {
  run_case stress last_reference
}
