# shellcheck shell=bash
# SPDX-License-Identifier: MIT
#
# common - what every suite needs to run what was built.

bats_require_minimum_version 1.8.0

root=$(cd "$BATS_TEST_DIRNAME/.." && pwd)

# build: where the programs are; HEDDLE_BUILD may be relative to the project.
build=${HEDDLE_BUILD:-build/release}
case $build in
  /*) ;;
  *) build=$root/$build ;;
esac

# probe PROGRAM CASE: runs a case of a probe program.
probe() {
  if [ ! -x "$build/tests/$1" ]; then
    echo "there is no $build/tests/$1: make builds it"
    return 1
  fi
  "$build/tests/$1" "$2"
}

# run_case PROGRAM CASE: the case passes, or is skipped with the reason that it gives.
run_case() {
  local status=0 output
  output=$(probe "$1" "$2" 2>&1) || status=$?
  [ -z "$output" ] || printf '%s\n' "$output"
  [ "$status" -ne 77 ] || skip "$output"
  return "$status"
}
