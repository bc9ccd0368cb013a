# shellcheck shell=sh
# SPDX-License-Identifier: MIT
#
# grade - one submission, for an instructor or for another program.

# Bats asserts on the verdict when all that made it has ended.
grade_bats() {
  {
    printf 'load %s\n' "$PWD/$here/verdict.bash"
    awk -f $here/tests.awk "$folder/tests" | awk -F '\t' '{
      printf "@test \"%s (%s point%s): %s\" { passed %s; }\n", $1, $2, $2 == 1 ? "" : "s", $8, $1
    }'
  } >"$1/verdict.bats"
  env -i PATH="$PATH" HOME="${HOME-/}" TERM="${TERM-dumb}" HEDDLE_VERDICT="$1/verdict.tsv" \
    bats "$1/verdict.bats" || true
}

grade() {
  find_assignment "$1"
  [ -n "$2" ] || fail "grade needs A=name SUBMISSION=file"
  case $3 in
  bats) command -v bats >/dev/null || fail "there is no bats here: make setup, or FORMAT=text" ;;
  text | tap | json | junit | gradescope | classroom50 | exercism) ;;
  *) fail "FORMAT='$3': it is one of bats, text, tap, json, junit, gradescope, classroom50, \
exercism" ;;
  esac
  out=$results/$1/grade
  judge "$(from_there "$2")" "$out"
  case $3 in
  bats) grade_bats "$out" ;;
  *) show "$out/verdict.tsv" "$3" ;;
  esac
}
