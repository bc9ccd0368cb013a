#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# explore as its user meets it: options, verdicts, reports, files, exit statuses, refusals.
#
# The options in $(key options ...) are words.
# shellcheck disable=SC2046

load explore/suite

judged='abba lost_wakeup polite_livelock counter unlock_by_stranger leaked_thread use_after_free
  double_free lost_update sleep_as_sync if_not_while message_passing outputs philosophers
  sleepy_pool'

# Two threads that lock in two orders; what is tested is read off its lines.
write_two_locks() {
  cat >"$1" <<'EOT'
#include <pthread.h>

static pthread_mutex_t here = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t there = PTHREAD_MUTEX_INITIALIZER;

static void *go(void *unused)
{
	pthread_mutex_lock(&here);
	pthread_mutex_lock(&there);
	pthread_mutex_unlock(&there);
	pthread_mutex_unlock(&here);
	return unused;
}

static void *come(void *unused)
{
	pthread_mutex_lock(&there);
	pthread_mutex_lock(&here);
	pthread_mutex_unlock(&here);
	pthread_mutex_unlock(&there);
	return unused;
}

int main(void)
{
	pthread_t a, b;

	pthread_create(&a, NULL, go, NULL);
	pthread_create(&b, NULL, come, NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	return 0;
}
EOT
}

setup_file() {
  if sanitized || [ ! -x "$explore" ]; then return 0; fi
  cd "$BATS_FILE_TMPDIR" || return 1
  # shellcheck disable=SC2086
  build_programs "$BATS_FILE_TMPDIR" "sync $(watcher)" $judged
  build_form sync - "$root/tests/explore/cases.c" cases
  mkdir 'a folder'
  write_two_locks 'a folder/two locks.c'
  build_form sync - 'a folder/two locks.c' 'a folder/two locks'
}

setup() {
  needs_explore
  cd "$BATS_TEST_TMPDIR" || return 1
  built=$BATS_FILE_TMPDIR
  cases=$BATS_FILE_TMPDIR/cases
}

# watched: the folder of the programs that were built with explore-cc.
watched() {
  echo "$built/$(watcher)"
}

# says PATTERN: the output has it, as a regular expression; or is shown.
says() {
  [[ $output =~ $1 ]] || { echo "wanted: $1"; echo "$output"; return 1; }
}

# -- the command line ---------------------------------------------------------------------------

@test "explore: --help shows the options, those of the manual and no others" {
  run -0 "$explore" --help
  says '^usage: explore \[options\] -- program'
  says 'Exit status: 0'
  grep -o -- '--[a-z][a-z-]*' <<<"$output" | sort -u >help
  sed -n 's/^\.It //p' "$root/lib/explore/explore.1" | grep -o 'Fl Fl [a-z-]*' |
    sed 's/Fl Fl /--/' | sort -u >manual
  [ "$(wc -l <manual)" -gt 20 ]
  diff help manual
  [ "$(awk 'length > 90' <<<"$output")" = "" ]
}

@test "explore: --version" {
  run -0 "$explore" --version
  [ "$output" = "explore $(sed -n 's/^VERSION := //p' "$root/Makefile")" ]
}

@test "explore: without a program it says how it is called" {
  for arguments in '' '--' '-n 5' '--weak --'; do
    # shellcheck disable=SC2086
    run -2 "$explore" $arguments
    says '^explore: no program is named: explore \[options\] -- program'
  done
}

@test "explore: what an option does not take is refused, with what it takes" {
  local option
  while IFS='|' read -r option wanted; do
    echo "$option"
    # shellcheck disable=SC2086
    run -2 "$explore" $option -- "$cases" prints
    says "$wanted"
    [ "${#lines[@]}" -le 2 ]
  done <<'EOT'
-n 0|^explore: -n '0': it is a number from 1
-n many|^explore: -n 'many': it is a number
-n 5x|^explore: -n '5x': it is a number
-n -3|^explore: -n '-3': it is a number
--seed -1|^explore: --seed '-1': it is a number
--mode quick|^explore: --mode 'quick': it is one of mix, random, pct, pos, rr, default, dfs$
--depth 99|^explore: --depth '99': it is a number from 0 to 16$
--jobs 0|^explore: --jobs '0': it is a number from 1 to 256$
--time fast|^explore: --time 'fast': it is one of frozen, adversarial, both$
--spurious=0|^explore: --spurious '0': it is a number from 1 to 1000$
--points some|^explore: --points 'some': it is one of races, all$
--races maybe|^explore: --races 'maybe': it is one of off, report, fail$
--leaks maybe|^explore: --leaks 'maybe': it is one of off, report, fail$
--status some|^explore: --status 'some': it is one of any, zero$
--steps 0|^explore: --steps '0': it is a number from 1
--timeout 0|^explore: --timeout '0': it is a number from 1
--expect nowhere|^explore: --expect nowhere: No such file
--exhaustive --mode pct|^explore: --exhaustive runs every schedule: it takes no --mode$
--exhaustive --replay v1|^explore: --replay is one schedule
--outputs --replay v1|^explore: --replay is one schedule
--wrong|explore --help
-x|explore --help
EOT
}

@test "explore: the program's arguments are its own, with -- and without" {
  run -0 "$explore" -n 3 -- "$cases" prints
  run -0 "$explore" -n 3 "$cases" prints
  run -1 "$explore" -n 3 "$cases" --help
  says 'exit status: 2'
  says 'usage: cases NAME'
}

@test "explore: every mode runs, and those that search find a deadlock" {
  for mode in mix random pct pos dfs; do
    echo $mode
    run -1 "$explore" --mode $mode -n 500 -- "$built/sync/abba"
    says '^explore: deadlock: '
    run -0 "$explore" --mode $mode -n 100 -- "$built/sync/abba-fix"
  done
  run -0 "$explore" --mode default -n 20 -- "$built/sync/abba"
  run -0 "$explore" --mode rr -n 20 -- "$built/sync/abba"
}

@test "explore: round robin changes threads without any chance" {
  run -0 "$explore" --mode rr -n 20 --outputs --quiet -- "$cases" chatters
  says 'output 1 of 1: 20 schedules'
}

@test "explore: exit status 0 for what passes, with a last line that counts" {
  run -0 "$explore" -n 7 -- "$built/sync/abba-fix"
  [ "${#lines[@]}" -eq 1 ]
  says '^explore: passed: 7 schedules in [0-9.]+ s \([0-9]+ a second\), about [0-9]+ steps each, up to 3 threads, 0\.000 s of virtual time$'
}

@test "explore: exit status 1 for what fails, and --keep-going counts" {
  run -1 "$explore" -n 300 --quiet -- "$built/sync/abba"
  [ "${#lines[@]}" -eq 1 ]
  says '^explore: failed: 1 of [0-9]+ schedules? '
  run -1 "$explore" -n 300 --quiet --keep-going -- "$built/sync/abba"
  says '^explore: failed: [0-9]+ of 300 schedules '
  [[ ! $output =~ failed:\ 1\ of ]]
}

@test "explore: another seed gives other schedules, the same seed the same" {
  for seed in 1 2; do
    for time in first second; do
      "$explore" -n 100 --seed $seed --outputs --quiet -- "$cases" chatters \
        >$seed-$time 2>log
    done
    cmp $seed-first $seed-second
  done
  run ! cmp -s 1-first 2-first
}

@test "explore: two jobs give what one gives" {
  for jobs in 1 2 3; do
    run -1 "$explore" --jobs $jobs -n 300 --keep-going --outputs --quiet -- "$built/sync/abba"
    sed 's/ in [0-9.]* s ([0-9]* a second)//' <<<"$output" >counted-$jobs
    run -1 "$explore" --jobs $jobs -n 2000 -- "$(watched)/philosophers"
    # How many were begun when it failed depends on how many there were at once.
    grep -v '^explore: failed: 1 of' <<<"$output" >shown-$jobs
    run -0 "$explore" --jobs $jobs -n 300 --outputs --quiet -- "$cases" chatters
    sed 's/ in [0-9.]* s ([0-9]* a second)//' <<<"$output" >printed-$jobs
  done
  for jobs in 2 3; do
    diff counted-1 counted-$jobs
    diff shown-1 shown-$jobs
    diff printed-1 printed-$jobs
  done
  grep -q '^seed: ' shown-1
}

@test "explore: -n 1 is the ordinary run, and its output goes where it would" {
  "$explore" -n 1 -- "$cases" prints >printed 2>said
  diff printed - <<<'a
b'
  grep -q '^explore: passed: 1 schedule in ' said
}

# -- verdicts -----------------------------------------------------------------------------------

@test "explore: deadlock: who waits for what, who holds it, and since which line" {
  run -1 "$explore" -- "$built/sync/abba"
  says '^explore: deadlock: 3 threads are blocked for ever'
  says 'T0 main +joins T1, which has not ended'
  says "waits for mutex 'b', held by T2 since abba\.c:[0-9]+ \(move_left\)"
  says "waits for mutex 'a', held by T1 since abba\.c:[0-9]+ \(move_right\)"
  says '<== deadlock'
}

@test "explore: deadlock: a mutex without a name is called by where it was made" {
  local line
  line=$(grep -n 'account = calloc' "$root/tests/explore/cases.c" | cut -d : -f 1)
  run -1 "$explore" -- "$cases" allocates
  says "waits for mutex #1, held by T1 since cases\.c:[0-9]+ \(account_first\)"
  says "#1 is a mutex made at cases\.c:$((line + 1)) \(allocates\), in [0-9]+ bytes that T0 allocated at cases\.c:$line"
}

@test "explore: lost wake-up: the signal that found nobody" {
  run -1 "$explore" -- "$built/sync/lost_wakeup"
  says "^explore: lost wake-up: T2 waits for ever on 'changed': when T1 signalled it at lost_wakeup\.c:[0-9]+ \(produce\), nobody waited"
  says 'T2 consume +waits on condition'
  says '<== this signal is lost'
}

@test "explore: livelock: who goes round where" {
  run -1 "$explore" --steps 3000 -- "$built/sync/polite_livelock"
  says '^explore: livelock: '
  says 'T1 dine '
  says 'T2 dine '
  says 'polite_livelock\.c:[0-9]+ \(dine\)'
}

@test "explore: data race: both places, the object and its kind of access" {
  run -1 "$explore" -- "$(watched)/counter"
  says "^explore: data race: T[12] (reads|writes) 'count' at counter\.c:[0-9]+ \((work|increment)\), not ordered with T[12], which (wrote|read) it at counter\.c:[0-9]+"
  says '<== this access \.\.\.'
  says '<== \.\.\. and this one: data race'
}

@test "explore: misuse: a mutex unlocked by a stranger" {
  run -1 "$explore" -- "$built/sync/unlock_by_stranger"
  says "^explore: misuse: T1 calls pthread_mutex_unlock at unlock_by_stranger\.c:[0-9]+ \(work\) on mutex 'gate', which T0 has locked at unlock_by_stranger\.c:[0-9]+ \(main\)"
}

@test "explore: leaked thread: where it was created" {
  run -1 "$explore" -- "$built/sync/leaked_thread"
  says '^explore: leaked thread: main has ended, and nobody joined or detached T1, created at leaked_thread\.c:[0-9]+ \(main\)'
}

@test "explore: use after free: made, freed and used where" {
  run -1 "$explore" -- "$(watched)/use_after_free"
  says '^explore: use after free: T2 .* at use_after_free\.c:[0-9]+ \(consume\)'
  says 'made by T0 at use_after_free\.c:[0-9]+ \(main\), freed by T1 at use_after_free\.c:[0-9]+ \(free_mailbox\)'
}

@test "explore: double free: made, freed and freed again where" {
  run -1 "$explore" -- "$built/sync/double_free"
  says '^explore: double free: T[12] frees .* at double_free\.c:[0-9]+ \(use\) again: a block of 4 bytes, made by T0 at double_free\.c:[0-9]+ \(main\), freed by T[12] at double_free\.c:[0-9]+'
}

@test "explore: assertion: its text and place, as the program says it" {
  run -1 "$explore" -- "$built/sync/lost_update"
  says "^explore: assertion: T0: Assertion .balance == 20. failed at lost_update\.c:[0-9]+ \(main\)"
}

@test "explore: crash: the signal, the address and the place" {
  local line
  line=$(grep -n '\*nowhere = 1' "$root/tests/explore/cases.c" | cut -d : -f 1)
  run -1 "$explore" -- "$cases" crashes
  says "^explore: crash: T2 crashed at cases\.c:$line \(jump_nowhere\): segmentation fault \(SIGSEGV\), on address 0"
}

@test "explore: exit status: which" {
  run -1 "$explore" -- "$cases" exits
  says '^explore: exit status: .*3'
  run -0 "$explore" -n 20 --status any -- "$cases" exits
  run -1 "$explore" -n 20 --status zero -- "$cases" exits
}

@test "explore: output: the first line that is not as expected" {
  printf 'a\nb\n' >expected
  run -1 "$explore" --expect expected -- "$cases" prints
  says '^explore: unexpected output: .*line 1'
  says 'The program printed:'
  run -0 "$explore" -n 1 --expect expected -- "$cases" prints
  : >empty
  run -1 "$explore" --expect empty -- "$cases" prints
  run -0 "$explore" -n 30 --expect empty --mode default -- "$cases" allocates
}

# -- what may happen and what counts ------------------------------------------------------------

@test "explore: an hour of sleep is over at once" {
  SECONDS=0
  run -0 "$explore" -n 100 --outputs -- "$cases" sleeps
  says '3600\.000 s of virtual time'
  says 'output 1 of 1: 100 schedules'
  [ $SECONDS -lt 20 ]
}

@test "explore: ten tasks of up to ten seconds on five workers come out by the clock" {
  run -0 "$explore" --time frozen -n 50 --expect "$sources/sleepy_pool.expected" -- \
    "$built/sync/sleepy_pool"
  head -n 9 "$sources/sleepy_pool.expected" >too_few
  run -1 "$explore" --time frozen -n 5 --expect too_few -- "$built/sync/sleepy_pool"
}

@test "explore: a bug behind a sleep: not in frozen time, but in adversarial" {
  run -0 "$explore" --time frozen -n 300 -- "$built/sync/sleep_as_sync"
  run -1 "$explore" --time adversarial -n 300 -- "$built/sync/sleep_as_sync"
  says '^explore: assertion: '
  run -1 "$explore" -n 300 -- "$built/sync/sleep_as_sync"
}

@test "explore: a wait wakes without a signal only with --spurious" {
  run -0 "$explore" -n 300 -- "$built/sync/if_not_while"
  run -1 "$explore" --spurious -n 500 -- "$built/sync/if_not_while"
  says '^explore: assertion: '
  run -1 "$explore" --spurious=2 -n 500 -- "$built/sync/if_not_while"
}

@test "explore: an atomic has an older value only with --weak" {
  run -0 "$explore" -n 300 -- "$(watched)/message_passing"
  run -1 "$explore" --weak -n 300 -- "$(watched)/message_passing"
  says '^explore: assertion: '
  says 'an older value'
}

@test "explore: races and leaks fail, are reported, or do not matter" {
  run -0 "$explore" -n 20 --status any --races off --mode default -- "$(watched)/counter"
  [ "${#lines[@]}" -eq 1 ]
  run -0 "$explore" -n 20 --status any --races report --mode default -- "$(watched)/counter"
  says '^explore: note: 20 schedules had data races'
  run -0 "$explore" -n 20 --leaks off -- "$built/sync/leaked_thread"
  [ "${#lines[@]}" -eq 1 ]
  run -0 "$explore" -n 20 --leaks report -- "$built/sync/leaked_thread"
  says '^explore: note: [0-9]+ schedules left threads that nobody joined'
}

@test "explore: with every access a step there are more steps" {
  steps_of() { sed -n 's/.*about \([0-9]*\) steps.*/\1/p' <<<"$1"; }
  run -0 "$explore" -n 20 -- "$(watched)/abba-fix"
  few=$(steps_of "$output")
  run -0 "$explore" -n 20 --points all -- "$(watched)/abba-fix"
  [ "$(steps_of "$output")" -gt "$few" ]
}

# -- outputs ------------------------------------------------------------------------------------

@test "explore: --outputs --exhaustive lists all that a program can print, each once" {
  "$explore" --exhaustive --outputs --quiet -- "$cases" prints >listed 2>said
  diff listed - <<'EOT'
output 1 of 2: 1 schedule, first schedule 1:
    a
    b
  --replay v1

output 2 of 2: 1 schedule, first schedule 2:
    b
    a
  --replay v1,1@1:2

EOT
  grep -q '^explore: passed: 2 schedules, all that calls can tell apart, ' said
}

@test "explore: each output of --outputs is printed again by its token" {
  local token
  "$explore" --exhaustive --outputs --quiet -- "$built/sync/outputs-fix" >listed 2>said
  grep -A 1 '^output' listed | sed -n 's/^    //p' >texts
  sed -n 's/^  --replay //p' listed >tokens
  [ "$(sort -u texts | wc -l)" -eq 6 ]
  while read -r token; do
    "$explore" --replay "$token" --quiet -- "$built/sync/outputs-fix" </dev/null 2>said
  done <tokens >again
  diff texts again
}

@test "explore: 12!/(4! 4! 4!) orders of three threads that print four times, begun" {
  run -0 "$explore" --exhaustive -n 500 --outputs --quiet -- "$cases" chatters
  says 'output 1 of 500: 1 schedule'
  says '500 schedules \(there may be more: '
}

# -- replay -------------------------------------------------------------------------------------

@test "explore: a token replays what it was found in" {
  local found
  run -1 "$explore" -- "$built/sync/abba"
  sed -n '/^The schedule:/q; p' <<<"$output" >found
  sed -n '/^  step/,/^$/p' <<<"$output" >found-lanes
  read_output "$output"
  found=$token
  [[ $found == v1,* ]]
  run -1 "$explore" --replay "$found" -- "$built/sync/abba"
  sed -n '/^The schedule:/q; p' <<<"$output" >replayed
  sed -n '/^  step/,/^$/p' <<<"$output" >replayed-lanes
  diff found replayed
  diff found-lanes replayed-lanes
  read_output "$output"
  [ "$token" = "$found" ]
}

@test "explore: the seed line finds it again" {
  run -1 "$explore" --seed 9 -n 2000 --no-minimize -- "$built/sync/philosophers"
  says 'seed:   9, schedule [0-9]+'
  first=$(sed 's/ in [0-9.]* s ([0-9]* a second)//' <<<"$output")
  run -1 "$explore" --seed 9 -n 2000 --no-minimize -- "$built/sync/philosophers"
  [ "$(sed 's/ in [0-9.]* s ([0-9]* a second)//' <<<"$output")" = "$first" ]
}

@test "explore: a long token is in a file, which replays" {
  run -1 "$explore" --steps 500 --no-minimize --mode random --seed 1 -- \
    "$built/sync/polite_livelock"
  local file
  read_output "$output"
  file=$token
  [[ $file == explore-polite_livelock-*.token ]]
  [ -s "$file" ]
  run -1 "$explore" --replay "$file" -- "$built/sync/polite_livelock"
  says '^explore: livelock: '
}

@test "explore: a token in a file may have comments and line ends" {
  run -1 "$explore" -- "$built/sync/abba"
  read_output "$output"
  { echo '# from a friend'; tr , '\n' <<<"$token"; } >'my token'
  run -1 "$explore" --replay 'my token' -- "$built/sync/abba"
  says '^explore: deadlock: '
}

@test "explore: what is no token is refused" {
  local token
  printf 'v1,1@2:2\n' >right
  printf 'no token\n' >wrong
  : >empty
  for token in nowhere '' v2,1@2:2 v1,1@2 v1,1@2: v1,@2:2 v1,1-2:2 v1,x v1,races=x wrong empty \
    v1,99999999999@1:1 "$built"; do
    echo "'$token'"
    run -2 "$explore" --replay "$token" -- "$built/sync/abba"
    says '^explore: '
    says '(--replay|wrong|empty).*(token|file)'
    [ "${#lines[@]}" -eq 1 ]
  done
  run -1 "$explore" --replay right -- "$built/sync/abba"
}

@test "explore: a token whose moves never come up is told" {
  run "$explore" --replay v1,7@0:9 -- "$built/sync/abba-fix"
  says '7@0:9'
}

# -- reports ------------------------------------------------------------------------------------

@test "explore: the whole report, for a program in a folder with a space" {
  cd "$built/a folder"
  run -1 "$explore" --exhaustive -- './two locks'
  # The last line has the time that it took.
  diff - <(sed '$d' <<<"$output") <<'EOT'
explore: deadlock: 3 threads are blocked for ever
  T0 main  joins T1, which has not ended
           at two locks.c:30 (main)
  T1 go    waits for mutex 'there', held by T2 since two locks.c:17 (come)
           at two locks.c:9 (go)
  T2 come  waits for mutex 'here', held by T1 since two locks.c:8 (go)
           at two locks.c:18 (come)

The schedule: 5 steps, 2 switches, 1 preemption.

  step   T0 main                     T1 go                           T2 come
     1   create T2   two locks.c:29  |
     2   : joins T1                  start            two locks.c:7  |
     3   :                           lock 'here'      two locks.c:8  |
     4!  :                           | preempted                     start           two locks.c:16
     5   :                           |                               lock 'there'    two locks.c:17
         : joins T1  two locks.c:30  : wants 'there'  two locks.c:9  : wants 'here'  two locks.c:18  <== deadlock
         | could go on   : has to wait   ! a preemption: the thread before could go on

replay: explore --replay v1,1@2:2 -- './two locks'
seed:   1, schedule 2
EOT
}

@test "explore: no colour where there is no terminal, and none with NO_COLOR" {
  run -1 "$explore" -- "$built/sync/abba"
  [[ $output != *$'\033'* && $output != *$'\r'* ]]
  needs script
  script -qec "'$explore' -- '$built/sync/abba'" /dev/null </dev/null >shown || true
  grep -q $'\033\[1;31mexplore: deadlock' shown
  NO_COLOR=1 script -qec "'$explore' -- '$built/sync/abba'" /dev/null </dev/null >shown || true
  grep -q 'explore: deadlock' shown
  run ! grep -q $'\033\[[0-9;]*m' shown
}

@test "explore: on a terminal a line says how far it is, and is gone at the end" {
  needs script
  script -qec "'$explore' -n 3000 -- '$built/sync/abba-fix'" /dev/null </dev/null >shown
  grep -q 'explore: [0-9]* schedules, [0-9]* a second, 0 failing' shown
  tail -n 1 shown | tr '\r' '\n' | tail -n 2 | grep -q '^.\[Kexplore: passed: 3000 schedules'
}

@test "explore: --json is well-formed, and has the verdict" {
  printf '{"a": [1, 2.5e3, "\\u00e9", null]}' | awk -f "$root/tests/explore/json.awk"
  run -1 awk -f "$root/tests/explore/json.awk" <<<'{"a": [1,]}'
  run -1 "$explore" --json 'a trace.json' -- "$built/a folder/two locks"
  awk -f "$root/tests/explore/json.awk" 'a trace.json'
  grep -q '"traceEvents"' 'a trace.json'
  grep -q '"name":"deadlock"' 'a trace.json'
  grep -q '"name":"T1 go"' 'a trace.json'
  run -1 "$explore" --json race.json -- "$(watched)/counter"
  awk -f "$root/tests/explore/json.awk" race.json
  run -0 "$explore" -n 1 --json passed.json -- "$cases" prints
  awk -f "$root/tests/explore/json.awk" passed.json
}

@test "explore: --events is drawn by plots/timeline" {
  run -1 "$explore" --events events.tsv -- "$built/sync/lost_wakeup"
  grep -q '^# format: heddle-events/1$' events.tsv
  LC_ALL=C awk -f "$root/plots/text.awk" -f "$root/plots/canvas.awk" \
    -f "$root/plots/events.awk" -f "$root/plots/timeline.awk" <events.tsv >figure
  grep -q 'T1 produce' figure
  needs gnuplot
  run -0 "$root/plots/timeline" events.tsv out
  [ -s out/events-timeline.svg ]
  grep -q 'T2 consume' out/events-timeline.svg
}

@test "explore: a file that cannot be written is an error" {
  run -2 "$explore" --json nowhere/x.json -- "$built/sync/abba"
  says 'nowhere/x\.json: cannot be written: No such file'
  run -2 "$explore" --events nowhere/x.tsv -- "$built/sync/abba"
  says 'nowhere/x\.tsv: cannot be written: No such file'
}

# -- the world around ---------------------------------------------------------------------------

@test "explore: each schedule reads standard input from its start" {
  printf 'first\nsecond\n' >lines
  run -0 "$explore" -n 50 --outputs --quiet -- "$cases" reads <lines
  says 'output 1 of 1: 50 schedules'
  says '    first'
  run -0 "$explore" --jobs 2 -n 50 --outputs --quiet -- "$cases" reads <lines
  says 'output 1 of 1: 50 schedules'
}

@test "explore: a shell's loop over lines goes on where it was" {
  local line seen=''
  printf 'one\ntwo\nthree\n' >lines
  while read -r line; do
    seen+=" $line"
    [ ${#seen} -lt 50 ] || break
    "$explore" -n 3 --quiet -- "$cases" prints 2>said
  done <lines
  echo "$seen"
  [ "$seen" = ' one two three' ]
}

@test "explore: a pipe as standard input is the same for each schedule" {
  printf 'first\nsecond\n' | "$explore" -n 50 --outputs --quiet -- "$cases" reads >listed
  grep -q '^output 1 of 1: 50 schedules' listed
}

@test "explore: Ctrl-C ends it and all that it started, with status 2" {
  local child status=0
  "$explore" -n 1000000000 -- "$built/sync/abba-fix" 2>said &
  until child=$(pgrep -P $!) && [ -n "$child" ]; do :; done
  kill -INT $!
  wait $! || status=$?
  [ $status -eq 2 ]
  grep -q '^explore: interrupted: nothing is decided$' said
  while kill -0 "$child" 2>/dev/null; do :; done
}

@test "explore: names with spaces, in the program's path and in its arguments" {
  cp "$cases" 'my cases'
  run -1 "$explore" -- './my cases' 'no such case'
  says "replay: explore --replay v1 -- './my cases' 'no such case'"
  run -0 "$explore" -n 10 -- './my cases' prints
}

@test "explore: a program in PATH is found, one in this folder needs ./" {
  cp "$cases" my_cases
  PATH=$PWD:$PATH run -0 "$explore" -n 10 -- my_cases prints
  run -2 "$explore" -- my_cases prints
  says 'write \./my_cases'
}

# -- what cannot be controlled ------------------------------------------------------------------

# refused PATTERN PROGRAM [ARGUMENT...]: exit status 2, and one line says why.
refused() {
  local pattern=$1
  shift
  run -2 "$explore" -n 50 --timeout 5 -- "$@"
  says "$pattern"
  [ "${#lines[@]}" -eq 1 ]
}

# case_refused CASE TEXT CONSTRUCT: ... and names the line of cases.c that has this text.
case_refused() {
  local line
  line=$(grep -nF "$2" "$root/tests/explore/cases.c" | head -n 1 | cut -d : -f 1)
  [ -n "$line" ]
  refused "^explore: cannot control $3 at cases\.c:$line \([a-z_]+\): ." "$cases" "$1"
}

@test "explore: a raw futex is refused" {
  case_refused raw_futex 'syscall(SYS_futex' 'a raw futex'
}

@test "explore: a process-shared mutex is refused" {
  case_refused shared_mutex 'pthread_mutexattr_setpshared' 'a process-shared mutex'
}

@test "explore: a process-shared condition is refused" {
  case_refused shared_condition 'pthread_condattr_setpshared' 'a process-shared condition'
}

@test "explore: a process-shared semaphore is refused" {
  case_refused shared_semaphore 'sem_init(&semaphore, 1' 'a process-shared semaphore'
}

@test "explore: a semaphore with a name is refused" {
  case_refused named_semaphore 'sem_open(' 'a semaphore with a name'
}

@test "explore: pthread_cancel is refused" {
  case_refused cancel 'pthread_cancel(' 'pthread_cancel'
}

@test "explore: waiting for a signal is refused" {
  case_refused wait_for_signal 'sigwait(' 'waiting for a signal \(sigwait\)'
}

@test "explore: a signal to another thread is refused" {
  case_refused send_signal 'pthread_kill(' 'a signal to another thread \(pthread_kill\)'
}

@test "explore: a loop without any call is refused after --timeout, not called passed" {
  run -2 "$explore" -n 5 --timeout 1 -- "$cases" loop_forever
  says '^explore: cannot control a loop .* at cases\.c:[0-9]+ \(loop\): .*explore-cc'
}

@test "explore: a loop that only reads memory is a livelock with --accesses, alone or not" {
  cat >loop.c <<'EOT'
#include <pthread.h>
static volatile int flag, threads;
static void *spin(void *arg) { while (!flag) { } return arg; }
int main(int argc, char **argv)
{
	pthread_t thread;

	(void)argv;
	if (argc > 1)
		return spin(0) != 0;
	pthread_create(&thread, 0, spin, 0);
	pthread_join(thread, 0);
}
EOT
  CC=$(watcher) "$explore_cc" -g -pthread loop.c -o loop
  for form in '' alone; do
    run -1 "$explore" --accesses 100000 -- ./loop $form
    says '^explore: livelock: no end after 100000 accesses to memory, the last at loop\.c:3 \(spin\)'
    replay=$(sed -n 's/^replay: explore //p' <<<"$output")
    run -1 bash -c "'$explore' $replay"
    says '^explore: livelock: no end after 100000 accesses'
  done
  run -2 "$explore" --accesses none -- ./loop
  says "--accesses 'none'"
}

@test "explore: --busy fail: to yield until time has passed is a livelock" {
  cat >yield.c <<'EOT'
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <time.h>
static atomic_int flag;
static void *spin(void *arg) { while (!flag) sched_yield(); return arg; }
int main(void)
{
	pthread_t thread;

	pthread_create(&thread, 0, spin, 0);
	/* A deadline in virtual time. */
	nanosleep(&(struct timespec){.tv_sec = 1000}, 0);
	flag = 1;
	pthread_join(thread, 0);
}
EOT
  CC=$(watcher) "$explore_cc" -g -pthread yield.c -o yield
  run -0 "$explore" -n 20 -- ./yield
  run -1 "$explore" --busy fail -- ./yield
  says '^explore: livelock: every thread that can run only looks, yields or tries again, and does not sleep'
  replay=$(sed -n 's/^replay: explore //p' <<<"$output")
  run -1 bash -c "'$explore' $replay"
  says '^explore: livelock: '
}

@test "explore: to join what was never created is a misuse" {
  printf '#include <pthread.h>\nint main(void) { pthread_t t = 0; return pthread_join(t, 0) == 0; }\n' >nobody.c
  gcc -pthread nobody.c -o nobody || skip 'gcc is not installed'
  run -1 "$explore" --status any -- ./nobody
  says '^explore: misuse: T0 calls pthread_join .* on what is no thread'
}

@test "explore: a static program is refused" {
  gcc -static -std=c17 -D_GNU_SOURCE -pthread "$root/tests/explore/cases.c" -o static ||
    skip 'no static C library'
  refused '^explore: \./static is statically linked' ./static prints
}

@test "explore: a program with a sanitizer's own library is refused" {
  local built_one=false compiler sanitizer name
  for compiler in $(compilers); do
    for sanitizer in thread:ThreadSanitizer address:AddressSanitizer; do
      name=$compiler-${sanitizer%:*}
      "$compiler" -fsanitize=${sanitizer%:*} -std=c17 -D_GNU_SOURCE -pthread \
        "$root/tests/explore/cases.c" -o "$name" 2>log || continue
      built_one=true
      refused "^explore: \./$name was built with ${sanitizer#*:}" "./$name" prints
    done
  done
  $built_one || skip 'no sanitizer libraries'
}

@test "explore: what is no program is refused" {
  refused '^explore: there is no program \./nowhere' ./nowhere
  refused '^explore: there is no program nowhere' nowhere
  refused '^explore: \./ is not a program but a folder' ./
  printf '#!/bin/sh\n' >script
  refused '^explore: \./script is not executable' ./script
  chmod +x script
  refused '^explore: \./script is a script' ./script
  echo text >text
  chmod +x text
  refused '^explore: \./text is not a compiled program' ./text
  gcc -std=c17 -D_GNU_SOURCE -c "$root/tests/explore/cases.c" -o object.o
  chmod +x object.o
  refused '^explore: \./object\.o is an object file' ./object.o
}

# -- explore-cc ---------------------------------------------------------------------------------

@test "explore-cc: --help, and what it cannot do" {
  run -0 "$explore_cc" --help
  says 'Usage: explore-cc'
  run -2 "$explore_cc" -static "$root/tests/explore/cases.c" -o static
  says '^explore-cc: .*static'
  run "$explore_cc" nowhere.c
  [ "$status" -ne 0 ]
}

@test "explore-cc: works through a link, in a folder with a space, for sources with one" {
  mkdir 'my tools'
  ln -s "$explore_cc" 'my tools/explore-cc'
  for compiler in $(compilers); do
    CC=$compiler 'my tools/explore-cc' -g -pthread "$built/a folder/two locks.c" -o 'two locks'
    run -1 "$explore" -- './two locks'
    says '^explore: deadlock: '
  done
}

@test "explore-cc: its programs also run by themselves" {
  run -0 "$(watched)/abba-fix"
  run -0 "$(watched)/sleep_as_sync-fix"
}

# -- the search ---------------------------------------------------------------------------------

@test "explore: the search runs every trace of random small programs, and none twice" {
  "$build/tests/search_test"
}
