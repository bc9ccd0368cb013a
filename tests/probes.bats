#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The probes themselves: no case without a test, no test without a case, no pass by accident.

load common

programs() {
  grep -l '^int main(' "$root"/tests/*.c | sed 's|.*/||; s|\.c$||'
}

@test "probes: every case of every program is run by exactly one test" {
  local program
  for program in $(programs); do
    "$build/tests/$program" --list | cut -f 1 | sed "s/^/$program /"
  done | sort >"$BATS_TEST_TMPDIR/cases"
  [ -s "$BATS_TEST_TMPDIR/cases" ]
  sed -n 's/^ *\(run_case\|run -0 probe\) \([a-z_]* [a-z0-9_]*\)$/\2/p' "$root"/tests/*.bats |
    sort >"$BATS_TEST_TMPDIR/tests"
  diff "$BATS_TEST_TMPDIR/cases" "$BATS_TEST_TMPDIR/tests"
}

@test "probes: an unknown case, no case and too many are refused" {
  local program
  for program in $(programs); do
    run -2 "$build/tests/$program" no_such_case
    run -2 "$build/tests/$program"
  done
  run -2 "$build/tests/future" states_readable new_is_pending
}
