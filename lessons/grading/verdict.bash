# shellcheck shell=bash
# SPDX-License-Identifier: MIT
#
# verdict - what Bats does when an assignment is graded: it reads a sealed verdict.
#
# HEDDLE_VERDICT is the file.  Nothing of the submission runs under Bats, or while it runs.

# passed TEST: the verdict has exactly one row of that test, and it passed.
passed() {
  local row
  row=$(awk -F '\t' -v test="$1" '!/^#/ && $1 == test' "$HEDDLE_VERDICT")
  if [ "$(grep -c '' <<<"$row")" -ne 1 ] || [ -z "$row" ]; then
    echo "grader error: the verdict does not speak of $1 once"
    return 1
  fi
  awk -F '\t' '$2 != "passed" { print $2 ": " $5; exit 1 }' <<<"$row"
}
