#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# shutdown, free, drop and exit: nothing is lost, nobody waits for himself.

load common

three_apples=$'apple\napple\napple'

@test "shutdown: every kind of submit is refused after shutdown" {
  run_case shutdown refuses_work
}

@test "shutdown: refused while old work still runs" {
  run_case shutdown refuses_while_working
}

@test "shutdown: shutdown may be called again, with other arguments" {
  run_case shutdown again
}

@test "shutdown: shutdown of an executor that never worked" {
  run_case shutdown of_unused
}

@test "shutdown: queued work still runs" {
  run_case shutdown queued_work_runs
}

@test "shutdown: wait returns after the last task and its thread" {
  run_case shutdown waits_for_running
}

@test "shutdown: without wait it returns at once" {
  run_case shutdown does_not_wait
}

@test "shutdown: four threads wait for the same shutdown" {
  run_case shutdown by_many
}

@test "shutdown: sleeping workers wake and end" {
  run_case shutdown wakes_idle_workers
}

@test "shutdown: cancel_futures: cancelled, notified, dropped" {
  run_case shutdown cancel_futures
}

@test "shutdown: cancel_futures and wait: what runs ends" {
  run_case shutdown cancel_futures_and_wait
}

@test "shutdown: a future cancelled just before shutdown" {
  run_case shutdown cancelled_just_before
}

@test "shutdown: callbacks of cancelled futures may shut down" {
  run_case shutdown cancel_callbacks_shut_down
}

@test "shutdown: a task that waits for its own executor is told so" {
  run_case shutdown from_task
}

@test "shutdown: so is a callback" {
  run_case shutdown from_callback
}

@test "shutdown: a task may shut down without waiting" {
  run_case shutdown from_task_without_waiting
}

@test "shutdown: a task may shut down another executor" {
  run_case shutdown from_task_of_another
}

@test "shutdown: a task may drop its executor; work goes on" {
  run_case shutdown drop_from_task
}

@test "shutdown: free runs what is queued" {
  run_case shutdown free_finishes_work
}

@test "shutdown: drop runs what is queued" {
  run_case shutdown drop_finishes_work
}

@test "shutdown: threads end, and can be joined after the executor" {
  run_case shutdown threads_end
}

@test "shutdown: a map is read after the executor" {
  run_case shutdown map_after_drop
}

@test "shutdown: shutdown at once after map" {
  run_case shutdown more_work_than_workers
}

@test "shutdown: shutdown_all ends executors and pools" {
  run_case shutdown shutdown_all
}

@test "shutdown: shutdown_all from a task spares its executor" {
  run_case shutdown shutdown_all_from_task
}

@test "shutdown: cancel_futures reaches what a task submitted" {
  run_case shutdown cancel_futures_of_task
}

@test "shutdown: nor does it wait for that executor's other tasks" {
  run_case shutdown shutdown_all_beside_task
}

@test "shutdown: shutdown_all finds what is made meanwhile" {
  run_case shutdown shutdown_all_finds_new
}

@test "shutdown: shutdown_all in a task, outside, and at exit" {
  run_case shutdown shutdown_all_twice
}

@test "shutdown: exit: accepted work is finished" {
  run -0 probe shutdown exit_finishes_work
  [ "$output" = "$three_apples" ]
}

@test "shutdown: exit after shutdown without wait" {
  run -0 probe shutdown exit_after_shutdown
  [ "$output" = "$three_apples" ]
}

@test "shutdown: exit after drop" {
  run -0 probe shutdown exit_after_drop
  [ "$output" = "$three_apples" ]
}

@test "shutdown: exit after cancelling: only what ran" {
  run -0 probe shutdown exit_after_cancel
  [[ $three_apples == "$output"* ]]
}

@test "shutdown: exit with an open ThreadPool" {
  run -0 probe shutdown exit_with_pool
  [ "$output" = "$three_apples" ]
}

@test "shutdown: an exit handler submits: refused, or run" {
  run -0 probe shutdown exit_handler_submits
  [[ $output == apple || $output == HD_ESHUTDOWN ]]
}
