#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Memory and threads that cannot be had, at every single request.

load common

@test "faults: memory fails: futures by hand" {
  run_case faults futures
}

@test "faults: memory fails: callbacks that fail themselves" {
  run_case faults callbacks
}

@test "faults: memory fails: every kind of submit" {
  run_case faults submitting
}

@test "faults: threads fail: every kind of submit" {
  run_case faults submitting_without_threads
}

@test "faults: threads fail: those that are there do the work" {
  run_case faults one_thread_must_do
}

@test "faults: threads that end leave their stock of tasks behind" {
  run_case faults magazines_return
}

@test "faults: memory fails: the library's own stock of tasks" {
  run_case faults magazines
}

@test "faults: memory fails: submit on a future made by hand" {
  run_case faults submitting_onto
}

@test "faults: memory fails: tasks that raise or copy their result" {
  run_case faults raising
}

@test "faults: memory fails: cancelling a queue with callbacks" {
  run_case faults shutdown
}

@test "faults: memory and threads fail: a failing initializer" {
  run_case faults broken
}

@test "faults: memory fails: dropping an executor" {
  run_case faults dropping
}

@test "faults: memory fails: the serial executor" {
  run_case faults serial
}

@test "faults: memory and threads fail: map, with chunks and buffers" {
  run_case faults mapping
}

@test "faults: memory fails: map, left at once" {
  run_case faults mapping_and_leaving
}

@test "faults: memory fails: wait" {
  run_case faults waiting
}

@test "faults: memory fails: as_completed" {
  run_case faults iterating
}

@test "faults: memory fails: everything on a ThreadPool" {
  run_case faults pools
}

@test "faults: threads fail: everything on a ThreadPool" {
  run_case faults pools_without_threads
}

@test "faults: memory fails: a ThreadPool that is terminated" {
  run_case faults terminating
}

@test "faults: memory fails: promises that are cancelled" {
  run_case faults cancelled_promises
}

@test "faults: memory fails: promises settle all the same" {
  run_case faults promises
}

@test "faults: memory and threads fail: starting threads" {
  run_case faults starting_threads
}

@test "faults: memory fails: a trace loses rows, never tasks" {
  run_case faults tracing
}

@test "faults: memory fails: a worker's own queue that grows" {
  run_case faults growing
}

@test "faults: memory fails: a task that waits for a task" {
  run_case faults nested
}

@test "faults: memory and threads fail: a loop over a range" {
  run_case faults looping
}

@test "faults: memory and threads fail: branches" {
  run_case faults branches
}
