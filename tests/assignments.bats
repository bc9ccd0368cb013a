#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Assignments: what students and instructors call, and the grader, which is graded itself.

load common

assignment=$root/lessons/02-thread-pool/assignment-bounded-queue
attacks=$root/tests/assignments/attacks

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
  unset SEED HEDDLE_BOX
}

assignment() {
  sh "$root/lessons/grading/assignment" "$@"
}

# grade FILE: sets $output to the verdict as JSON.
grade() {
  run assignment grade bounded-queue "$1" json
  [ "$status" -eq 0 ] || { echo "$output"; return 1; }
}

# says PATTERN: the output has it, as a regular expression; or is shown.
says() {
  [[ $output =~ $1 ]] || { echo "wanted: $1"; echo "$output"; return 1; }
}

# -- students -----------------------------------------------------------------------------------

@test "assignments: start lists them, and makes a copy that it never overwrites" {
  run -0 assignment start
  says 'bounded-queue .*not begun'
  run -0 assignment start bounded-queue
  cmp work/bounded_queue.c "$assignment/skeleton.c"
  echo '/* mine */' >>work/bounded_queue.c
  run -0 assignment start bounded-queue
  says 'stays as it is'
  [ "$(tail -n 1 work/bounded_queue.c)" = '/* mine */' ]
}

@test "assignments: try says what was expected, what happened, and how to see it again" {
  run -2 assignment try bounded-queue
  says 'make start A=bounded-queue'
  mkdir work
  cp "$assignment/reference.c" work/bounded_queue.c
  run -0 assignment try bounded-queue
  says '20 of 20 points'
  patch -s work/bounded_queue.c "$assignment/mutants/forgets-who-pushes.patch"
  run -0 assignment try bounded-queue
  says '18 of 20 points'
  says 'FAILED  close-wakes-pushers  0/2  deadlock'
  says 'expected: close lets all go on who wait for room'
  says 'happened: '
  says 'bounded_queue\.c:[0-9]+ +'
  # The command that is shown replays the failure.
  replay=$(sed -n 's/^replay: //p' <<<"$output")
  run -1 bash -c "$replay"
  says '^explore: deadlock'
}

@test "assignments: a mistake in C is told in a line" {
  mkdir work
  sed 's/return BQ_NO_MEMORY;/return BQ_NO_MEMORY/' "$assignment/skeleton.c" >work/bounded_queue.c
  run -0 assignment try bounded-queue
  says "does not compile.*error: expected ';'"
}

@test "assignments: a name that is none gets those that are some" {
  for command in start try grade mutants; do
    run -2 assignment $command nonesuch
    says "there is no assignment 'nonesuch'; A= is one of: .*bounded-queue"
  done
}

@test "assignments: what is not there yet says so" {
  run -2 assignment grade bounded-queue "$assignment/skeleton.c" gradescope
  says 'FORMAT=gradescope is not there yet'
  run -2 make -s -C "$root" grade-class
  says 'grade-class is not there yet'
}

# -- instructors ----------------------------------------------------------------------------------

@test "assignments: a submission is a regular file, or the one of that name in a folder" {
  mkdir class
  run -2 assignment grade bounded-queue class json
  says 'there is no .*/class/bounded_queue.c'
  ln -s "$assignment/reference.c" class/bounded_queue.c
  run -2 assignment grade bounded-queue class json
  says 'no regular file'
  rm class/bounded_queue.c
  cp "$assignment/skeleton.c" class/bounded_queue.c
  grade class
  says '"points": 0,'
}

@test "assignments: two runs agree to the byte, and a build without a box says so" {
  grade "$assignment/skeleton.c"
  first=$output
  grade "$assignment/skeleton.c"
  [ "$output" = "$first" ]
  export HEDDLE_BOX=unsandboxed
  grade "$assignment/skeleton.c"
  says '"box": "unsandboxed"'
  [ "${output/unsandboxed/}" = "${first/$(sed -n 's/.*"box": "\(.*\)",/\1/p' <<<"$first")/}" ]
}

@test "assignments: TAP and JSON are well-formed whatever bytes a compiler error holds" {
  printf '#error "]]> \033[31m \377 \\ # \\" ::warning::"\n' >bad.c
  cat "$assignment/skeleton.c" >>bad.c
  grade bad.c
  says '"verdict": "does not compile"'
  [ "$(LC_ALL=C tr -d '\n -~' <<<"$output")" = '' ]
  ! command -v python3 >/dev/null || python3 -m json.tool <<<"$output" >/dev/null
  run -0 assignment grade bounded-queue bad.c tap
  [ "${lines[0]}" = 'TAP version 14' ]
  [ "${lines[1]}" = "1..$(grep -c '^test: ' "$assignment/tests")" ]
  [ "$(grep -c '^not ok ' <<<"$output")" -eq "${lines[1]#1..}" ]
}

@test "assignments: Bats asserts on the sealed verdict" {
  # Bats puts parts of itself in front of the others.
  PATH=${PATH//"${BATS_LIBEXEC:?}:"/}
  run -0 assignment grade bounded-queue "$assignment/skeleton.c" bats
  says 'fifo \(1 point\): items leave in the order'
  says 'wrong answer: line 1 of the output'
}

# -- the grader is graded ---------------------------------------------------------------------------

@test "assignments: the reference passes, every mutant dies by its named test, every test kills" {
  run -0 assignment mutants bounded-queue
  says 'all is as it must be'
  [ "$(grep -c '  #' <<<"$output")" -gt 6 ]
  # What they are called differs as they do.
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

@test "assignments: the matrix tells a mutant that survives, and a test that kills nothing" {
  mkdir -p tree/lessons
  cp -r "$root/lessons/grading" tree/lessons
  mkdir tree/lessons/02-thread-pool
  cp -r "$assignment" tree/lessons/02-thread-pool
  cd tree/lessons/02-thread-pool/assignment-bounded-queue
  find mutants -type f ! -name keeps-the-lock.patch -delete
  sed -i 's/^killed by: .*/killed by: leak/' mutants/keeps-the-lock.patch
  cd "$BATS_TEST_TMPDIR"
  run -2 sh tree/lessons/grading/assignment mutants bounded-queue
  says 'WRONG: keeps-the-lock survives leak'
  says 'WRONG: crowd kills nothing'
}

# attacked NAME: a skeleton that begins with an attack.
attacked() {
  cat "$attacks/$1.c"
  sed 's/^\t(void)capacity;$/\tattack();\n&/' "$assignment/skeleton.c"
}

@test "assignments: no attack earns a point, and each gets its verdict" {
  for file in "$attacks"/*.c; do
    name=$(basename "$file" .c)
    attacked "$name" >submission.c
    grep -q '^	attack();' submission.c
    grade submission.c
    verdict=$(sed -n 's/^ \* verdict: //p' "$file")
    echo "$name: $verdict"
    says '"points": 0,'
    says "\"name\": \"fifo\", \"verdict\": \"($verdict)\""
  done
}
