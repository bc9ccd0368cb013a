#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# heddle-bench: what measuring programs do to it, and what it writes down.
#
# The programs here are a shell script that speaks as bench/runner.c does, so that what they
# answer is known.  No test depends on how long something takes.
# shellcheck disable=SC2016

load common

setup() {
  cd "$BATS_TEST_TMPDIR" || return 1
  mkdir -p there/build/release/bin there/build/release/bench/peers there/bench/peers \
    there/lessons
  cd there || return 1
  cp "$build/bin/heddle-bench" build/release/bin
  printf '#!/bin/sh\n[ "$2" != "module absent" ] || { echo "install libabsent-dev"; exit 1; }\n' \
    >lessons/setup
  program bench/sum
  questions 'sum\tquick\tn=1000\t2\tyes\tns\t-\tHow long is a sum?'
  peers
  export LC_ALL=C
}

# program PATH: a measuring program at build/release/PATH, with a source beside the others.
# A bench does what the part of its name after "_" says.
program() {
  : >"$1.c"
  cat >"build/release/$1" <<'EOT'
#!/bin/sh
tab=$(printf '\t')
echo $$ >"$(basename "$0").pid"
echo start >>"$(basename "$0").orders"
while IFS=$tab read -r order a b c; do
  case $order in
  list) printf 'has\tsum\nhas\tsum@odd\nhas\tlimit_add\n'
    for bench in $BENCHES; do printf 'has\t%s\n' $bench; done
    echo ok ;;
  open)
    bench=$a n=${b#n=}
    echo "open $a $b $c $VARIABLE" >>"$(basename "$0").orders"
    case $a in
    *_cannot) printf 'skip\tit needs a thousand CPUs\n' ;;
    *) echo ok ;;
    esac ;;
  run) case $bench in
    *_wrong) printf 'fail\tthe sum is 5, not 4\n' ;;
    *_crash) kill -SEGV $$ ;;
    *_leave) exit 3 ;;
    *_hang) echo $$ >hanging; read -r never <gate ;;
    *_nonsense) echo 'good morning' ;;
    *_look) awk '{ print $3 }' "/proc/$(cat sum.pid)/stat" >>"$(basename "$0").saw"
      printf 'sample\t1\t5000000\t4000000\t3\t2\t-\n' ;;
    *_bytes) printf 'sample\t10\t5000000\t4000000\t3\t2\tbytes=640\n' ;;
    *_times) printf 'bucket\t3\t7\nbucket\t40\t2\nsample\t9\t5000000\t4000000\t3\t2\t-\n' ;;
    *) printf 'sample\t%d\t%d\t4000000\t3\t2\t-\n' $((a * n)) $((a * 1000000)) ;;
    esac ;;
  close) echo ok ;;
  esac
done
EOT
  chmod +x "build/release/$1"
}

# questions ROW...: rows are printf formats.
questions() {
  echo '# what is measured' >bench/questions.tsv
  printf 'bench\tset\tparams\tworkers\tfit\tunit\tfloor\tquestion\n' >>bench/questions.tsv
  for row; do printf "$row\n" >>bench/questions.tsv; done
}

peers() {
  printf 'impl\tprogram\tenvironment\ttakes_part\tneeds\n' >bench/peers/list.tsv
  for row; do printf "$row\n" >>bench/peers/list.tsv; done
}

bench_run() { build/release/bin/heddle-bench run --minutes 0 --patience 2 --out out "$@"; }

# column NAME [CONDITION]: that column of samples.tsv.
column() {
  awk -F'\t' -v name="$1" '/^#/ { next } !seen++ { for (i = 1; i <= NF; i++) at[$i] = i; next }
    { if ('"${2:-1}"') print $at[name] }' out/samples.tsv
}

@test "bench: seven rounds of every cell, and the four files" {
  bench_run
  [ "$(column impl | sort | uniq -c | tr -s ' ' | tr '\n' ';')" = " 7 heddle; 7 heddle odd;" ]
  [ "$(column round '$at["impl"] == "heddle"' | tr '\n' ' ')" = "1 2 3 4 5 6 7 " ]
  [ "$(column pos | sort -u | tr '\n' ' ')" = "1 2 " ]
  for file in samples summary histograms noise; do head -n 1 out/$file.tsv; done >formats
  [ "$(cat formats)" = "# format: heddle-samples/1
# format: heddle-summary/1
# format: heddle-histograms/1
# format: heddle-noise/1" ]
  run ! ls out/*.new
}

@test "bench: the header describes the run and the machine, but not by name" {
  bench_run --seed 7
  for key in session date command commit seed placement cpu cpus_allowed kernel libc compiler \
    flags clock load_start steal_start load_end steal_end question peer; do
    grep -q "^# $key: ." out/samples.tsv || { echo "no $key"; false; }
  done
  grep -qx '# seed: 7' out/samples.tsv
  grep -qx '# question: sum | ns | - | How long is a sum?' out/samples.tsv
  grep -q '^# peer: heddle | outside | ' out/samples.tsv
  run ! grep -qwF "$(uname -n)" out/samples.tsv
}

@test "bench: the same seed gives the same order" {
  bench_run --seed 5
  column pos >first
  bench_run --seed 5
  column pos | cmp - first
}

@test "bench: a sample is made four milliseconds long" {
  bench_run
  # one run of the fake takes a million nanoseconds
  [ "$(column wall_ns | sort -n | head -n 1)" -ge 4000000 ]
  [ "$(column wall_ns | sort -n | tail -n 1)" -le 8000000 ]
}

@test "bench: a peer that is not there is skipped visibly, wherever it would stand" {
  printf '{"sum", open, sum, close}, {"other", open, other, close},\n' >bench/peers/absent.c
  peers 'absent\tabsent\t-\toutside\tmodule absent'
  run bench_run
  [ "$status" -eq 0 ]
  [[ $output == *"skipping absent: install libabsent-dev"* ]]
  [[ $output == *"absent"*"skip"*"install libabsent-dev"* ]]
  [ "$(column status '$at["impl"] == "absent"')" = skip ]
  [ "$(column wall_ns '$at["impl"] == "absent"')" = nan ]
  [ "$(column note '$at["impl"] == "absent"')" = "install libabsent-dev" ]
}

@test "bench: a peer that was not built is skipped, too" {
  printf '{"sum"}\n' >bench/peers/unbuilt.cpp
  peers 'unbuilt\tunbuilt\t-\toutside\t-'
  bench_run
  [ "$(column status '$at["impl"] == "unbuilt"')" = skip ]
  [[ $(column note '$at["impl"] == "unbuilt"') == "not built"* ]]
}

@test "bench: whatever a program does, the others are measured" {
  export BENCHES='t_wrong t_crash t_leave t_nonsense t_cannot t_fine'
  questions 't_wrong\tquick\t-\t1\tyes\tns\t-\tw' 't_crash\tquick\t-\t1\tyes\tns\t-\tc' \
    't_leave\tquick\t-\t1\tyes\tns\t-\tl' 't_nonsense\tquick\t-\t1\tyes\tns\t-\tn' \
    't_cannot\tquick\t-\t1\tyes\tns\t-\ts' 't_fine\tquick\tn=10\t1\tyes\tns\t-\tf'
  bench_run
  [ "$(column note '$at["bench"] == "t_wrong"')" = "the sum is 5, not 4" ]
  [ "$(column note '$at["bench"] == "t_crash"')" = "it crashed: Segmentation fault" ]
  [ "$(column note '$at["bench"] == "t_leave"')" = "it ended by itself, status 3" ]
  [ "$(column note '$at["bench"] == "t_nonsense"')" = "it answered nonsense: 'good morning'" ]
  [ "$(column note '$at["bench"] == "t_cannot"')" = "it needs a thousand CPUs" ]
  [ "$(column status '$at["bench"] != "t_fine"' | tr '\n' ' ')" = "fail fail fail fail skip " ]
  [ "$(column status '$at["bench"] == "t_fine"' | sort -u)" = ok ]
}

@test "bench: a program that hangs is ended, and said to hang" {
  export BENCHES='t_hang t_fine'
  mkfifo gate
  questions 't_hang\tquick\t-\t1\tyes\tns\t-\th' 't_fine\tquick\tn=10\t1\tyes\tns\t-\tf'
  bench_run --patience 0.5
  [ "$(column note '$at["bench"] == "t_hang"')" = "no answer within 0.5 s" ]
  run ! kill -0 "$(cat hanging)"
  [ "$(column status '$at["bench"] == "t_fine"' | wc -l)" -eq 7 ]
}

@test "bench: Ctrl-C ends the programs, writes what there is, and is the exit status" {
  export BENCHES='t_fine t_hang'
  mkfifo gate hanging
  questions 't_fine\tquick\tn=10\t1\tyes\tns\t-\tf' 't_hang\tquick\t-\t1\tyes\tns\t-\th'
  build/release/bin/heddle-bench run --out out 3>&- &
  pid=$!
  hanging=$(cat hanging)
  kill -INT $pid
  status=0
  wait $pid || status=$?
  [ "$status" -eq 130 ]
  run ! kill -0 "$hanging"
  grep -q '^session' out/samples.tsv
  run ! grep -q interrupted out/samples.tsv
}

@test "bench: what is not quick enough is made smaller, or left out, as the question says" {
  program bench/peers/slow
  sed -i 's/^  run)/  run) sleep 0.1;/' build/release/bench/peers/slow
  peers 'slow\tslow\t-\toutside\t-'
  questions 'sum\tquick\tn=1000\t2\t0.001\tns\t-\tHow long is a sum?'
  bench_run
  [ "$(column status '$at["impl"] == "slow"')" = slow ]
  [[ $(column note '$at["impl"] == "slow"') == "one sample takes "*" s, more than 0.001 s" ]]
  sed -i 's/sleep 0.1/[ "$n" -lt 1000 ] || sleep 1/' build/release/bench/peers/slow
  questions 'sum\tquick\tn=1000\t2\tyes\tns\t-\tHow long is a sum?'
  bench_run
  [ "$(column n '$at["impl"] == "slow"' | sort -u)" = 100 ]
  [ "$(column n '$at["impl"] == "heddle"' | sort -u)" = 1000 ]
}

@test "bench: the environment depends on the workers, and so does the process" {
  program bench/peers/pool
  peers 'pool\tpool\tVARIABLE=%%w\toutside\t-'
  questions 'sum\tquick\tn=1000\t1,4\tyes\tns\t-\tHow long is a sum?'
  bench_run
  [ "$(awk '$1 == "open" { print $4, $5 }' pool.orders | sort -u | tr '\n' ';')" = "1 1;4 4;" ]
}

@test "bench: who is not being measured is stopped" {
  export BENCHES=t_look
  program bench/peers/one
  peers 'one\tone\t-\toutside\t-'
  questions 't_look\tquick\t-\t1\tyes\tns\t-\tl'
  bench_run
  [ "$(sort -u one.saw)" = T ]
  run ! grep -q T sum.saw
}

@test "bench: physical limits are the machine's, and come with the question" {
  questions 'sum\tquick\tn=1000\t2\tyes\tns\tlimit_add\tHow long is a sum?' \
    'limit_add\tquick\tn=10\t1\tyes\tns\t-\tHow long is an addition?'
  bench_run --bench sum
  [ "$(column impl '$at["bench"] == "limit_add"' | sort -u)" = machine ]
}

@test "bench: bytes and histograms are kept" {
  export BENCHES='t_bytes t_times'
  questions 't_bytes\tquick\tn=10\t1\tyes\tbytes\t-\tb' 't_times\tquick\tn=9\t1\tyes\tns\t-\tt'
  bench_run
  [ "$(column note '$at["bench"] == "t_bytes"' | sort -u)" = bytes=640 ]
  [ "$(awk -F'\t' '$1 == "t_bytes" { print $7, $9 }' out/summary.tsv)" = "bytes 64" ]
  [ "$(awk -F'\t' '$1 == "t_times" { print $7, $8, $9 }' out/histograms.tsv | sort -u |
    tr '\n' ';')" = "3 4 7;48 50 2;" ]
}

@test "bench: where bytes are counted each sample has a process of its own" {
  export BENCHES=t_bytes
  questions 't_bytes\tquick\tn=10\t1\tyes\tbytes\t-\tb'
  bench_run
  [ "$(column status | sort | uniq -c | tr -s ' ')" = " 7 ok" ]
  # The first start is for the list.
  awk '$1 == "open" { if (last == "open") exit 1; opens++ } { last = $1 }
    END { exit opens < 8 }' sum.orders
}

@test "bench: measuring programs find what was built" {
  sed -i 's|^tab=|echo "$HEDDLE_BUILD" >found\n&|' build/release/bench/sum
  HEDDLE_BUILD=elsewhere bench_run
  [ "$(cat found)" -ef build/release ]
}

@test "bench: questions, peers and workers can be chosen" {
  program bench/peers/one
  program bench/peers/two
  peers 'one\tone\t-\toutside\t-' 'two\ttwo\t-\toutside\t-'
  questions 'sum\tquick\tn=1000\t2\tyes\tns\t-\tq' 'limit_add\tfull\tn=5\t=3\tyes\tns\t-\tl'
  bench_run --quick --peers 'o*' --workers 4,5
  [ "$(column impl | sort -u | tr '\n' ';')" = "heddle;heddle odd;one;one odd;" ]
  [ "$(column workers | sort -u | tr '\n' ';')" = "4;5;" ]
  bench_run --bench 'limit_*' --peers none --workers 4,5
  [ "$(column workers | sort -u)" = 3 ]
}

@test "bench: list says what can be measured and with whom" {
  program bench/peers/one
  peers 'one\tone\t-\tcaller\t-' 'absent\tabsent\t-\toutside\tmodule absent'
  run build/release/bin/heddle-bench list
  [ "$status" -eq 0 ]
  [[ $output == *"sum"*"How long is a sum?"*"quick n=1000, workers 2"* ]]
  [[ $output == *"one "*"caller"*"sum"* ]]
  [[ $output == *"absent"*"missing: install libabsent-dev"* ]]
}

@test "bench: bad options and tables get one line that names them, and status 2" {
  refused() { # TEXT OPTION...
    local text=$1
    shift
    run bench_run "$@"
    [ "$status" -eq 2 ] && [[ $output == *"$text"* ]] && [ ! -e out/samples.tsv ] && return
    echo "$output"
    return 1
  }
  refused "--workers 'two'" --workers two
  refused "--minutes '-1'" --minutes -1
  refused "option '--fast'" --fast 1
  refused "there is no peer 'nobody'" --peers nobody
  refused "nothing to measure for 'nothing'" --bench nothing
  questions 'sum\tquick\tn=1000\t2\tyes\tns\t-'
  refused "bench/questions.tsv: line 3: it has 7 columns, not 8"
  questions 'sum\tquick\tn=1000\tmany\tyes\tns\t-\tq'
  refused "line 3: workers are at most 16 numbers like 1,2,4, not 'many'"
  questions 'sum\tquick\tn=0\t1\tyes\tns\t-\tq'
  refused "n is a number above 0, not as in 'n=0'"
  questions 'sum\tquick\tn=1\t1\tyes\tns\t-\tq'
  peers 'one\tone\t-\tsometimes\t-'
  refused "not 'sometimes'"
  rm bench/questions.tsv
  refused "bench/questions.tsv: No such file"
}

@test "bench: on a terminal the progress is one line, written again and again" {
  command -v script >/dev/null || skip "script is not installed (it is part of util-linux)"
  TERM=xterm run script -qec "build/release/bin/heddle-bench run --minutes 0 --out out" /dev/null
  [ "$status" -eq 0 ]
  [[ $output == *$'\r\e[K  0:00 left  finding sizes 1 of 1  sum n=1000, workers 2: heddle'* ]]
}
