#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Starting and joining threads.

load common

@test "thread: join gives what the function returned" {
  run_case thread join_result
}

@test "thread: join again gives the same" {
  run_case thread join_again
}

@test "thread: four joiners of one thread all wake" {
  run_case thread join_by_many
}

@test "thread: join with a timeout" {
  run_case thread join_timeout
}

@test "thread: a thread that joins itself is told so" {
  run_case thread join_self
}

@test "thread: a function that raises" {
  run_case thread raising
}

@test "thread: no exception before the end, none without failure" {
  run_case thread exception_none
}

@test "thread: names: given, whole, or Thread-N" {
  run_case thread names
}

@test "thread: inside: the handle, the whole name, the kernel's 15 bytes" {
  run_case thread current
}

@test "thread: MainThread and Dummy are no handles" {
  run_case thread current_elsewhere
}

@test "thread: 60 threads in turn, 60 idents" {
  run_case thread idents
}

@test "thread: a handle may go while its thread runs" {
  run_case thread handle_dropped
}

@test "thread: 50 threads at once" {
  run_case thread many_at_once
}

@test "thread: a copied result belongs to the handle" {
  run_case thread copied_result
}

@test "thread: CPUs are those of the affinity mask" {
  run_case thread cpu_count
}

@test "thread: a mask of one CPU counts as one" {
  run_case thread cpu_count_masked
}
