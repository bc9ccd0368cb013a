#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Assignments: what students and instructors call, and the grader, which is graded itself.

load common
load assignments/grading

assignment=$root/lessons/02-thread-pool/assignment-bounded-queue

# grade FILE: sets $output to the verdict as JSON.
grade() {
  run assignment grade bounded-queue "$1" json
  [ "$status" -eq 0 ] || { echo "$output"; return 1; }
}

# -- what there is ---------------------------------------------------------------------------------

@test "assignments: each has all its parts, twenty points, and a page that names its tests" {
  [ "$(find "$root/lessons" -path '*/assignment-*/tests' | wc -l)" -eq 12 ]
  for folder in "$root"/lessons/*/assignment-*; do
    title=${folder##*/assignment-}
    name=${title//-/_}
    echo "$title"
    for part in README.md "$name.h" skeleton.c hints/{1,2,3}.md symbols tests cases.c reference.c; do
      [ -s "$folder/$part" ] || { echo "no $part"; return 1; }
    done
    [ "$(find "$folder/mutants" -name '*.patch' | wc -l)" -ge 6 ]
    [ "$(find "$root/tests/assignments/solutions/$title" -name '*.c' | wc -l)" -ge 2 ]
    awk -f "$root/lessons/grading/tests.awk" "$folder/tests" | awk -F '\t' '
      { sum += $2 }
      $1 == "" || $2 !~ /^[1-9]$/ || $3 == "" || $5 !~ /^(frozen|both)$/ || $6 !~ /^[0-9]+$/ ||
        $8 == "" { print "not whole: " $0; wrong = 1 }
      { split($4, need, " "); for (i in need) if (need[i] != "-" && !(need[i] in known)) {
          print $1 " needs " need[i] ", which comes later or never"; wrong = 1 } }
      { known[$1] }
      END { if (sum != 20) print sum " points"; exit wrong || sum != 20 }'
    for test in $(sed -n 's/^test: //p' "$folder/tests"); do
      points=$(awk -F '\t' -v test="$test" '$1 == test { print $2 }' \
        <(awk -f "$root/lessons/grading/tests.awk" "$folder/tests"))
      grep -q "^| \`$test\` | $points |" "$folder/README.md" ||
        { echo "its page does not say that $test gives $points"; return 1; }
    done
    for mutant in "$folder"/mutants/*.patch; do
      grep -qx "test: $(sed -n '1s/^killed by: //p' "$mutant")" "$folder/tests" ||
        { echo "$mutant names no test"; return 1; }
    done
    grep -q "assignment-$title/README.md" "$root/lessons/grading/README.md"
    grep -q "assignment-$title/README.md" "$folder/../README.md"
  done
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
  for command in start try watch hint reset grade grade-class mutants; do
    run -2 assignment $command nonesuch
    says "there is no assignment 'nonesuch'; A= is one of: .*bounded-queue"
  done
}

@test "assignments: an error of the compiler is explained" {
  mkdir work
  while read -r change; do
    sed "$change" "$assignment/skeleton.c" >work/bounded_queue.c
    read -r meaning
    run -0 assignment try bounded-queue
    says "does not compile"
    says "that means: .*$meaning"
  done <<'EOT'
s/pthread_mutex_t lock;/pthread_mutx_t lock;/
no header that is included has this type
s/free(q);/free(p);/
this name is not known here
s/return BQ_CLOSED;/return q->size;/
the struct has no such field
/^void bq_free/,$s/^}//
a } is missing
EOT
}

@test "assignments: a compiler that is missing is told in a line" {
  mkdir work
  cp "$assignment/skeleton.c" work/bounded_queue.c
  CC=nonesuch run -2 assignment try bounded-queue
  says "^there is no 'nonesuch' here: 'make setup' installs what is needed$"
}

@test "assignments: hints come one after the other, or by their number" {
  for level in 1 2 3 3; do
    run -0 assignment hint bounded-queue
    says "$(head -n 1 "$assignment/hints/$level.md")"
    says "that was hint $level of 3"
  done
  run -0 assignment hint bounded-queue 2
  says 'that was hint 2 of 3'
  run -2 assignment hint bounded-queue 4x
  says "N='4x': a hint is 1, 2 or 3"
}

@test "assignments: progress knows what was tried, and what has changed since" {
  run -0 assignment progress
  says 'bounded-queue +\[ +\] not begun'
  says 'next: make start A='
  mkdir work
  patch -s -o work/bounded_queue.c "$assignment/reference.c" "$assignment/mutants/closes-one.patch"
  assignment try bounded-queue >/dev/null
  run -0 assignment progress
  says 'bounded-queue +\[#+ +\] 1[0-9] of 20 points, to do:.* close-wakes-poppers'
  cp "$assignment/reference.c" work/bounded_queue.c
  run -0 assignment progress
  says 'bounded-queue +\[ +\] changed since the last try'
  assignment try bounded-queue >/dev/null
  run -0 assignment progress
  says 'bounded-queue +\[#{20}\] 20 of 20 points'$'\n'
  run -0 assignment start
  says 'bounded-queue .* 20 of 20 points'
}

@test "assignments: reset begins anew and loses nothing" {
  run -2 assignment reset bounded-queue
  says 'make start A=bounded-queue'
  mkdir work
  for n in 1 2; do
    echo "$n" >work/bounded_queue.c
    run -0 assignment reset bounded-queue
    [ "$(cat "work/bounded_queue.c.$n")" = "$n" ]
    cmp work/bounded_queue.c "$assignment/skeleton.c"
  done
}

# appears PATTERN FILE: looks again and again, until a deadline.
appears() {
  for _ in {1..600}; do
    ! grep -q "$1" "$2" || return 0
    sleep 0.1
  done
  cat "$2"
  return 1
}

@test "assignments: watch tries again when the copy is saved, and Ctrl-C ends it" {
  mkdir work
  cp "$assignment/skeleton.c" work/bounded_queue.c
  # Job control, so that it listens to SIGINT, as it does at a terminal.
  set -m
  assignment watch bounded-queue >log 2>&1 3>&- &
  set +m
  pid=$!
  appears 'Ctrl-C ends this' log
  grep -q ' 0 of 20 points' log
  # As many editors do it: another file takes its place.
  cp "$assignment/reference.c" other.c
  mv other.c work/bounded_queue.c
  appears ' 20 of 20 points' log
  kill -INT -- "-$pid"
  status=0
  wait "$pid" || status=$?
  [ "$status" -eq 0 ] || [ "$status" -eq 130 ]
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

# -- a class ----------------------------------------------------------------------------------------

@test "assignments: a class gets a table and a page each, whoever is in it" {
  need_box
  mkdir -p class/{alice,'bob smith',=1+1,none,link} && cd class
  cp "$assignment/reference.c" alice/bounded_queue.c
  cp "$assignment/skeleton.c" 'bob smith/bounded_queue.c'
  printf '<script>alert(1)</script>' >=1+1/bounded_queue.c
  ln -s "$assignment/reference.c" link/bounded_queue.c
  ln -s alice twin
  patch -s -o 'carla, "x".c' "$assignment/reference.c" "$assignment/mutants/closes-one.patch"
  cd ..
  run -0 assignment grade-class bounded-queue class
  says '7 submissions'
  cd build/assignments/bounded-queue/class
  [ "$(head -n 1 grades.csv | cut -d, -f 1-4)" = id,raw,status,fifo ]
  grep -q '^alice,20,passed,1,.*,[0-9a-f]\{12\},1$' grades.csv
  grep -q '^bob smith,0,wrong answer,0,' grades.csv
  grep -q "^'=1+1,0,does not compile,0," grades.csv
  grep -q '^"carla, ""x""",1[0-9],deadlock,1,' grades.csv
  grep -q '^link,0,not accepted,' grades.csv
  grep -q '^none,0,no submission,' grades.csv
  grep -q '^twin,0,not accepted,' grades.csv
  # Every row has as many cells.
  ! command -v python3 >/dev/null || python3 -c '
import csv, sys
sys.exit(len({len(row) for row in csv.reader(open("grades.csv"))}) != 1)'
  [ "$(ls pages)" = "$(printf '%s.html\n' '=1+1' alice 'bob smith' 'carla, "x"' link none twin)" ]
  grep -q '20 of 20 points' pages/alice.html
  grep -q 'close-wakes-poppers</h2>' 'pages/carla, "x".html'
  ! grep -q '<script' pages/*.html
}

@test "assignments: a class that was interrupted goes on where it stopped" {
  need_box
  mkdir class
  for id in a b c; do
    { cat "$assignment/reference.c" && echo "/* $id */"; } >class/$id.c
  done
  JOBS=1 run -0 assignment grade-class bounded-queue class
  cd build/assignments/bounded-queue/class
  cp grades.csv whole.csv
  ls -i students/*/result/verdict.tsv >before
  # As if it had been killed while it judged b: that verdict was never renamed into place.
  mv students/b/result/verdict.tsv students/b/result/verdict.new
  rm students/b/row grades.csv
  cd "$BATS_TEST_TMPDIR"
  run -0 assignment grade-class bounded-queue class
  cd build/assignments/bounded-queue/class
  cmp grades.csv whole.csv
  ls -i students/*/result/verdict.tsv >after
  [ "$(diff before after | grep -c '^>')" -eq 1 ]
  # Another submission under the same name is judged anew.
  cp "$assignment/skeleton.c" "$BATS_TEST_TMPDIR/class/a.c"
  cd "$BATS_TEST_TMPDIR"
  run -0 assignment grade-class bounded-queue class
  grep -q '^a,0,wrong answer' build/assignments/bounded-queue/class/grades.csv
}

@test "assignments: a grader's error is nobody's points, ends badly, and is tried again" {
  need_box
  mkdir class
  cp "$assignment/reference.c" class/a.c
  rm build/heddle
  mkdir build/heddle
  cp -r "$build/bin" "$build/lib" build/heddle
  printf '#!/bin/sh\nexit 3\n' >build/heddle/bin/explore
  run -2 assignment grade-class bounded-queue class
  says 'grader error.* a - the same command tries these again'
  grep -q '^a,,grader error,' build/assignments/bounded-queue/class/grades.csv
  cp "$build/bin/explore" build/heddle/bin
  run -0 assignment grade-class bounded-queue class
  grep -q '^a,20,passed,' build/assignments/bounded-queue/class/grades.csv
}

@test "assignments: no class without a box, none that is empty, none with somebody twice" {
  mkdir class
  HEDDLE_BOX=unsandboxed run -2 assignment grade-class bounded-queue class
  says 'graded in the box only, and there is none here'
  need_box
  run -2 assignment grade-class bounded-queue class
  says 'there is no submission in it'
  run -2 assignment grade-class bounded-queue
  says 'needs a folder of submissions'
  mkdir class/a
  cp "$assignment/skeleton.c" class/a.c
  run -2 assignment grade-class bounded-queue class
  says "'a' is there twice"
}

@test "assignments: a student's kit works, and holds no solution" {
  cp -r "$root/lessons" "$root/lib" "$root/plots" "$root/Makefile" "$root/README.md" "$root/LICENSE" .
  sh lessons/grading/assignment student-kit
  rm -rf lessons lib plots
  tar -xzf build/heddle-student-kit.tar.gz
  cd heddle-student-kit
  [ -z "$(find . -name reference.c -o -name '*.patch' -o -name mutants)" ]
  run -0 make -s start A=bounded-queue WORK=../work
  run -0 sh lessons/grading/assignment try bounded-queue
  says ' 0 of 20 points'
  run -2 sh lessons/grading/assignment mutants bounded-queue
  says "a student's kit"
}
