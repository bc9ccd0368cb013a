#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# wait: three modes, sets, timeouts, cancellations.

load common

@test "wait: the empty set returns at once" {
  run_case wait empty
}

@test "wait: duplicates count once" {
  run_case wait duplicates
}

@test "wait: the sets may be left out" {
  run_case wait without_sets
}

@test "wait: an unknown mode and a NULL future are errors" {
  run_case wait invalid
}

@test "wait: FIRST_COMPLETED, and a bare CANCELLED is not done" {
  run_case wait first_completed
}

@test "wait: FIRST_COMPLETED gives all that are done" {
  run_case wait first_completed_already
}

@test "wait: FIRST_COMPLETED wakes for each of three" {
  run_case wait first_completed_wakes
}

@test "wait: FIRST_EXCEPTION ends with the failure" {
  run_case wait first_exception
}

@test "wait: FIRST_EXCEPTION with all five states" {
  run_case wait first_exception_already
}

@test "wait: FIRST_EXCEPTION when one has failed before" {
  run_case wait first_exception_one_failed
}

@test "wait: and when it stands last, and twice" {
  run_case wait first_exception_last
}

@test "wait: a cancellation is not an exception" {
  run_case wait first_exception_cancel
}

@test "wait: without failure FIRST_EXCEPTION is ALL_COMPLETED" {
  run_case wait first_exception_none
}

@test "wait: ALL_COMPLETED with every kind of end" {
  run_case wait all_completed
}

@test "wait: ALL_COMPLETED waits for the last" {
  run_case wait all_completed_waits
}

@test "wait: done is in finishing order" {
  run_case wait done_in_order
}

@test "wait: those done beforehand come first, in the order given" {
  run_case wait done_before
}

@test "wait: 500 done beforehand, each given twice" {
  run_case wait all_done_before
}

@test "wait: 100 tasks end at once" {
  run_case wait all_at_once
}

@test "wait: a timeout gives what is done and cancels nothing" {
  run_case wait timeout_partial
}

@test "wait: a timeout lasts what it says in each mode" {
  run_case wait timeout_lasts
}

@test "wait: 20,000 timeouts leave no waiter behind" {
  run_case wait timeout_leaves_nothing
}

@test "wait: an executor's cancelled future is done at once" {
  run_case wait cancelled_of_executor
}

@test "wait: a cancellation ends a wait that sleeps" {
  run_case wait cancelled_while_waiting
}

@test "wait: a bare future keeps the two steps" {
  run_case wait cancelled_by_hand
}

@test "wait: futures of three executors and of none" {
  run_case wait of_several_executors
}

@test "wait: six waits for the same futures all end" {
  run_case wait several_waiters
}

@test "wait: the sets keep no reference" {
  run_case wait holds_no_reference
}

@test "wait: the sets say whether the time was up" {
  run_case wait timed_out
}
