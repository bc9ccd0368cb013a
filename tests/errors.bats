#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The table of errors, and the clock.

load common

@test "errors: every code has a text of its own" {
  run_case errors texts
}

@test "errors: every code has a name" {
  run_case errors names
}

@test "errors: the words are CPython's where it has some" {
  run_case errors python_words
}

@test "errors: raising outside of a task is forgotten, not lost" {
  run_case errors raise_outside
}

@test "errors: the clock never goes back, sleep sleeps" {
  run_case errors clock_counts
}

@test "errors: the clock is not the one that people set" {
  run_case errors clock_is_monotonic
}
