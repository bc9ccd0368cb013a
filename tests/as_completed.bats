#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# as_completed: each once, in finishing order, one deadline.

load common

@test "as_completed: no futures: the end at once" {
  run_case as_completed no_futures
}

@test "as_completed: each once, whatever became of it" {
  run_case as_completed every_kind
}

@test "as_completed: those already finished come first" {
  run_case as_completed finished_first
}

@test "as_completed: and in the order given" {
  run_case as_completed finished_in_given_order
}

@test "as_completed: those that finish meanwhile come after these" {
  run_case as_completed half_finished
}

@test "as_completed: 1,000 neighbours and 1,000 apart, each given three times" {
  run_case as_completed crowd
}

@test "as_completed: then in finishing order" {
  run_case as_completed finishing_order
}

@test "as_completed: duplicates come once" {
  run_case as_completed duplicates
}

@test "as_completed: a NULL future is an error" {
  run_case as_completed null_future
}

@test "as_completed: a sleeping iterator wakes for every kind of end" {
  run_case as_completed sleeping_wakes
}

@test "as_completed: two iterators over one future both get it" {
  run_case as_completed two_iterators
}

@test "as_completed: futures of two executors and of none" {
  run_case as_completed of_several_executors
}

@test "as_completed: a bare cancelled future comes when notified" {
  run_case as_completed cancelled_by_hand
}

@test "as_completed: an executor's cancelled future comes at once" {
  run_case as_completed cancelled_of_executor
}

@test "as_completed: timeout 0: what is done, then 2 (of 4) futures unfinished" {
  run_case as_completed timeout_text
}

@test "as_completed: duplicates count once in the text" {
  run_case as_completed timeout_text_counts_once
}

@test "as_completed: timeout 0 still gives what is done" {
  run_case as_completed timeout_and_finished
}

@test "as_completed: a timeout lasts what it says" {
  run_case as_completed timeout_lasts
}

@test "as_completed: one deadline for the whole iteration" {
  run_case as_completed one_deadline
}

@test "as_completed: leaving early leaves no waiter behind" {
  run_case as_completed left_early
}

@test "as_completed: nor a reference to what is done" {
  run_case as_completed left_with_finished
}

@test "as_completed: 20,000 iterators left early cost nothing later" {
  run_case as_completed left_often
}

@test "as_completed: no reference is kept to what was given out" {
  run_case as_completed given_is_forgotten
}

@test "as_completed: the iteration in slices, under one deadline" {
  run_case as_completed in_slices
}
