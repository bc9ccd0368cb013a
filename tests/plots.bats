#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# plots/timeline: the pictures say what the events say, and nothing in a file of events can
# make them say or do anything else.
#
# Rows are printf formats, so that a test can write any byte.
# shellcheck disable=SC2012,SC2013,SC2016,SC2059,SC2086

bats_require_minimum_version 1.8.0

setup() {
  ROOT=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
  HEAD='run\ttask\tlabel\tworker\tsubmit_ns\tstart_ns\tend_ns\tcallback_ns\tstate\tfinish_rank\n'
  cd "$BATS_TEST_TMPDIR" || return 1
}

needs_gnuplot() {
  command -v gnuplot >/dev/null || skip "gnuplot is not installed (make setup installs it)"
}

# events FILE ROW...: a file of events; \t and \n are written as such.
events() {
  local file=$1
  shift
  printf '# format: heddle-events/1\n# date: 2026-01-02T03:04:05Z\n' >"$file"
  printf '# command: build/release/lessons/03-submit/cubes --unit 1 --trace x.tsv\n' >>"$file"
  printf "$HEAD" >>"$file"
  for row in "$@"; do printf "$row\n" >>"$file"; done
}

# Five tasks on two workers; swaps: 1 after 2 and 4, 3 after 4.  5 waits in vain.
five() {
  events five.tsv \
    '1\t1\ta\tThread_0\t0\t0\t3000000000\t3000000000\tfinished\t4' \
    '1\t2\tb\tThread_1\t0\t0\t1000000000\tnan\tfinished\t1' \
    '1\t3\tc\tThread_0\t0\t3000000000\t5000000000\tnan\tfailed\t5' \
    '1\t4\td\tThread_1\t0\t1000000000\t2000000000\tnan\tfinished\t2' \
    '1\t5\te\t-\t0\tnan\t2500000000\tnan\tcancelled\t3'
}

draw() { "$ROOT/plots/timeline" "$1" out; }

# What a reader sees: the texts of an SVG, one a line.
texts() { sed -n 's/^<text>\(.*\)<\/text>$/\1/p' "$1"; }

# refused STATUS PATTERN: nothing was drawn, and one line on stderr says why.
refused() {
  [ "$status" -eq 2 ]
  [ "${#lines[@]}" -eq 1 ]
  [[ $output == timeline:* ]]
  [[ $output == *"$1"* ]]
  [ ! -e out ]
}

@test "plots: both pictures are drawn, as svg and png, and their paths printed" {
  needs_gnuplot
  five
  run draw five.tsv
  [ "$status" -eq 0 ]
  [ "$output" = "out/five-timeline.svg
out/five-timeline.png
out/five-order.svg
out/five-order.png" ]
  for path in "${lines[@]}"; do [ -s "$path" ]; done
  [ "$(ls out | wc -l)" -eq 4 ]
}

@test "plots: the same events give the same bytes" {
  needs_gnuplot
  five
  draw five.tsv
  mv out first
  # at another second, or a date in the picture would not show
  now=$(date +%s)
  until [ "$(date +%s)" != "$now" ]; do :; done
  TZ=Asia/Tokyo draw five.tsv
  diff -r first out
}

@test "plots: an svg is well-formed" {
  needs_gnuplot
  command -v xmllint >/dev/null || skip "xmllint is not installed (package libxml2-utils)"
  five
  draw five.tsv
  xmllint --noout out/*.svg
}

@test "plots: ids differ, also between two figures on one page" {
  needs_gnuplot
  five
  cp five.tsv other.tsv
  draw five.tsv
  draw other.tsv
  cat out/*.svg >page
  grep -o ' id="[^"]*"' page | sort >ids
  [ -s ids ]
  [ -z "$(uniq -d ids)" ]
  # and whatever is referred to is there
  grep -o 'href="#[^"]*"' page | sed 's/.*#//; s/"//' | sort -u | while read -r id; do
    grep -q " id=\"$id\"" ids
  done
}

@test "plots: one title and one description, which the svg names, and no other tooltip" {
  needs_gnuplot
  five
  draw five.tsv
  for figure in timeline order; do
    [ "$(grep -c '<title' out/five-$figure.svg)" -eq 1 ]
    [ "$(grep -c '<desc' out/five-$figure.svg)" -eq 1 ]
    grep -q "role=\"img\" aria-labelledby=\"$figure-five-title $figure-five-desc\"" \
      out/five-$figure.svg
    grep -q "<title id=\"$figure-five-title\">" out/five-$figure.svg
    grep -q "<desc id=\"$figure-five-desc\">" out/five-$figure.svg
  done
  grep -q '<desc.*a ran on Thread_0 from 0 ns to 3.0 s, finished 3rd' out/five-timeline.svg
  grep -q '<desc.*e: cancelled after 2.5 s' out/five-timeline.svg
}

@test "plots: a theme colour has a dark twin, and bold is a weight" {
  needs_gnuplot
  five
  draw five.tsv
  for figure in timeline order; do
    grep -q 'prefers-color-scheme:dark' out/five-$figure.svg
    grep -q 'font-weight="bold"' out/five-$figure.svg
    run ! grep -q ':Bold' out/five-$figure.svg
    run ! grep -q 'rgb(' out/five-$figure.svg
    # svg.awk's list of light colours is style.gp's
    for colour in $(grep -E '^(PAPER|T_BLUE) = ' "$ROOT/plots/style.gp" |
      grep -o '#[0-9a-f]*'); do
      grep -q "fill=\"$colour\"\]{fill:#" out/five-$figure.svg
    done
  done
}

@test "plots: the line under the title is computed" {
  needs_gnuplot
  five
  draw five.tsv
  texts out/five-timeline.svg | tr '\n' ' ' >timeline
  grep -qF '5 tasks on 2 workers: 7.0 s of work in 5.0 s. 2 start at once, 2 wait for a free worker and 1 is cancelled before it starts. 1 fails.' timeline
  texts out/five-order.svg | tr '\n' ' ' >order
  grep -qF 'No: 3 of 6 pairs end the other way round.' order
  grep -qF '1 of 5 never finishes.' order
}

@test "plots: the line under the title, when all goes one way" {
  needs_gnuplot
  events one.tsv '1\t1\ta\tT_0\t500\t600\t2600\tnan\tfinished\t1'
  draw one.tsv
  texts out/one-timeline.svg | grep -qF '1 task on 1 worker: 2.0 µs of work in 2.1 µs. It starts at once.'
  texts out/one-order.svg | grep -qF 'One task alone has nobody to overtake.'
  events two.tsv '1\t1\ta\tT_0\t0\t0\t4000000\tnan\tfinished\t1' \
    '1\t2\tb\tT_0\t10\t4000010\t8000000\tnan\tfinished\t2'
  draw two.tsv
  texts out/two-timeline.svg | grep -qF '2 tasks on 1 worker: 8.0 ms of work in 8.0 ms. 1 task starts at once; the other one waits for a free worker.'
  texts out/two-order.svg | grep -qF 'Yes: both finish in the order they came.'
}

@test "plots: marks for what finished, failed, was cancelled, called back" {
  needs_gnuplot
  five
  draw five.tsv
  texts out/five-timeline.svg >seen
  grep -qx 'finished 1st' seen
  grep -qx 'failed, 4th' seen
  grep -qx 'cancelled after 2.5 s' seen
  for key in waiting running cancelled failed 'callback ran'; do grep -qx "$key" seen; done
  texts out/five-order.svg >seen
  grep -qx 'cancelled at 2.5 s' seen
  grep -qx 'up 2' seen
  grep -qx 'down 2' seen
  # one ring of the legend, one of task a
  [ "$(grep -c '<use .*-gpPt5" transform' out/five-timeline.svg)" -eq 2 ]
  events plain.tsv '1\t1\ta\tT_0\t0\t0\t4000000\tnan\tfinished\t1'
  draw plain.tsv
  texts out/plain-timeline.svg >seen
  for key in waiting cancelled failed 'callback ran'; do run ! grep -qx "$key" seen; done
}

@test "plots: tasks that never started, still ran, were refused, had no worker's name" {
  needs_gnuplot
  events odd.tsv '1\t1\ta\t-\t0\t0\tnan\tnan\trunning\tnan' \
    '1\t2\tb\t\t0\tnan\tnan\tnan\tpending\tnan' \
    '1\t3\tc\t-\t5000\tnan\t5000\tnan\trefused\t1'
  draw odd.tsv
  texts out/odd-timeline.svg >seen
  for tail in 'still running' 'never started' 'refused'; do grep -qx "$tail" seen; done
  run ! grep -qx 'by worker' seen
  texts out/odd-order.svg | grep -qF 'None of them finishes.'
}

@test "plots: a task run within another has a lane of its own" {
  events nested.tsv '1\t1\tparent\tT_0\t0\t0\t900\tnan\tfinished\t2' \
    '1\t2\tchild\tT_0\t0\t100\t800\tnan\tfinished\t1'
  cd "$ROOT/plots"
  LC_ALL=C awk -f text.awk -f canvas.awk -f events.awk -f timeline.awk \
    <"$BATS_TEST_TMPDIR/nested.tsv" >"$BATS_TEST_TMPDIR/figure"
  cd "$BATS_TEST_TMPDIR"
  # the bars of the lower panel: columns 2 and 4 are top and bottom
  sed -n '/^# bars$/,/^$/p' figure | awk -F'\t' 'NF == 5' | tail -n 2 >bars
  awk -F'\t' 'NR == 1 { bottom = $4 } NR == 2 { exit !($2 > bottom) }' bars
}

@test "plots: no label is read as code or markup" {
  needs_gnuplot
  events odd.tsv \
    '1\t1\ta_b^{2} @x \\\\alpha\tT_0\t0\t0\t900\tnan\tfinished\t1' \
    '1\t2\t"; system("touch pwned"); "\tT_0\t0\t900\t1900\tnan\tfinished\t2' \
    '1\t3\t`touch pwned` $(touch pwned)\tT_0\t0\t1900\t2900\tnan\tfinished\t3' \
    '1\t4\t</text><script>&#65;&amp;\tT_0\t0\t2900\t3900\tnan\tfinished\t4' \
    '1\t5\tnan\tT_0\t0\t3900\t4900\tnan\tfinished\t5' \
    '1\t6\t# end\tT_0\t0\t4900\t5900\tnan\tfinished\t6' \
    "1\t7\t'%%s'\tT_0\t0\t5900\t6900\tnan\tfinished\t7" \
    '1\t8\ttab\\tline\\n\tT_0\t0\t6900\t7900\tnan\tfinished\t8' \
    '1\t9\tä日\tT_0\t0\t7900\t8900\tnan\tfinished\t9' \
    '1\t10\tbad \377 end\tT_0\t0\t8900\t9900\tnan\tfinished\t10'
  draw odd.tsv
  [ ! -e pwned ]
  texts out/odd-timeline.svg >seen
  grep -qxF 'a_b^{2} @x \alpha' seen
  grep -qxF '"; system("touch pwned"); "' seen
  grep -qxF '`touch pwned` $(touch pwned)' seen
  grep -qxF '&lt;/text>&lt;script>&amp;#65;&amp;amp;' seen
  grep -qxF 'nan' seen
  grep -qxF '# end' seen
  grep -qxF "'%s'" seen
  grep -qxF 'tab\tline\n' seen
  grep -qxF 'ä日' seen
  grep -qxF 'bad � end' seen
  run ! grep -q '<script' out/*.svg
}

@test "plots: a long label ends in an ellipsis" {
  needs_gnuplot
  events long.tsv "1\t1\t$(printf 'word %.0s' $(seq 40))\tT_0\t0\t0\t900\tnan\tfinished\t1"
  draw long.tsv
  texts out/long-timeline.svg | grep -q '^word word.*…$'
  run ! grep -q '<text>.\{200\}' out/long-timeline.svg
}

@test "plots: of many tasks the first 120 are drawn, and the line says so" {
  needs_gnuplot
  for i in $(seq 130); do
    printf '1\\t%d\\ttask %d\\tT_0\\t0\\t%d00\\t%d90\\tnan\\tfinished\\t%d\n' "$i" "$i" "$i" "$i" "$i"
  done >rows
  mapfile -t rows <rows
  events many.tsv "${rows[@]}"
  draw many.tsv
  for figure in timeline order; do
    texts out/many-$figure.svg | tr '\n' ' ' | grep -qF 'The figure shows the first 120 of 130 tasks.'
    texts out/many-$figure.svg | grep -qx 'task 120'
    run ! grep -q '<text>task 121<' out/many-$figure.svg
  done
}

@test "plots: a png has twice the pixels of the svg" {
  needs_gnuplot
  five
  draw five.tsv
  for figure in timeline order; do
    # width and height are the two big-endian words after the name of the first chunk
    size=$(od -An -tu1 -j16 -N8 out/five-$figure.png |
      awk '{ print (($1 * 256 + $2) * 256 + $3) * 256 + $4, (($5 * 256 + $6) * 256 + $7) * 256 + $8 }')
    want=$(sed -n 's/^width="\([0-9]*\)" height="\([0-9]*\)".*/\1 \2/p' out/five-$figure.svg |
      awk '{ print 2 * $1, 2 * $2 }')
    [ "$size" = "$want" ]
  done
}

@test "plots: the footer says the command, the date and whose it is" {
  needs_gnuplot
  five
  draw five.tsv
  texts out/five-timeline.svg |
    grep -qxF 'lessons/03-submit/cubes --unit 1 · 2026-01-02 03:04 UTC · heddle'
}

@test "plots: bad input gets one line and status 2, and nothing is written" {
  run draw absent.tsv
  refused 'absent.tsv: there is no such file'
  : >empty.tsv
  run draw empty.tsv
  refused 'empty.tsv: is empty'
  events none.tsv
  run draw none.tsv
  refused 'none.tsv: has no tasks'
  echo 'one two three' >other.tsv
  run draw other.tsv
  refused 'other.tsv: is not an events file'
  echo '{"traceEvents":[]}' >run.json
  run draw run.json
  refused 'run.json: is not an events file but JSON'
  events short.tsv '1\t1\ta\tT_0\t0\t0\t900\tnan\tfinished\t1' '1\t2\tb\tT_0\t0'
  run draw short.tsv
  refused 'short.tsv: line 6 has 5 columns'
  events word.tsv '1\t1\ta\tT_0\tzero\t0\t900\tnan\tfinished\t1'
  run draw word.tsv
  refused "word.tsv: line 5 has 'zero'"
}

@test "plots: without gnuplot one line says how to get it" {
  five
  mkdir bin
  for tool in sh awk basename dirname; do ln -s "$(command -v $tool)" bin/$tool; done
  PATH=$PWD/bin run "$ROOT/plots/timeline" five.tsv out
  refused 'five.tsv: drawing needs gnuplot; install it with: make setup'
}

@test "plots: a gnuplot that fails is reported, and nothing is written" {
  five
  mkdir bin
  printf '#!/bin/sh\necho "unknown terminal" >&2\nexit 1\n' >bin/gnuplot
  chmod +x bin/gnuplot
  PATH=$PWD/bin:$PATH run draw five.tsv
  refused 'unknown terminal'
}

@test "plots: a folder that cannot be made is reported" {
  needs_gnuplot
  five
  : >out
  run draw five.tsv
  [ "$status" -eq 2 ]
  [[ $output == "timeline: out: cannot be made"* ]]
}

@test "plots: a wrong number of arguments shows the usage" {
  run "$ROOT/plots/timeline" one
  [ "$status" -eq 2 ]
  [[ $output == usage:* ]]
  run "$ROOT/plots/timeline" --help
  [ "$status" -eq 0 ]
}

@test "plots: the sample's pictures are of the sample's events" {
  needs_gnuplot
  cd "$ROOT/plots/sample"
  for pair in cubes:timeline:timeline as_completed:order:order cancel:timeline:cancel; do
    IFS=: read -r events figure picture <<<"$pair"
    HEDDLE_PLOT_SOURCE=x LC_ALL=C awk -f ../text.awk -f ../canvas.awk -f ../events.awk \
      -f ../$figure.awk <$events.tsv |
      sed -n 's/^# desc //p' | sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g' >"$BATS_TEST_TMPDIR/desc"
    grep -qF "$(cat "$BATS_TEST_TMPDIR/desc")" $picture.svg
    [ -s $picture.png ]
  done
}
