# shellcheck shell=bash
# SPDX-License-Identifier: MIT
#
# grading - what the tests of assignments have in common.

setup() {
  case $build in *-tsan* | *-asan* | *-ubsan*)
    skip "explore is never instrumented: the plain build's tests cover it" ;;
  esac
  command -v gcc >/dev/null || skip "gcc is not installed"
  cd "$BATS_TEST_TMPDIR" || return 1
  # Of what is built only explore is the project's; results and copies are this test's own.
  mkdir build
  ln -s "$build" build/heddle
  export HEDDLE_BUILD=$BATS_TEST_TMPDIR/build/heddle WORK=$BATS_TEST_TMPDIR/work CC=gcc
  unset SEED SEEDS JOBS KILLERS HEDDLE_BOX
}

assignment() {
  sh "$root/lessons/grading/assignment" "$@"
}

# says PATTERN: the output has it, as a regular expression; or is shown.
says() {
  [[ $output =~ $1 ]] || { echo "wanted: $1"; echo "$output"; return 1; }
}

need_box() {
  sh "$root/lessons/grading/box" --kind | grep -qx bubblewrap ||
    skip "there is no box here: bubblewrap is missing, or may not make namespaces"
}
