#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# What a host needs that sits on the library.

load common

@test "hosts: submit on a future made by hand" {
  run_case hosts onto_my_future
}

@test "hosts: the same, while others wait for it" {
  run_case hosts onto_awaited_future
}

@test "hosts: refused, such a future is its owner's again" {
  run_case hosts onto_refused
}

@test "hosts: the task keeps such a future alive" {
  run_case hosts onto_my_future_forgotten
}

@test "hosts: not on one that is settled, runs, or has work" {
  run_case hosts onto_wrong_future
}

@test "hosts: such a future is cancelled and notified at once" {
  run_case hosts my_future_cancelled
}

@test "hosts: cancel drops the argument once" {
  run_case hosts drop_by_cancel
}

@test "hosts: shutdown with cancel_futures drops each once" {
  run_case hosts drop_by_shutdown
}

@test "hosts: settling a queued future by hand drops it" {
  run_case hosts drop_by_set_result
}

@test "hosts: it looks as if it ran meanwhile" {
  run_case hosts drop_while_settling
}

@test "hosts: a broken executor drops each once" {
  run_case hosts drop_by_broken
}

@test "hosts: a cancelled future cannot be set running" {
  run_case hosts drop_by_set_running
}

@test "hosts: 20,000 tasks run or are dropped, never both" {
  run_case hosts run_or_drop
}

@test "hosts: a copied argument is dropped as the copy" {
  run_case hosts drop_gets_the_copy
}

@test "hosts: drop and callbacks may use the executor" {
  run_case hosts drop_without_lock
}

@test "hosts: free_result once, with or without future" {
  run_case hosts result_with_owner
}

@test "hosts: no free_result for a task that returns NULL" {
  run_case hosts no_result_to_free
}

@test "hosts: no free_result for a failure or a cancellation" {
  run_case hosts no_result_no_owner
}

@test "hosts: a host's exception travels and is dropped once" {
  run_case hosts failure_with_object
}

@test "hosts: waits can be cut into slices" {
  run_case hosts sliced_waits
}

@test "hosts: so can a join, which outlives the executor" {
  run_case hosts sliced_join
}

@test "hosts: thread handles: all, distinct, at most so many" {
  run_case hosts threads_fill_at_most
}

@test "hosts: a worker that joins itself is told so" {
  run_case hosts worker_joins_itself
}

@test "hosts: callbacks and futures carry user data" {
  run_case hosts callback_user_data
}
