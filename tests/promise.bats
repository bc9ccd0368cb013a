#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Promises: all, all_settled, any, race, then.

load common

@test "promise: all: values in input order" {
  run_case promise all_values
}

@test "promise: all: rejected with the first rejection in time" {
  run_case promise all_rejects
}

@test "promise: all of nothing is fulfilled" {
  run_case promise all_empty
}

@test "promise: all of what is settled is settled" {
  run_case promise all_settled_before
}

@test "promise: all: a cancelled input rejects" {
  run_case promise all_cancelled_input
}

@test "promise: all: the same future twice" {
  run_case promise all_twice_the_same
}

@test "promise: losers are cancelled only when asked for" {
  run_case promise losers
}

@test "promise: losers in a queue are taken back" {
  run_case promise losers_in_queue
}

@test "promise: all_settled: status, value or reason of each" {
  run_case promise all_settled
}

@test "promise: all_settled of nothing is fulfilled" {
  run_case promise all_settled_empty
}

@test "promise: reasons outlive the inputs" {
  run_case promise reasons_outlive_inputs
}

@test "promise: any: the first value" {
  run_case promise any_first_value
}

@test "promise: any: all reasons in input order" {
  run_case promise any_all_rejected
}

@test "promise: any of nothing is rejected at once" {
  run_case promise any_empty
}

@test "promise: race: as the first that settles" {
  run_case promise race_first
}

@test "promise: race of nothing stays pending" {
  run_case promise race_empty
}

@test "promise: then: a value, before and after" {
  run_case promise then_value
}

@test "promise: then: the handler raises" {
  run_case promise then_raises
}

@test "promise: then: a reason is handled, or raised again" {
  run_case promise then_reason
}

@test "promise: then without handler passes on" {
  run_case promise then_passes_on
}

@test "promise: then: a cancellation is a reason" {
  run_case promise then_cancelled
}

@test "promise: a chain of 500" {
  run_case promise then_chain
}

@test "promise: then: a copied result belongs to the promise" {
  run_case promise then_copies
}

@test "promise: promises over 100 tasks on four workers" {
  run_case promise over_executors
}

@test "promise: promises of promises" {
  run_case promise of_promises
}

@test "promise: promises that nobody wants, or that were cancelled" {
  run_case promise unwanted
}

@test "promise: then: no handler for a cancelled promise" {
  run_case promise then_cancelled_before
}

@test "promise: then: a host's object is dropped once" {
  run_case promise then_raises_data
}

@test "promise: then: cancelled by its own handler" {
  run_case promise then_cancelled_inside
}

@test "promise: the inputs may be let go of" {
  run_case promise inputs_let_go
}

@test "promise: a NULL input and unknown flags are errors" {
  run_case promise wrong_arguments
}

@test "promise: a cancelled promise, with and without its inputs" {
  run_case promise cancelled_itself
}
