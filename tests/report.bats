#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# plots/report: the page says what the tables say and no more, nothing in a table can make it
# say anything else, and a browser shows it as it is meant.
#
# shellcheck disable=SC2016,SC2059

bats_require_minimum_version 1.8.0

# The page of the sample's run, and what a browser finds in it: one start for all its tests.
setup_file() {
  ROOT=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
  export ROOT
  command -v gnuplot >/dev/null || return 0
  sh "$ROOT/plots/bench" "$ROOT/plots/sample/bench" "$BATS_FILE_TMPDIR/figures"
  "$ROOT/plots/report" "$ROOT/plots/sample/bench" "$BATS_FILE_TMPDIR/figures" \
    "$BATS_FILE_TMPDIR/sample.html"
  command -v python3 >/dev/null || return 0
  python3 "$ROOT/tests/browser/look" "$BATS_FILE_TMPDIR/sample.html" \
    >"$BATS_FILE_TMPDIR/seen" 2>&1 || true
}

setup() {
  cd "$BATS_TEST_TMPDIR" || return 1
  mkdir data figures
}

# --- tables ---------------------------------------------------------------------------------

HEAD='bench\timpl\ttakes_part\tparams\tworkers\tn\tunit\tsamples\tmedian\tlo\thi\tmin\tq1\tq3'
HEAD="$HEAD"'\toutliers\tratio\tratio_lo\tratio_hi\tstatus\tnote\n'

# run_of ROW...: a run with these rows in its summary; \t and \n are written as such.
run_of() {
  printf '# format: heddle-summary/1\n# date: 2026-01-02T03:04:05Z\n# cpu: Abacus <9>\n' \
    >data/summary.tsv
  printf '# cpus_allowed: 0-1\n# commit: 0123456789ab\n# peer: libuv | outside | 1.44.2\n' \
    >>data/summary.tsv
  printf '# question: submit | ns | - | What does a task cost?\n' >>data/summary.tsv
  printf '# interval: of the median, 95 %%, by order statistics\n'"$HEAD" >>data/summary.tsv
  printf '# grade: fair\n# spread: 4.1 %%\nt_s\tns\tnivcsw\n0.5\t400\t0\n125.2\t401\t0\n' \
    >data/noise.tsv
  for row in "$@"; do printf "$row\n" >>data/summary.tsv; done
}

# measured BENCH IMPL PART MEDIAN RATIO LO HI [NOTE]: a row.
measured() {
  printf '%s' "$1\t$2\t$3\tn=1000\t2\t1000\tns\t20\t$4\t$4\t$4\t$4\t$4\t$4\t0\t$5\t$6\t$7\tok\t${8:--}"
}

# missing BENCH IMPL STATUS NOTE: a row without a measurement.
missing() {
  printf '%s' "$1\t$2\toutside\tn=1000\t2\t1000\tns\t0\tnan\tnan\tnan\tnan\tnan\tnan\tnan"
  printf '%s' "\tnan\tnan\tnan\t$3\t$4"
}

two() {
  run_of "$(measured submit heddle outside 200 1 1 1)" \
    "$(measured submit libuv outside 600 3 2.9 3.1)" "$@"
}

compared() {
  printf '# base: v0\nrow\tbench\tparams\tworkers\tpairs\tratio\tlo\thi\tverdict\tnote\n' \
    >data/compare.tsv
  printf '0\tsubmit\tn=1000\t2\t20\t1.2\t1.1\t1.3\tslower\t-\n' >>data/compare.tsv
  printf '1\tcancel\t-\t2\t20\t1.01\t0.9\t1.2\tunclear\t<b>pairs\n' >>data/compare.tsv
}

# A figure as gnuplot and svg.awk would leave it.
figure() {
  printf '%s\n' '<?xml version="1.0"?>' "<svg id=\"$1\" role=\"img\"" 'width="680" height="300"' \
    '>' "<title id=\"$1-title\">What is $1?</title>" "<desc id=\"$1-desc\">It is.</desc>" \
    '<g font-size="14.00"><text>a &amp; b</text></g>' '</svg>' >"figures/$1.svg"
}

page() { "$ROOT/plots/report" data figures page.html; }

# The words of the page, a row or a paragraph a line, without tags.
words() {
  sed -e '/<style>/,/<\/style>/d' page.html | tr '\n' ' ' |
    sed -e 's/<\/\(tr\|p\|h[1-6]\|li\|div\|caption\|summary\)>/\n/g' |
    sed -e 's/<[^>]*>/ /g' -e 's/\xc2\xa0/ /g' -e 's/  */ /g' -e 's/^ //' -e 's/ $//'
}

# refused PATTERN: no page, and one line on stderr says why.
refused() {
  [ "$status" -eq 2 ]
  [ "${#lines[@]}" -eq 1 ]
  [[ $output == report:* ]]
  [[ $output == *"$1"* ]]
  [ ! -e page.html ]
}

@test "report: one file, which runs nothing and fetches nothing" {
  two
  figure overhead
  run page
  [ "$status" -eq 0 ]
  [ "$output" = page.html ]
  grep -q "default-src 'none'" page.html
  run ! grep -qiE '<script|<iframe|javascript:|@import|url\(|<img| on[a-z]+=' page.html
  run ! grep -qE '(src|href)="(https?:|//|/|[a-z]+\.)' page.html
}

@test "report: a page without errors" {
  command -v xmllint >/dev/null || skip "xmllint is not installed (package libxml2-utils)"
  two
  compared
  figure overhead
  page
  # It knows no tag that is younger than it.
  xmllint --html --noout page.html >log 2>&1 || true
  run ! grep 'error' <(grep -v 'error : Tag [a-z]* invalid' log)
}

@test "report: the same files give the same bytes" {
  two
  compared
  figure overhead
  page
  mv page.html first.html
  touch -d '2001-02-03' data/* figures/*
  TZ=Asia/Tokyo LC_ALL=C.UTF-8 page
  cmp first.html page.html
}

@test "report: the summary counts what the intervals carry" {
  two
  page
  words | grep -qxF 'Of 1 question that heddle and at least one peer answered, heddle is ahead of the best peer in 1.'
  two "$(measured cancel heddle outside 90 1 1 1)" "$(measured cancel libuv outside 80 0.9 0.8 0.99)" \
    "$(measured wait heddle outside 90 1 1 1)" "$(measured wait libuv outside 91 1.01 0.99 1.03)" \
    "$(measured alone heddle outside 90 1 1 1)" "$(missing alone libuv skip 'install libuv1-dev')"
  page
  words | grep -qxF 'Of 3 questions that heddle and at least one peer answered, heddle is ahead of the best peer in 1, behind it in 1 and not to be told apart from it in 1.'
  words | grep -qxF 'What does a task cost? 200 ns libuv 600 ns 3.00 2.90–3.10 ahead'
  words | grep -qxF 'cancel 90.0 ns libuv 80.0 ns 0.90 0.80–0.990 behind'
  words | grep -qxF 'wait 90.0 ns libuv 91.0 ns 1.010 0.990–1.030 not settled'
}

@test "report: without heddle or without a peer nothing is compared" {
  run_of "$(measured submit libuv outside 600 nan nan nan)"
  page
  words | grep -qF 'so nothing is compared.'
  run_of "$(measured submit heddle outside 200 1 1 1)" "$(measured submit serial serial 2 0.01 0.01 0.01)"
  page
  words | grep -qF 'so nothing is compared.'
}

@test "report: the best that is submitted to from outside stands beside a best that is not" {
  two "$(measured submit tbb caller 100 0.5 0.4 0.6)"
  page
  words | grep -qxF 'What does a task cost? 200 ns oneTBB 100 ns, caller takes part 0.50 0.40–0.60 behind'
  words | grep -qxF 'libuv 600 ns 3.00 2.90–3.10 ahead'
  words | grep -qF 'heddle is behind the best peer in 1.'
}

@test "report: when, where, how quiet, how long" {
  two
  page
  words | grep -qF 'Measured 2 January 2026, 03:04 UTC 2 min 5 s · 2 rows · commit 0123456789ab'
  words | grep -qF 'Machine Abacus &lt;9&gt; · 2 CPUs'
  words | grep -qF 'Noise fair spread 4.1 %'
  words | grep -qF 'Left out nothing'
  run ! grep -q 'was noisy' page.html
  sed -i 's/grade: fair/grade: noisy/' data/noise.tsv
  page
  grep -q 'was noisy' page.html
}

@test "report: a row of a table, in the unit of the fastest" {
  run_of 'submit\theddle\toutside\tn=1000\t2\t1000\tns\t20\t2500\t2400\t2600\t2300\t2450\t2550\t3\t1\t1\t1\tok\t-' \
    'submit\tpython\toutside\tn=1000\t2\t100\tns\t11\t4321000\t4e6\t4500000\t3900000\t4.3e6\t4.4e6\t0\t1700\t1600\t1800\tok\t-'
  page
  words | grep -qF 'submit , n=1000, 2 workers: µs per operation'
  words | grep -qxF 'heddle 2.50 2.40–2.60 4.0 % 2.30 1.00 – 20 ok, 3 outliers'
  words | grep -qxF 'Python futures 4,321 4,000–4,500 2.3 % 3,900 1,700 1,600–1,800 11 ok, with n=100'
}

@test "report: what was left out is seen, with the reason, and is no number" {
  two "$(missing submit apr skip 'install libapr1-dev')" "$(missing submit python slow 'takes 12 s')" \
    "$(missing submit glib fail 'the sum is 4')" "$(missing cancel apr skip 'install libapr1-dev')"
  page
  words | grep -qF 'Left out 1 skipped, 1 row too slow and 1 row failed'
  words | grep -qxF 'APR skip install libapr1-dev'
  words | grep -qxF 'APR skip install libapr1-dev submit, cancel 2'
  words | grep -qxF 'Python futures slow takes 12 s'
  words | grep -qxF 'GLib fail the sum is 4 submit 1'
  words | grep -qF 'make setup-peers'
  run ! grep -qw nan <(words)
}

@test "report: other numbers of workers are folded away, not left out" {
  two "$(measured submit heddle outside 300 1 1 1 | sed 's/n=1000\\t2/n=1000\\t4/')" \
    "$(measured submit libuv outside 700 2 2 2 | sed 's/n=1000\\t2/n=1000\\t4/')"
  page
  words | grep -qxF '1 more table: 4 workers'
  words | grep -qF 'submit , n=1000, 4 workers: ns per operation'
}

@test "report: a variant is a further implementation; limits stand apart" {
  two "$(measured submit@scoped heddle outside 50 0.25 0.2 0.3)" \
    "$(measured limit_lock machine - 14 nan nan nan)"
  page
  words | grep -qF 'heddle scoped 50.0'
  words | grep -qF 'libuv 600 ns 3.00'
  words | grep -q '^The machine.*s own limits$'
  words | grep -qxF 'limit_lock 14.0 ns 14.0–14.0 0.0 % 20'
}

@test "report: no text is read as markup" {
  two "$(measured '</td><script>alert(1)</script>' 'im"pl & <i>' outside 1 1 1 1 'bad \377 \001 end')" \
    "$(missing submit '<b>x' skip '<script>')"
  page
  run ! grep -qiE '<script|<i>|<b>x' page.html
  run ! grep -q $'\001' page.html
  words | grep -qF 'im&quot;pl &amp; &lt;i&gt;'
  words | grep -qF 'bad � � end'
  run iconv -f UTF-8 -t UTF-8 page.html
  [ "$status" -eq 0 ]
}

@test "report: no id twice, and every link to an anchor has one" {
  two "$(measured 'a b' heddle outside 1 1 1 1)" "$(measured 'a-b' heddle outside 1 1 1 1)"
  compared
  figure overhead
  page
  grep -o ' id="[^"]*"' page.html | sort >ids
  [ -z "$(uniq -d ids)" ]
  grep -o 'href="#[^"]*"' page.html | sed 's/.*#//; s/"//' | while read -r id; do
    grep -qF " id=\"$id\"" ids
  done
}

@test "report: what was compared, with its verdicts, only when it was" {
  two
  page
  run ! grep -q 'id="comparison"' page.html
  compared
  page
  words | grep -qF '2 rows: 1 slower, 0 faster, 0 same and 1 unclear.'
  words | grep -qxF 'submit n=1000 2 1.200 1.100–1.300 20 slower'
  words | grep -qxF 'cancel – 2 1.010 0.900–1.200 20 unclear &lt;b&gt;pairs'
  words | grep -qF 'Base v0'
}

@test "report: figures stand in the page, and none is a visible gap" {
  two
  page
  words | grep -qF 'None were drawn.'
  figure noise
  figure 'a&b'
  figure overhead
  page
  run ! grep -q '<?xml' page.html
  [ "$(grep -c '^<svg' page.html)" -eq 3 ]
  [ "$(grep -o 'What is [^<"]*?</h3>' page.html | tr '\n' ' ')" = \
    'What is overhead?</h3> What is noise?</h3> What is a&b?</h3> ' ]
  grep -q 'download="a&amp;b.svg"' page.html
}

@test "report: what can be saved is what was given, the large compressed" {
  two
  figure overhead
  awk 'BEGIN { for (i = 0; i < 9000; i++) print "x\t-\tsubmit\t" i }' >data/samples.tsv
  page
  saved() { grep -o "download=\"$1\" href=\"data:[^\"]*" page.html | sed 's/.*base64,//' | base64 -d; }
  saved summary.tsv | cmp - data/summary.tsv
  saved noise.tsv | cmp - data/noise.tsv
  saved samples.tsv.gz | gzip -dc | cmp - data/samples.tsv
  saved overhead.svg | cmp - figures/overhead.svg
  [ "$(wc -c <page.html)" -lt 120000 ]
}

@test "report: the page has the colours of the figures" {
  for name in PAPER INK MUTED; do
    light=$(sed -n "s/.*$name = \"\(#[0-9a-f]*\)\".*/\1/p" "$ROOT/plots/style.gp")
    grep -qi -- "--$name: $light;" "$ROOT/plots/report.css"
  done
}

@test "report: bad input gets one line and status 2, and no page" {
  run "$ROOT/plots/report" nowhere figures page.html
  refused 'nowhere: there is no such folder'
  run page
  refused 'data/summary.tsv: there is no such file'
  two
  run "$ROOT/plots/report" data nowhere page.html
  refused 'nowhere: there is no such folder'
  run "$ROOT/plots/report" data figures nowhere/page.html
  refused 'nowhere/page.html'
  run_of
  run page
  refused 'data/summary.tsv: has no rows'
  two 'submit\tglib'
  run page
  refused 'data/summary.tsv: line 12 has 2 columns'
  two "$(measured submit glib outside many 1 1 1)"
  run page
  refused "data/summary.tsv: line 12 has 'many' as median"
  two
  sed -i 's/ratio_lo/other/' data/summary.tsv
  run page
  refused "'ratio_lo'"
}

@test "report: a page that is there stays as it is when there is nothing to say" {
  two
  page
  cp page.html before.html
  run_of
  run page
  [ "$status" -eq 2 ]
  cmp before.html page.html
}

@test "report: a wrong number of arguments shows the usage" {
  run "$ROOT/plots/report" one
  [ "$status" -eq 2 ]
  [[ $output == usage:* ]]
  run "$ROOT/plots/report" --help
  [ "$status" -eq 0 ]
}

# --- in a browser ---------------------------------------------------------------------------

needs_browser() {
  command -v gnuplot >/dev/null || skip "gnuplot is not installed (make setup installs it)"
  command -v python3 >/dev/null || skip "python3 is not installed, which speaks with the browser"
  ! grep -q '^skip' "$BATS_FILE_TMPDIR/seen" || skip "$(sed 's/^skip: //' "$BATS_FILE_TMPDIR/seen")"
}

# seen CHECK...: all of these went well on the page of the sample.
seen() {
  needs_browser
  for name in "$@"; do
    grep -qx "ok $name" "$BATS_FILE_TMPDIR/seen" ||
      { cat "$BATS_FILE_TMPDIR/seen"; false; }
  done
}

@test "report in a browser: all figures are there, and visible" {
  seen figures
  drawn=$(find "$BATS_FILE_TMPDIR/figures" -name '*.svg' | wc -l)
  [ "$drawn" -ge 5 ]
  [ "$(grep -c '^<svg' "$BATS_FILE_TMPDIR/sample.html")" -eq "$drawn" ]
}

@test "report in a browser: no message on the console, nothing fetched, no scripts" {
  seen console fetched scripts
}

@test "report in a browser: ids, links, headings and tables are sound" {
  seen ids links headings tables
}

@test "report in a browser: light and dark, and legible in both" {
  seen dark
  for width in 1360 400; do seen contrast-light-$width contrast-dark-$width; done
}

@test "report in a browser: 400 px are wide enough" {
  for scheme in light dark; do
    for width in 1360 400; do seen overflow-$scheme-$width text-$scheme-$width; done
  done
}

@test "report in a browser: a page with each of these faults is found out" {
  needs_browser
  cat >bad.html <<'EOT'
<!DOCTYPE html><html lang="en"><title>x</title><body style="color:#999;background:#fff">
<h3 id="a">One</h3><p id="a" style="font-size:8px;width:2000px">two</p><a href="#none">three</a>
<table><tr><th>x</th></tr><tr><td>y</td><td>z</td></tr></table>
<figure><svg width="10" height="10"></svg></figure>
<script>console.log("hello"); fetch("missing.json").catch(() => 0);</script></html>
EOT
  run python3 "$ROOT/tests/browser/look" bad.html
  [ "$status" -eq 1 ]
  for name in figures ids links scripts headings tables contrast-light-400 overflow-light-400 \
    text-light-400 dark console fetched; do
    grep -qx "not ok $name" <<<"$output" || { echo "$name"; echo "$output"; false; }
  done
}

@test "report in a browser: without one it is said what is missing" {
  command -v python3 >/dev/null || skip "python3 is not installed, which speaks with the browser"
  mkdir bin
  python=$(python3 -c 'import sys; print(sys.executable)')
  echo '<p>x</p>' >page.html
  PATH=$PWD/bin run "$python" "$ROOT/tests/browser/look" page.html
  [ "$status" -eq 77 ]
  [[ $output == skip:*'no Chromium'* ]]
}
