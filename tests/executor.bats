#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The executor: submit, workers, names, what one executor keeps to itself.

load common

@test "executor: submit gives a future with the result" {
  run_case executor submit_result
}

@test "executor: a copied argument of 100,000 bytes" {
  run_case executor submit_copy
}

@test "executor: a copied loop variable of one byte" {
  run_case executor submit_copy_small
}

@test "executor: raising with words from a copy" {
  run_case executor raise_with_copy
}

@test "executor: a copy of nothing, or of too much, is an error" {
  run_case executor submit_copy_nothing
}

@test "executor: tasks without future all run" {
  run_case executor submit_and_forget
}

@test "executor: a forgotten future's task runs" {
  run_case executor future_unref_before_run
}

@test "executor: one worker starts tasks in the order submitted" {
  run_case executor fifo_one_worker
}

@test "executor: two submitters: each one's order" {
  run_case executor fifo_two_submitters
}

@test "executor: 20 tasks on 5 workers start in order" {
  run_case executor start_order
}

@test "executor: label, user data, token, free_result" {
  run_case executor task_options
}

@test "executor: a task of nothing but a function" {
  run_case executor task_without_options
}

@test "executor: a task that raises; its worker goes on" {
  run_case executor task_raises
}

@test "executor: code 0, raising twice, raising and not returning it" {
  run_case executor raise_rules
}

@test "executor: a raised host object is dropped once" {
  run_case executor raise_data
}

@test "executor: a copied result belongs to the future" {
  run_case executor return_copy
}

@test "executor: nobody else settles a running task" {
  run_case executor worker_alone_settles
}

@test "executor: running and pending can be read" {
  run_case executor running_is_read
}

@test "executor: tasks submit tasks" {
  run_case executor submit_in_task
}

@test "executor: a task submits to another executor: it runs there" {
  run_case executor submit_to_another
}

@test "executor: others take what a blocked task submitted" {
  run_case executor blocked_task_blocks_nobody
}

@test "executor: three of them are taken by three workers" {
  run_case executor burst_from_blocked_task
}

@test "executor: a worker whose task was cancelled is free" {
  run_case executor cancelled_frees_worker
}

@test "executor: a chain of tasks does not starve the queue" {
  run_case executor chain_starves_nobody
}

@test "executor: what a task submits starts in that order" {
  run_case executor fifo_in_task
}

@test "executor: callbacks submit tasks" {
  run_case executor submit_in_callback
}

@test "executor: a callback that blocks on its task gets a thread for it" {
  run_case executor callback_blocks
}

@test "executor: callbacks run in the worker" {
  run_case executor callback_in_worker
}

@test "executor: 0 workers or less is an error" {
  run_case executor workers_wrong
}

@test "executor: min(32, CPUs + 4) by default" {
  run_case executor workers_default
}

@test "executor: 5 by default on one CPU" {
  run_case executor workers_default_masked
}

@test "executor: 32 by default on 28 CPUs and more" {
  run_case executor workers_default_many
}

@test "executor: threads start when there is work and nobody idle" {
  run_case executor lazy_spawn
}

@test "executor: 1000 times submit and result use one thread" {
  run_case executor idle_reuse
}

@test "executor: 60 tasks that hold: 4 threads, 56 queued" {
  run_case executor saturation
}

@test "executor: never more tasks at once than workers" {
  run_case executor never_more_than_workers
}

@test "executor: 16 workers all run at once" {
  run_case executor all_workers_at_once
}

@test "executor: a burst wakes as many sleepers as it needs" {
  run_case executor burst_wakes_all
}

@test "executor: prefix_N, whole names, prefix copied" {
  run_case executor names_given
}

@test "executor: ThreadPoolExecutor-N_k, N of its own" {
  run_case executor names_default
}

@test "executor: how many are queued" {
  run_case executor queued
}

@test "executor: what was cancelled does not run" {
  run_case executor cancelled_does_not_run
}

@test "executor: freeing twice is harmless" {
  run_case executor free_twice
}

@test "executor: freeing and dropping an executor that never worked" {
  run_case executor free_unused
}

@test "executor: a finished task is let go of at once" {
  run_case executor no_stale_reference
}

@test "executor: held, broken and shut down executors do not touch others" {
  run_case executor two_share_nothing
}
