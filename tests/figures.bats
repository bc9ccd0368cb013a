#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# plots/bench: the figures of a benchmark run say what its tables say, leave out what was not
# measured, and nothing in a table can make them say or do anything else.
#
# Rows are printf formats, so that a test can write any byte.
# shellcheck disable=SC2016,SC2059

bats_require_minimum_version 1.8.0

# All figures of the sample, drawn once.
setup_file() {
  ROOT=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
  export ROOT
  command -v gnuplot >/dev/null || return 0
  sh "$ROOT/plots/bench" "$ROOT/plots/sample/bench" "$BATS_FILE_TMPDIR/sample" \
    >"$BATS_FILE_TMPDIR/paths"
}

setup() {
  SAMPLE=$BATS_FILE_TMPDIR/sample
  FIGURES="overhead scaling cost_n latency heat forkjoin maps producers waiting starting memory
    headlines noise compare timeline order"
  cd "$BATS_TEST_TMPDIR" || return 1
  mkdir run
}

needs_gnuplot() {
  command -v gnuplot >/dev/null || skip "gnuplot is not installed (make setup installs it)"
}

HEAD='bench\timpl\ttakes_part\tparams\tworkers\tn\tunit\tsamples\tmedian\tlo\thi\tmin\tq1\tq3'
HEAD="$HEAD"'\toutliers\tratio\tratio_lo\tratio_hi\tstatus\tnote\n'

# row BENCH IMPL PART PARAMS WORKERS N MEDIAN RATIO [STATUS NOTE]: a line of the summary.
row() {
  local m=$7
  printf '%s\t%s\t%s\t%s\t%s\t%s\tns\t20' "$1" "$2" "$3" "$4" "$5" "$6"
  printf '\t%s' "$m" "$m" "$m" "$m" "$m" "$m" 0 "$8" "$8" "$8" "${9-ok}" "${10--}"
  printf '\n'
}

# summary: its lines from the standard input, under a header.
summary() {
  printf '# date: 2026-01-02T03:04:05Z\n# cpu: Abacus\n# cpus_allowed: 0-1\n' >run/summary.tsv
  printf "$HEAD" >>run/summary.tsv
  cat >>run/summary.tsv
}

two() {
  row submit heddle outside n=300000 2 300000 50 1
  row submit libuv outside n=300000 2 300000 200 4
}

draw() { "$ROOT/plots/bench" run out; }

# What a reader sees: the texts of an SVG, one a line, and all on one line.
texts() { sed -n 's/^<text>\(.*\)<\/text>$/\1/p' "$1"; }
prose() { texts "$1" | tr '\n' ' '; }

# refused PATTERN: status 2, a line that names the input, and nothing was drawn.
refused() {
  echo "$output"
  [ "$status" -eq 2 ]
  [[ ${lines[-1]} == bench:* ]]
  [[ ${lines[-1]} == *"$1"* ]]
  [ ! -e out ]
}

# --- the sample -------------------------------------------------------------------------------

@test "figures: of the sample every figure is drawn, as svg and png, and its path printed" {
  needs_gnuplot
  for figure in $FIGURES; do
    [ -s "$SAMPLE/$figure.svg" ]
    [ -s "$SAMPLE/$figure.png" ]
    grep -qxF "$SAMPLE/$figure.svg" "$BATS_FILE_TMPDIR/paths"
    grep -qxF "$SAMPLE/$figure.png" "$BATS_FILE_TMPDIR/paths"
  done
  [ "$(find "$SAMPLE" -type f | wc -l)" -eq 32 ]
}

@test "figures: the same tables give the same bytes" {
  needs_gnuplot
  cp "$ROOT/plots/sample/bench/"*.tsv run
  TZ=Asia/Tokyo draw
  diff -r "$SAMPLE" out
}

@test "figures: every svg is well-formed" {
  needs_gnuplot
  command -v xmllint >/dev/null || skip "xmllint is not installed (package libxml2-utils)"
  xmllint --noout "$SAMPLE"/*.svg
}

@test "figures: all on one page no id comes twice, and what is referred to is there" {
  needs_gnuplot
  cat "$SAMPLE"/*.svg >page
  grep -o ' id="[^"]*"' page | sort >ids
  [ -s ids ]
  [ -z "$(uniq -d ids)" ]
  grep -o 'href="#[^"]*"' page | sed 's/.*#//; s/"//' | sort -u | while read -r id; do
    grep -q " id=\"$id\"" ids
  done
}

@test "figures: one title and one description each, and no tooltip" {
  needs_gnuplot
  for figure in $FIGURES; do
    [ "$(grep -c '<title' "$SAMPLE/$figure.svg")" -eq 1 ]
    [ "$(grep -c '<desc' "$SAMPLE/$figure.svg")" -eq 1 ]
    run ! grep -q 'FIGURE\|strcol' "$SAMPLE/$figure.svg"
  done
  grep -q '<desc id="overhead-bench-desc">.*libuv' "$SAMPLE/overhead.svg"
}

@test "figures: every colour of text and of paper has a dark twin" {
  needs_gnuplot
  for figure in $FIGURES; do
    texts_in=$(grep -o '<g [^>]*fill="#[0-9a-f]*" font' "$SAMPLE/$figure.svg" |
      grep -o '#[0-9a-f]*' | sort -u)
    for colour in $texts_in; do
      case $colour in '#0b0d10' | '#fffffe') continue ;; esac # on a bar, the same in the dark
      grep -qF "fill=\"$colour\"]{fill:#" "$SAMPLE/$figure.svg"
    done
  done
}

@test "figures: no text stands on another or outside, but for the timeline's own" {
  for figure in $FIGURES; do
    case $figure in timeline | order) continue ;; esac
    parts=$(sed -n "s/^ *\(figures=\"\)*$figure:\([a-z,]*\):\([a-z,]*\)\"*$/\2:\3/p" \
      "$ROOT/plots/bench")
    [ -n "$parts" ]
    set --
    for part in text canvas results summary phrases scales $(tr , ' ' <<<"${parts#*:}") \
      "$figure"; do
      set -- "$@" -f "$ROOT/plots/$part.awk"
    done
    for table in $(tr , ' ' <<<"${parts%%:*}"); do
      set -- "$@" "TABLE=$table" "$ROOT/plots/sample/bench/$table.tsv"
    done
    HEDDLE_PLOT_SOURCE=x LC_ALL=C awk "$@" >table.tsv
    echo "$figure"
    python3 - table.tsv <<'END'
import re, sys
text = open(sys.argv[1], encoding="utf-8").read()
width = int(text.split()[2]); height = int(text.split()[3])
boxes = []
for block in text.split("\n\n\n")[1:]:
    name, *rows = block.strip("\n").split("\n")
    match = re.fullmatch(r"# (left|center|right)-(\d+)-(\w+)", name)
    if not match:
        continue
    side, size = match[1], int(match[2])
    for row in rows:
        x, y, words, _ = row.split("\t")
        words = re.sub(r"\\(\d{3})", lambda m: chr(int(m[1], 8)), words)
        x, y, w = float(x), float(y), len(words) * size * 0.5
        x -= {"left": 0, "center": w / 2, "right": w}[side]
        boxes.append((x, y - size * 0.45, x + w, y + size * 0.45, words))
for i, a in enumerate(boxes):
    if a[0] < 0 or a[2] > width or a[1] < 0 or a[3] > height:
        sys.exit(f"outside: {a}")
    for b in boxes[:i]:
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]:
            sys.exit(f"overlap: {a} {b}")
END
  done
}

@test "figures: names that want the same place are moved apart, and stay inside" {
  printf '%s\n' 10 12 100 290 290 290 295 |
    awk -f "$ROOT/plots/text.awk" -f "$ROOT/plots/canvas.awk" -f "$ROOT/plots/scales.awk" \
      -f <(echo '{ want[NR] = $1 }
      END { spread(want, NR, 20, 0, 300); for (i = 1; i <= NR; i++) print want[i] }') >places
  awk 'NR > 1 && $1 - last < 19.99 || $1 < 0 || $1 > 300 { exit 1 } { last = $1 }' places
  # and no further than it takes
  [ "$(sed -n 3p places)" = 100 ]
}

# --- what they say ----------------------------------------------------------------------------

@test "figures: overhead says what heddle takes, and how much longer the next one" {
  needs_gnuplot
  { two; row submit tbb caller n=300000 2 300000 25 0.5; } | summary
  draw
  prose out/overhead.svg >said
  grep -qF 'With 2 workers heddle takes 50.0 ns; libuv, the quickest other one' said
  grep -qF '4.00 times as long' said
  texts out/overhead.svg >seen
  # the quickest one first, and with a ratio below 1
  [ "$(grep -nx oneTBB seen | cut -d: -f1)" -lt "$(grep -nx libuv seen | cut -d: -f1)" ]
  grep -qx '0.5×' seen
}

@test "figures: what was skipped has a row that says what to install, and no number" {
  needs_gnuplot
  {
    two
    row submit glib outside n=300000 2 300000 nan nan skip libglib2.0-dev
    row submit tbb caller n=300000 2 300000 nan nan skip 'needs libtbb-dev: try make setup-peers'
    row submit asio outside n=300000 2 300000 nan nan slow
    row submit apr outside n=300000 2 300000 nan nan fail 'wrong sum'
  } | summary
  draw
  texts out/overhead.svg >seen
  grep -qx 'GLib' seen
  grep -qx 'skipped: install libglib2.0-dev' seen
  grep -qx 'skipped: needs libtbb-dev: try make setup-peers' seen
  grep -qx 'left out: too slow for this many' seen
  grep -qx 'failed: wrong sum' seen
  [ "$(grep -c ' ns$' seen)" -ge 2 ]
  run ! grep -qwi 'nan' seen
}

@test "figures: the limits of the machine are drawn as lines with their names" {
  needs_gnuplot
  { two; row limit_line machine - - 1 1 62 nan; } | summary
  draw
  texts out/overhead.svg | grep -qx 'a cache line there and back'
  grep -q 'stroke-dasharray' out/overhead.svg
}

@test "figures: a cost that grows is called so" {
  needs_gnuplot
  {
    row submit heddle outside n=10000 2 10000 50 1
    row submit heddle outside n=100000 2 100000 60 1
    row submit heddle outside n=1000000 2 1000000 90 1
  } | summary
  draw
  prose out/cost_n.svg | grep -qF 'No, submitting and collecting: from 10,000 to 1 M tasks heddle takes 50.0 ns to 90.0 ns'
}

@test "figures: speed-up is over the plain loop, and METG is named" {
  needs_gnuplot
  {
    row grain serial serial 'n=10 rounds=500' 1 10 1000 nan
    row grain heddle outside 'n=10 rounds=500' 1 10 1100 1
    row grain heddle outside 'n=10 rounds=500' 2 10 550 1
    row metg heddle outside efficiency=50 2 nan 130 1
  } | summary
  draw
  prose out/scaling.svg >said
  grep -qF 'tasks of 1.00 µs run 1.82 times as fast as a plain loop' said
  grep -qF 'From 130 ns on a task is worth a worker' said
  grep -qF 'its METG' said
}

@test "figures: a quantile is drawn only as far as ten tasks are slower" {
  needs_gnuplot
  two | summary
  {
    printf 'bench\timpl\tparams\tworkers\tround\tt_s\tlo_ns\thi_ns\tcount\n'
    printf 'roundtrip\theddle\tn=1\t2\t1\t0.5\t100\t110\t500\n'
    printf 'roundtrip\theddle\tn=1\t2\t1\t0.5\t200\t220\t400\n'
    printf 'roundtrip\theddle\tn=1\t2\t1\t0.5\t400\t440\t95\n'
    printf 'roundtrip\theddle\tn=1\t2\t1\t0.5\t9000\t9900\t5\n'
  } >run/histograms.tsv
  draw
  prose out/latency.svg >said
  grep -qF 'half of heddle'"'"'s tasks are back within 105 ns' said
  grep -qF '90 % within 220 ns' said
  run ! grep -q '99' said
}

@test "figures: under lines those that are missing are grouped by what was the matter" {
  needs_gnuplot
  {
    for n in 1000 10000 100000; do row submit heddle outside n=$n 2 $n 50 1; done
    for n in 1000 10000; do row submit libuv outside n=$n 2 $n 90 1.8; done
    row submit libuv outside n=100000 2 100000 nan nan slow
    for impl in async pthread; do row submit $impl outside n=1000 2 1000 nan nan slow; done
    for n in 1000 10000; do
      for impl in apr tbb; do row submit $impl outside n=$n 2 $n nan nan fail 'it crashed'; done
      row submit glib outside n=$n 2 $n nan nan skip 'install libglib2.0-dev'
    done
  } | summary
  draw
  prose out/cost_n.svg >said
  grep -qF 'Not drawn: too slow for this many: std::async, pthread; failed: APR, oneTBB (it crashed); skipped: GLib (install libglib2.0-dev). A line ends where more tasks would take too long.' said
}

@test "figures: of many implementations the waits of at most eight are drawn, the quickest among them" {
  needs_gnuplot
  printf 'bench\timpl\tparams\tworkers\tround\tt_s\tlo_ns\thi_ns\tcount\n' >run/histograms.tsv
  i=0
  for impl in one two three four five heddle libuv six seven glib; do
    i=$((i + 1))
    part=outside
    [ $((i % 2)) -eq 1 ] || part=caller
    row roundtrip $impl $part n=1 2 1 $((1100 - 100 * i)) 1
    printf 'roundtrip\t%s\tn=1\t2\t1\t0.5\t%d\t%d\t500\n' $impl \
      $((1099 - 100 * i)) $((1101 - 100 * i)) >>run/histograms.tsv
  done | summary
  draw
  prose out/latency.svg >said
  # Outside the quickest is seven, of the callers glib.
  for name in heddle seven GLib libuv; do
    grep -q ">$name  " out/latency.svg || { echo "$name"; false; }
  done
  grep -qF 'in the report'"'"'s table: one, two, three, four, five, six. ' said
}

@test "figures: a burst is called one" {
  needs_gnuplot
  printf 'bench\timpl\tparams\tworkers\tround\tt_s\tlo_ns\thi_ns\tcount\n' >run/histograms.tsv
  for i in 1 2 3 4 5; do
    low=100
    [ "$i" -ne 4 ] || low=6400
    printf 'roundtrip\theddle\tn=1\t2\t%d\t%d.0\t%d\t%d\t500\n' $i $i $low $((low + 6))
  done >>run/histograms.tsv
  draw
  prose out/heat.svg | grep -qF 'One after the other it is bursty'
}

@test "figures: the comparison counts verdicts and names the worst" {
  needs_gnuplot
  {
    printf '# old: aaa\n# new: bbb\n# threshold: 3\n'
    printf 'row\tbench\tparams\tworkers\tpairs\tratio\tlo\thi\tverdict\tnote\n'
    printf '1\tsubmit\tn=1\t2\t40\t1.1\t1.08\t1.12\tslower\t-\n'
    printf '2\tsubmit\tn=1\t4\t40\t0.8\t0.78\t0.82\tfaster\t-\n'
    printf '3\tcancel\tn=1\t2\t40\t1.0\t0.99\t1.01\tsame\t-\n'
    printf '4\twait_all\tn=1\t2\t20\t1.02\t0.7\t1.5\tunclear\t-\n'
    printf '5\tpool\tn=1\t2\t0\tnan\tnan\tnan\tskip\tonly in one of the two\n'
  } >run/compare.tsv
  draw
  prose out/compare.svg >said
  grep -qF 'Yes: 1 slower, 1 faster, 1 the same, 1 unclear. 1 was skipped.' said
  grep -qF 'Worst: submit, 2 workers, +10.0 %.' said
  grep -qF 'within 3 %' said
  grep -qF 'Old: aaa. New: bbb.' said
  grep -qF 'only in one of the two' said
}

@test "figures: noise takes the run's own grade" {
  needs_gnuplot
  {
    printf '# grade: noisy\n# spread: 12.0 %%\nt_s\tns\tnivcsw\n'
    for i in 1 2 3 4 5 6 7 8; do printf '%d\t100\t0\n' $i; done
    printf '9\t150\t1\n'
  } >run/noise.tsv
  draw
  prose out/noise.svg | grep -qF 'Noisy: half of 9 measurements lie within 0 % of each other; 1 takes over 1.1 times the median.'
}

@test "figures: no name, note or header is read as code or markup" {
  needs_gnuplot
  {
    two
    row submit '"; system("touch pwned"); "' outside n=300000 2 300000 70 2
    row submit '`touch pwned`' outside n=300000 2 300000 80 2
    row submit '</text><script>&#65;' outside n=300000 2 300000 nan nan skip '<b>$(touch pwned)'
  } | summary
  sed -i 's/Abacus/a_b^{2} @x <9>/' run/summary.tsv
  draw
  [ ! -e pwned ]
  texts out/overhead.svg >seen
  grep -qxF '"; system("touch pwned"); "' seen
  grep -qxF 'skipped: &lt;b>$(touch pwned)' seen
  run ! grep -q '<script' out/overhead.svg
}

# --- what is not there ------------------------------------------------------------------------

@test "figures: one without data is left out, and a line says why" {
  needs_gnuplot
  two | summary
  run draw
  [ "$status" -eq 0 ]
  [ -s out/overhead.svg ]
  [ ! -e out/memory.svg ]
  [[ $output == *"bench: memory is left out: the summary has no bench memory"* ]]
  [[ $output == *"bench: noise is left out: run has no noise.tsv"* ]]
}

@test "figures: the run's own events are drawn rather than the sample's" {
  needs_gnuplot
  two | summary
  sed 's/task 3/my own task/' "$ROOT/plots/sample/as_completed.tsv" >run/events.tsv
  draw
  texts out/timeline.svg | grep -qx 'my own task'
  texts out/order.svg | grep -qx 'my own task'
}

@test "figures: bad tables get a line with file and line, and nothing is written" {
  needs_gnuplot
  run "$ROOT/plots/bench" absent out
  refused 'absent: there is no such folder'
  run draw
  refused 'run: there is nothing to draw in it'
  : >run/summary.tsv
  run draw
  refused 'run: there is nothing to draw in it'
  printf 'one\ttwo\n1\t2\n' >run/summary.tsv
  run draw
  refused "run/summary.tsv: line 1 names no column 'bench'"
  { two; echo 'submit	libuv'; } | summary
  run draw
  refused 'run/summary.tsv: line 7 has 2 columns instead of 20'
  { two; row submit glib outside n=1 two 1 5 1; } | summary
  run draw
  refused "run/summary.tsv: line 7 has 'two' as workers"
  { two; row submit glib outside n=1 2 1 0 1; } | summary
  run draw
  refused "run/summary.tsv: line 7 has '0' as median"
  { two; row submit glib outside n=1 2 1 5 1 odd; } | summary
  run draw
  refused "run/summary.tsv: line 7 has 'odd' as status"
  { two; row submit glib outside n=1 2 1 nan 1; } | summary
  run draw
  refused 'run/summary.tsv: line 7 has the status ok, but no median'
}

@test "figures: without gnuplot one line says how to get it" {
  two | summary
  mkdir bin
  for tool in sh awk basename dirname; do ln -s "$(command -v $tool)" bin/$tool; done
  PATH=$PWD/bin run "$ROOT/plots/bench" run out
  refused 'run: drawing needs gnuplot; install it with: make setup'
}

@test "figures: a gnuplot that fails is reported, and nothing is written" {
  two | summary
  mkdir bin
  printf '#!/bin/sh\necho "unknown terminal" >&2\nexit 1\n' >bin/gnuplot
  chmod +x bin/gnuplot
  PATH=$PWD/bin:$PATH run draw
  refused 'unknown terminal'
}

@test "figures: a folder that cannot be made is reported" {
  needs_gnuplot
  two | summary
  : >out
  run draw
  [ "$status" -eq 2 ]
  [[ ${lines[-1]} == "bench: out: cannot be made"* ]]
}

@test "figures: a wrong number of arguments shows the usage" {
  run "$ROOT/plots/bench" one
  [ "$status" -eq 2 ]
  [[ $output == usage:* ]]
  run "$ROOT/plots/bench" --help
  [ "$status" -eq 0 ]
}
