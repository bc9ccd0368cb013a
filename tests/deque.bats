#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The workers' own queue, without workers.

load common

@test "deque: the oldest is taken, the newest popped" {
  run_case deque in_order
}

@test "deque: owner and thieves meet at the last task" {
  run_case deque last_task
}

@test "deque: owner and thieves meet at the last two" {
  run_case deque last_two_tasks
}

@test "deque: owner and thieves meet at the oldest" {
  run_case deque oldest_task
}

@test "deque: it grows while thieves take" {
  run_case deque growing
}
