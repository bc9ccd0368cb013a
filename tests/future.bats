#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The contract's table of the future, row by row, on futures settled by hand.

load common

@test "future: all five states can be read" {
  run_case future states_readable
}

@test "future: each state has a name of its own" {
  run_case future state_names
}

@test "future: a new future is pending, without data and label" {
  run_case future new_is_pending
}

@test "future: done, cancelled and running in each state" {
  run_case future look_by_state
}

@test "future: a failed future is finished" {
  run_case future failed_is_finished
}

@test "future: user data is kept" {
  run_case future user_data
}

@test "future: outside of tasks there is no current future" {
  run_case future current_outside
}

@test "future: cancel in each state" {
  run_case future cancel_by_state
}

@test "future: cancel wakes result and calls back in the caller" {
  run_case future cancel_pending
}

@test "future: cancelling twice calls back once" {
  run_case future cancel_again
}

@test "future: PENDING becomes RUNNING" {
  run_case future set_running
}

@test "future: CANCELLED becomes CANCELLED_AND_NOTIFIED" {
  run_case future notify_cancel
}

@test "future: every other state is an error" {
  run_case future set_running_errors
}

@test "future: set_result from PENDING and RUNNING" {
  run_case future set_result_legal
}

@test "future: set_result in any other state changes nothing" {
  run_case future set_result_illegal
}

@test "future: set_exception from PENDING and RUNNING" {
  run_case future set_exception_legal
}

@test "future: set_exception in any other state" {
  run_case future set_exception_illegal
}

@test "future: the first exception stays" {
  run_case future set_exception_twice
}

@test "future: the message is copied" {
  run_case future exception_message_copied
}

@test "future: without a message the code's text" {
  run_case future exception_message_default
}

@test "future: a host's object is dropped once, at the end" {
  run_case future exception_data
}

@test "future: result in each state" {
  run_case future result_by_state
}

@test "future: result of a failed future" {
  run_case future result_of_failed
}

@test "future: exception in each state" {
  run_case future exception_by_state
}

@test "future: exception of a failed future" {
  run_case future exception_of_failed
}

@test "future: result may be asked without a value" {
  run_case future result_without_value
}

@test "future: a timeout lasts what it says" {
  run_case future result_timeout
}

@test "future: huge timeouts are timeouts" {
  run_case future result_timeout_huge
}

@test "future: a timeout of a thousand years does not come" {
  run_case future result_timeout_far
}

@test "future: result, failure and cancel wake all kinds of waiters" {
  run_case future every_way_wakes
}

@test "future: eight waiters of one future all wake" {
  run_case future all_waiters_wake
}

@test "future: 96 waiters of 96 futures wake one by one" {
  run_case future strangers_share
}

@test "future: state, waiters, result, then callbacks" {
  run_case future waiters_before_callbacks
}

@test "future: callbacks run in the order added" {
  run_case future callbacks_in_order
}

@test "future: a callback may use its future in every way" {
  run_case future callbacks_without_lock
}

@test "future: callbacks run in the thread that completes" {
  run_case future callback_thread
}

@test "future: added to a done future: at once, in the caller" {
  run_case future callback_late
}

@test "future: a callback sees result, exception, cancel" {
  run_case future callback_sees_outcome
}

@test "future: a failing callback is one line on stderr" {
  run_case future callback_fails
}

@test "future: a hook hears of failing callbacks instead" {
  run_case future callback_hook
}

@test "future: a callback may cancel another future" {
  run_case future callback_cancels
}

@test "future: what a callback returns is let go of" {
  run_case future callback_returns_copy
}

@test "future: a refused exception stays with the caller" {
  run_case future set_exception_leaves_data
}

@test "future: a callback may add callbacks" {
  run_case future callback_adds
}

@test "future: callbacks may settle a chain of futures" {
  run_case future callback_settles_chain
}

@test "future: settling and cancelling race: one winner, calls once" {
  run_case future one_winner
}

@test "future: the future outlives its running callbacks" {
  run_case future callback_keeps_alive
}

@test "future: free_result is called once, at the end" {
  run_case future free_result_once
}

@test "future: free_result is not called on NULL" {
  run_case future free_result_null
}

@test "future: a pending future may be forgotten" {
  run_case future unref_pending
}

@test "future: the last reference may go while others wake" {
  run_case future freed_while_waking
}

@test "future: 20,000 futures at once" {
  run_case future many_alive
}
