#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The grader is graded: references and other right solutions pass, mutants die by their named
# tests, and attacks earn nothing.

load common
load assignments/grading

# graded NAME: mutants are as they must be, and so are solutions in other styles.
graded() {
  local file
  KILLERS=only run assignment mutants "$1"
  says 'all is as it must be'
  [ "$status" -eq 0 ]
  [ "$(grep -c '  #' <<<"$output")" -ge 6 ]
  for file in "$root/tests/assignments/solutions/$1"/*.c; do
    run -0 assignment grade "$1" "$file" text
    says '^[a-z-]+: 20 of 20 points' || { echo "$file"; return 1; }
  done
}

@test "grading start-join: right solutions pass, every mutant dies by its test, every test kills" {
  graded start-join
}

@test "grading bounded-queue: right solutions pass, every mutant dies by its test, every test kills" {
  graded bounded-queue
}

@test "grading pool: right solutions pass, every mutant dies by its test, every test kills" {
  graded pool
}

@test "grading future: right solutions pass, every mutant dies by its test, every test kills" {
  graded future
}

@test "grading submit: right solutions pass, every mutant dies by its test, every test kills" {
  graded submit
}

@test "grading map: right solutions pass, every mutant dies by its test, every test kills" {
  graded map
}

@test "grading as-completed: right solutions pass, every mutant dies by its test, every test kills" {
  graded as-completed
}

@test "grading callbacks: right solutions pass, every mutant dies by its test, every test kills" {
  graded callbacks
}

@test "grading cancel: right solutions pass, every mutant dies by its test, every test kills" {
  graded cancel
}

@test "grading wait: right solutions pass, every mutant dies by its test, every test kills" {
  graded wait
}

@test "grading initializer: right solutions pass, every mutant dies by its test, every test kills" {
  graded initializer
}

@test "grading promises: right solutions pass, every mutant dies by its test, every test kills" {
  graded promises
}

@test "grading: what mutants get differs as they do" {
  run -0 assignment mutants bounded-queue
  while read -r mutant test verdict; do
    echo "$mutant $test $verdict"
    grep -q "^$test	$verdict	" "build/assignments/bounded-queue/mutants/$mutant/result/verdict.tsv"
  done <<'EOT'
closes-one close-wakes-poppers deadlock
closes-beside-the-lock close-wakes-poppers lost wake-up
closes-without-the-lock close-wakes-poppers data race
forgets-the-ring leak leak
ignores-failure no-memory crashed
looks-all-the-time empty-waits livelock
sleeps-and-looks full-waits livelock
takes-the-newest fifo wrong answer
EOT
}

@test "grading: over-synchronised is what the rendezvous shows, and nothing else in that test" {
  folder=$root/lessons/03-submit/assignment-submit
  while read -r mutant verdict; do
    patch -s -o submit.c "$folder/reference.c" "$folder/mutants/$mutant.patch"
    run -0 assignment grade submit submit.c text
    says "FAILED  side-by-side +0/2  $verdict"
  done <<'EOT'
one-at-a-time over-synchronised
runs-inline over-synchronised
a-thread-for-each wrong answer
EOT
}

@test "grading: the matrix tells a mutant that survives, in any seed, and a test that kills nothing" {
  mkdir -p tree/lessons/02-thread-pool
  cp -r "$root/lessons/grading" tree/lessons
  cp -r "$root/lessons/02-thread-pool/assignment-bounded-queue" tree/lessons/02-thread-pool
  cd tree/lessons/02-thread-pool/assignment-bounded-queue
  find mutants -type f ! -name keeps-the-lock.patch -delete
  sed -i 's/^killed by: .*/killed by: leak/' mutants/keeps-the-lock.patch
  cd "$BATS_TEST_TMPDIR"
  SEEDS=2 run -2 sh tree/lessons/grading/assignment mutants bounded-queue
  says 'WRONG: keeps-the-lock survives leak'
  says 'WRONG: seed 2: keeps-the-lock survives leak'
  says 'WRONG: crowd kills nothing'
}

@test "grading: a class of good, wrong, hanging and hostile: no attack earns a point" {
  need_box
  "$root/tests/assignments/class" make 0 class
  run -0 assignment grade-class bounded-queue "$PWD/class"
  "$root/tests/assignments/class" check build/assignments/bounded-queue/class/grades.csv \
    class.expected
}
