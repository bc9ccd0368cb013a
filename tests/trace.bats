#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Traces: the events table and the Chrome trace.

load common

@test "trace: rows by hand, in submission order, with ranks" {
  run_case trace by_hand
}

@test "trace: times that did not come are nan" {
  run_case trace unfinished
}

@test "trace: a lost row is let be" {
  run_case trace lost_rows
}

@test "trace: an executor's tasks: label, worker, state, callback" {
  run_case trace of_executor
}

@test "trace: 300 tasks on four workers" {
  run_case trace of_many_tasks
}

@test "trace: the trace may be freed first" {
  run_case trace freed_first
}

@test "trace: a serial executor and a pool trace too" {
  run_case trace of_serial_and_pool
}

@test "trace: a task that is settled by hand ends there" {
  run_case trace settled_by_hand
}

@test "trace: labels cannot break the table" {
  run_case trace wild_labels
}

@test "trace: a file that cannot be written is an error" {
  run_case trace cannot_write
}

@test "trace: the Chrome trace is JSON, whatever the labels" {
  run_case trace chrome_json
}

@test "trace: a write that fails leaves the old file" {
  run_case trace failed_write_keeps_file
}
