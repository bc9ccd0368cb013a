# shellcheck shell=sh
# SPDX-License-Identifier: MIT
#
# mutants - the grader is graded: the reference passes, and each mutant dies by its named test.
#
# The matrix shows what every test says of every mutant; with KILLERS=only each mutant meets only
# the test that it names, which is quicker.

# row NAME TEST: a line of the matrix, and what is wrong with it on the lines after.  TEST is the
# one that must fail; or - for a reference, where all pass; or * where no point is earned.
row() {
  whole "$out/$1/result/verdict.tsv"
  awk -F '\t' -v name="$1" -v must="$2" '
    /^#/ || $1 == "test" { next }
    {
      mark = $2 == "passed" ? "." : $2 == "not run" ? "-" : $1 == must ? "#" : "x"
      line = line sprintf("%3s", mark)
      failed += $2 != "passed"
      earned += $3
      killed = killed || mark == "#"
      broken = broken || $2 == "does not compile"
    }
    END {
      printf "%-26s %s\n", name, line
      if (broken) print "WRONG: " name " does not compile"
      if (must == "-" && failed) print "WRONG: " name " does not pass"
      if (must == "*" && earned) print "WRONG: " name " earns " earned
      if (must !~ /^[-*]$/ && !killed) print "WRONG: " name " survives " must
    }' "$out/$1/result/verdict.tsv"
}

# killer MUTANT: the test that it names.
killer() { sed -n 's/^killed by: //p' "$folder/mutants/$1.patch"; }

# Each of them as a submission of its own, in a folder: $out/NAME.  The reference comes twice.
prepare_matrix() {
  [ -d "$folder/mutants" ] || fail "there are no mutants here: this is a student's kit"
  rm -rf "$out"
  for name in reference reference-again skeleton; do
    mkdir -p "$out/$name" && cp "$folder/${name%-again}.c" "$out/$name/$file" || exit 2
  done
  for patch in "$folder"/mutants/*.patch; do
    name=$(basename "$patch" .patch)
    mkdir "$out/$name" && patch -s -o "$out/$name/$file" "$folder/reference.c" "$patch" ||
      fail "$patch does not apply"
  done
}

matrix() {
  awk -f $here/tests.awk "$folder/tests" |
    awk -F '\t' '{ printf "%3d  %s\n", NR, $1; head = head sprintf("%3d", NR) }
      END { printf "\n%-26s %s\n", "", head }'
  row reference -
  cmp -s "$out/reference/result/verdict.tsv" "$out/reference-again/result/verdict.tsv" ||
    echo "WRONG: two runs do not agree"
  row skeleton '*'
  for patch in "$folder"/mutants/*.patch; do
    name=$(basename "$patch" .patch)
    row "$name" "$(killer "$name")"
  done
  for test in $(sed -n 's/^test: //p' "$folder/tests"); do
    grep -qx "killed by: $test" "$folder"/mutants/*.patch || echo "WRONG: $test kills nothing"
  done
}

# judge_each FLAG SEED: of lines "NAME TEST", with this flag of judge's for the test.  What is
# compiled already stays.  The names are ours, without spaces.
judge_each() {
  # shellcheck disable=SC2016
  xargs -P "$JOBS" -n 2 sh -c \
    'exec sh "$1" -k "$4" "$7" "$2" "$3/$6" "$3/$6/result" "$5"' \
    judge_each $here/judge "$folder" "$out" "$1" "$2" || exit 2
}

# wanted NAMES...: each with the test that must kill it, or - for all that must not be killed.
wanted() {
  for name in "$@"; do
    case $name in
    reference* | skeleton) echo "$name -" ;;
    *) echo "$name $(killer "$name")" ;;
    esac
  done
}

# With another seed the reference passes, too, and each mutant dies by its test.
other_seed() {
  awk '$1 != "skeleton" && $1 != "reference-again"' "$out/all" >"$out/some" || exit 2
  judge_each -t "$1" <"$out/some"
  while read -r name test; do
    awk -F '\t' -v name="$name" -v must="$test" -v seed="$1" '
      /^#/ || $1 == "test" { next }
      must == "-" && $2 != "passed" { print "WRONG: seed " seed ": " name ", " $1 ": " $2 ": " $5 }
      must == $1 && $2 == "passed" { print "WRONG: seed " seed ": " name " survives " must }
      $2 == "grader error" { print "WRONG: seed " seed ": " name ": grader error: " $5 }
    ' "$out/$name/result/verdict.tsv"
  done <"$out/some"
}

mutants() {
  find_assignment "$1"
  need_tools patch
  out=$results/$1/mutants
  prepare_matrix
  # Nothing but their folders is there yet.
  # shellcheck disable=SC2046
  wanted $(cd "$out" && ls) >"$out.all" && mv "$out.all" "$out/all"
  case ${KILLERS-} in
  '') judge_each -a "$SEED" <"$out/all" ;;
  only) judge_each -t "$SEED" <"$out/all" ;;
  *) fail "KILLERS='$KILLERS': it is only, or not set" ;;
  esac
  matrix >"$out/matrix" || exit 2
  seed=$SEED
  while [ $((seed += 1)) -lt $((SEED + SEEDS)) ]; do
    other_seed "$seed" >>"$out/matrix"
  done
  cat "$out/matrix"
  echo
  if grep -q '^WRONG: ' "$out/matrix"; then
    fail "$1: $(grep -c '^WRONG: ' "$out/matrix") wrong"
  fi
  echo "$1: # is the test that a mutant must be killed by; all is as it must be in $SEEDS seed(s)"
}
