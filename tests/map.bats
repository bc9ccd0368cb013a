#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The executor's map: inputs, order, chunks, buffers, deadlines, failures.

load common

@test "map: a range, in order, then the end again and again" {
  run_case map range
}

@test "map: an array: the task gets the address of its item" {
  run_case map array
}

@test "map: a generator is asked in the caller's thread" {
  run_case map generator
}

@test "map: three inputs stop at the shortest" {
  run_case map several_inputs
}

@test "map: no items: the end at once, no thread" {
  run_case map no_items
}

@test "map: results in input order, finished in reverse" {
  run_case map order_of_input
}

@test "map: ten items in chunks of every size" {
  run_case map chunks
}

@test "map: ten items in chunks of four are three tasks" {
  run_case map chunk_is_a_task
}

@test "map: chunksize 0, buffersize 0, no input" {
  run_case map wrong_sizes
}

@test "map: everything is submitted though nobody iterates" {
  run_case map all_at_the_call
}

@test "map: an endless input is read buffersize ahead" {
  run_case map buffersize
}

@test "map: a short input with all kinds of buffersize" {
  run_case map buffersize_ends
}

@test "map: buffersize counts tasks, not items" {
  run_case map buffersize_and_chunks
}

@test "map: each task has the map's token" {
  run_case map token
}

@test "map: map after shutdown is an error" {
  run_case map after_shutdown
}

@test "map: an error of a later submit ends the iteration" {
  run_case map shutdown_between
}

@test "map: an input that has ended is not asked again" {
  run_case map asked_once_at_end
}

@test "map: refused half way: the first half does not run" {
  run_case map refused_half_way
}

@test "map: buffersize without an iterator holds nothing back" {
  run_case map nobody_iterates
}

@test "map: a hundred items in large chunks" {
  run_case map large_chunks
}

@test "map: a failing item ends the iteration" {
  run_case map failure
}

@test "map: after a failure what had not started is cancelled" {
  run_case map failure_cancels
}

@test "map: an item of a chunk fails" {
  run_case map failure_in_chunk
}

@test "map: timeout 0 on a held worker: nothing runs" {
  run_case map timeout_cancels
}

@test "map: two results, then the timeout, in time" {
  run_case map timeout_lasts
}

@test "map: one deadline, from the call" {
  run_case map one_deadline
}

@test "map: dropping the iterator cancels what has not started" {
  run_case map left_early
}

@test "map: dropping it half way" {
  run_case map left_half_way
}

@test "map: results with an owner are freed with the map" {
  run_case map owned_results
}

@test "map: the same in chunks" {
  run_case map owned_results_in_chunks
}

@test "map: results are read after the executor is gone" {
  run_case map outlives_executor
}

@test "map: two maps on one executor" {
  run_case map several_maps
}

@test "map: the results in slices" {
  run_case map in_slices
}

@test "map: the total deadline rules the slices" {
  run_case map slices_end_in_time
}
