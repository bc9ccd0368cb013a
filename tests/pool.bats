#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The ThreadPool: apply, map, imap, AsyncResult; close, terminate, join.

load common

@test "pool: apply gives the result" {
  run_case pool apply
}

@test "pool: apply gives the failure" {
  run_case pool apply_fails
}

@test "pool: apply_async and get, again and again" {
  run_case pool apply_async
}

@test "pool: results that nobody wants" {
  run_case pool apply_async_and_forget
}

@test "pool: get, wait, ready, successful before and after" {
  run_case pool result_states
}

@test "pool: the same for a failure" {
  run_case pool result_failed
}

@test "pool: four waiters of one result all wake" {
  run_case pool result_wakes_all
}

@test "pool: callback once, before ready" {
  run_case pool callback_before_ready
}

@test "pool: error_callback once, before ready" {
  run_case pool error_callback_before_ready
}

@test "pool: the callback of a map gets the array" {
  run_case pool map_callback
}

@test "pool: the error_callback of a map" {
  run_case pool map_error_callback
}

@test "pool: either callback may be NULL" {
  run_case pool callbacks_may_miss
}

@test "pool: map in order, with all kinds of chunks" {
  run_case pool map
}

@test "pool: map_async; results outlive the pool" {
  run_case pool map_async
}

@test "pool: map over a generator" {
  run_case pool map_generator
}

@test "pool: map and imap over nothing" {
  run_case pool no_items
}

@test "pool: the default chunk is ceil(n / (4 * workers))" {
  run_case pool default_chunk
}

@test "pool: a failing item ends its chunk; told after all" {
  run_case pool failure_after_all_chunks
}

@test "pool: starmap and starmap_async" {
  run_case pool starmap
}

@test "pool: imap in order, with all kinds of chunks" {
  run_case pool imap
}

@test "pool: imap_unordered gives each once" {
  run_case pool imap_unordered
}

@test "pool: imap_unordered gives them as they come" {
  run_case pool imap_unordered_as_they_come
}

@test "pool: next may time out and be tried again" {
  run_case pool imap_timeout
}

@test "pool: imap gives a failure in its place and goes on" {
  run_case pool imap_failure
}

@test "pool: imap_unordered gives a failure and goes on" {
  run_case pool imap_unordered_failure
}

@test "pool: a failure inside a chunk of imap" {
  run_case pool imap_failure_in_chunk
}

@test "pool: an iterator that is left early" {
  run_case pool imap_left_early
}

@test "pool: chunksize 0 is an error for imap" {
  run_case pool imap_chunksize
}

@test "pool: CPUs by default, below 1 is an error" {
  run_case pool workers
}

@test "pool: workers start with the pool" {
  run_case pool workers_start_now
}

@test "pool: the initializer runs once in each worker" {
  run_case pool initializer
}

@test "pool: every call on a closed pool: Pool not running" {
  run_case pool not_running
}

@test "pool: join before close: Pool is still running" {
  run_case pool still_running
}

@test "pool: join, close and free again" {
  run_case pool join_again
}

@test "pool: four threads join one pool" {
  run_case pool join_by_many
}

@test "pool: close finishes queued work" {
  run_case pool close_finishes_work
}

@test "pool: free finishes queued work" {
  run_case pool free_finishes_work
}

@test "pool: terminate settles queued work as cancelled" {
  run_case pool terminate
}

@test "pool: terminate settles what an imap waits for" {
  run_case pool terminate_imap
}

@test "pool: terminate calls back, once, before ready" {
  run_case pool terminate_calls_back
}

@test "pool: terminate right after 10,000 items" {
  run_case pool terminate_at_once
}

@test "pool: a task that joins or frees its pool is told so" {
  run_case pool from_task
}

@test "pool: a refused free leaves the pool open" {
  run_case pool refused_free_changes_nothing
}

@test "pool: so is a callback of terminated work" {
  run_case pool from_terminate
}

@test "pool: closed while a map collects its items" {
  run_case pool closed_while_collecting
}

@test "pool: a task may drop its pool; results are read later" {
  run_case pool drop_from_task
}

@test "pool: a dropped pool whose initializer fails" {
  run_case pool dropped_and_broken
}

@test "pool: four threads map on one pool" {
  run_case pool several_callers
}

@test "pool: a result freed before it is ready" {
  run_case pool free_before_ready
}

@test "pool: a dropped pool finishes its work, and its threads end" {
  run_case pool drop
}

@test "pool: terminate ends an apply that waits" {
  run_case pool terminate_apply
}

@test "pool: copied results have one owner each" {
  run_case pool owned_results
}

@test "pool: a map over nothing calls back, in the caller" {
  run_case pool empty_map_callback
}
