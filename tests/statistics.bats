#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# heddle-bench summary, compare and aa: what is said about numbers that are known.
#
# The golden data in tests/statistics were computed independently of the code here (golden.py
# there says how).  The measuring programs are shell scripts whose times are written into them,
# so that no test depends on how long anything takes.
# shellcheck disable=SC2016

load common

golden=$root/tests/statistics

setup() {
  cd "$BATS_TEST_TMPDIR" || return 1
  export LC_ALL=C
}

bench() { "$build/bin/heddle-bench" "$@"; }

# rows FILE: without header and titles.
rows() { sed -e '/^#/d' "$1" | tail -n +2; }

# side FOLDER TIME: a build whose program takes so many microseconds, an expression of:
#   opened  how often it was opened until now     ran  how often it ran since then
side() {
  mkdir -p "$1/bench" bench
  : >bench/sum.c
  sed -e "s|@time@|$2|" -e "s|@count@|$PWD/$1/opened|" >"$1/bench/sum" <<'EOT'
#!/bin/sh
tab=$(printf '\t')
opened=$(cat @count@ 2>/dev/null || echo 0)
while IFS=$tab read -r order a _; do
  case $order in
  list) printf 'has\tsum\nok\n' ;;
  open) opened=$((opened + 1)) ran=0; echo $opened >@count@; echo ok ;;
  run)
    ran=$((ran + 1)) us=$((@time@))
    us=$((us * (100 + ${HEDDLE_BENCH_SLOWDOWN:-0}) / 100))
    printf 'sample\t%d\t%d\t4000000\t3\t2\t-\n' $((1000 * a)) $((a * us * 1000)) ;;
  *) echo ok ;;
  esac
done
EOT
  chmod +x "$1/bench/sum"
  printf 'bench\tset\tparams\tworkers\tfit\tunit\tfloor\tquestion\n' >bench/questions.tsv
  printf 'sum\tquick\tn=1000\t1\tno\tns\t-\tHow long is a sum?\n' >>bench/questions.tsv
}

compare() { bench compare --base old --new new --threshold 5 --seed 1 --out out "$@"; }

# said COLUMN...: these columns of the only row of compare.tsv.
said() {
  local columns
  columns=$(IFS=,; echo "$*")
  rows out/compare.tsv | cut -f "$columns"
}

# --- golden ----------------------------------------------------------------------------------

@test "statistics: medians, quartiles, intervals, outliers, ratios and METG are the golden ones" {
  bench summary "$golden/samples.tsv" >summary.tsv
  rows summary.tsv | diff "$golden/summary.tsv" -
}

@test "statistics: the interval's ranks are those of the tables: 6 of 20, 14 of 40, 40 of 100" {
  bench summary "$golden/samples.tsv" >summary.tsv
  [ "$(awk -F '\t' '$1 == "ranks" && $8 ~ /^(5|6|20|40|100)$/ { print $8, $10, $11 }' \
    summary.tsv)" = "5 nan nan
6 1 6
20 6 15
40 14 27
100 40 61" ]
}

@test "statistics: the same samples give the same bytes" {
  bench summary "$golden/samples.tsv" >first
  bench summary "$golden/samples.tsv" | cmp - first
  bench compare --from "$golden/pairs.tsv" --out one >table || true
  bench compare --from "$golden/pairs.tsv" --out two | cmp - table
  cmp one/compare.tsv two/compare.tsv
}

@test "statistics: the order of the lines makes no difference" {
  { grep '^#' "$golden/samples.tsv"; grep '^session' "$golden/samples.tsv"
    rows "$golden/samples.tsv" | sort -r; } >turned.tsv
  bench summary turned.tsv >summary.tsv
  rows summary.tsv | diff "$golden/summary.tsv" -
}

@test "statistics: every kind of verdict is the golden one" {
  run bench compare --from "$golden/pairs.tsv" --out out
  [ "$status" -eq 1 ]
  [ "${lines[-1]}" = "1 slower, 1 faster, 2 the same, 4 unclear" ]
  rows out/compare.tsv | diff "$golden/compare.tsv" -
}

@test "statistics: unclear is an error only if one asks for that" {
  awk -F '\t' '/^#/ || $3 == "bench" || $3 == "d_wide"' "$golden/pairs.tsv" >wide.tsv
  run bench compare --from wide.tsv
  [ "$status" -eq 0 ]
  run bench compare --from wide.tsv --strict
  [ "$status" -eq 3 ]
}

@test "statistics: what was not measured in pairs gets no verdict" {
  run bench compare --from "$golden/samples.tsv"
  [ "$status" -eq 2 ]
  [[ $output == *samples.tsv*"not paired: no verdict"* ]]
}

@test "statistics: a file that is no samples file is named" {
  echo nonsense >nonsense.tsv
  for command in 'summary nonsense.tsv' 'summary absent.tsv' 'compare --from nonsense.tsv'; do
    # shellcheck disable=SC2086
    run bench $command
    [ "$status" -eq 2 ]
    [[ $output == *"${command##* }"* ]]
  done
}

# --- compare ---------------------------------------------------------------------------------

@test "compare: ten percent more is slower, measured twice, status 1" {
  side old 5000
  side new 5500
  run compare
  [ "$status" -eq 1 ]
  [[ $output == *"sum "*"5000 ns"*"5500 ns"*"+10.0 %"*slower* ]]
  [ "$(said 2,5,6,9,10)" = "sum	20	1.1	slower	-" ]
  [ "$(rows out/pairs.tsv | wc -l)" -eq $((2 * 20 * 8 * 2)) ]
  [ "$(rows out/pairs.tsv | cut -f 1 | sort -u | wc -l)" -eq 2 ]
}

@test "compare: ten percent less is faster, and no difference is the same: status 0" {
  side old 5000
  side new 4500
  compare
  [ "$(said 5,6,9)" = "20	0.9	faster" ]
  side new 5000
  compare --strict
  [ "$(said 5,6,9)" = "20	1	same" ]
}

@test "compare: a difference below the threshold does not count" {
  side old 5000
  side new 5200
  compare
  [ "$(said 9)" = same ]
  run compare --threshold 3
  [ "$status" -eq 1 ]
  [ "$(said 9)" = slower ]
}

@test "compare: pairs that disagree are measured 80 times, and unclear" {
  side old 5000
  side new '5000 + opened % 2 * 1500 - 750'
  run compare --strict
  [ "$status" -eq 3 ]
  [ "$(said 5,9)" = "80	unclear" ]
  run compare --pairs 10
  [ "$status" -eq 0 ]
  [ "$(said 5,9)" = "10	unclear" ]
}

@test "compare: what is slower only the first time is not reported" {
  side old 5000
  side new '5000 + (opened < 22) * 600'
  run compare
  [ "$status" -eq 0 ]
  [[ $output == *"unclear: slower at first, and then same"* ]]
  [ "$(said 9)" = unclear ]
}

@test "compare: two rounds are thrown away" {
  side old '5000 + (ran < 3) * 9000'
  side new '5000 + (ran < 3) * 1000'
  compare
  [ "$(said 6,9)" = "1	same" ]
}

@test "compare: a work that is too short is repeated, as often for both" {
  side old 5000
  side new 300
  compare
  [ "$(said 6,9)" = "0.06	faster" ]
  run rows out/pairs.tsv
  for row in "${lines[@]}"; do
    wall=$(cut -f 12 <<<"$row")
    [ "$wall" -ge 4000000 ]
  done
  [ "$(rows out/pairs.tsv | cut -f 11 | sort -u | wc -l)" -eq 1 ]
}

@test "compare: who comes first is random, and the same with the same seed" {
  side old 5000
  side new 5000
  order() { rows out/pairs.tsv | cut -f 2,8-10; }
  compare --seed 7
  order >seven
  compare --seed 7
  order | cmp - seven
  compare --seed 8
  run cmp -s <(order) seven
  [ "$status" -eq 1 ]
  first=$(awk -F '\t' '$1 == "new" && $4 == 1' seven | wc -l)
  [ "$first" -gt 40 ]
  [ "$first" -lt 120 ]
}

@test "compare: a program that fails is told, with its side: status 1" {
  side old 5000
  side new '5000 + (opened > 3 ? nothing / 0 : 0)'
  run compare
  [ "$status" -eq 1 ]
  [[ $output == *"fail: new: it ended by itself"* ]]
  [ "$(said 5-9)" = "0	nan	nan	nan	fail" ]
}

@test "compare: what the old build does not have is a visible skip" {
  side old 5000
  side new 5000
  cp new/bench/sum new/bench/more
  sed -i 's/has\\tsum/has\\tmore/' new/bench/more
  : >bench/more.c
  printf 'more\tquick\tn=1000\t1\tno\tns\t-\tHow long is more?\n' >>bench/questions.tsv
  run compare
  [ "$status" -eq 0 ]
  [[ $output == *"skip: the old build does not have this program"* ]]
  [ "$(rows out/compare.tsv | cut -f 2,6,9)" = "sum	1	same
more	nan	skip" ]
  run compare --bench more
  [ "$status" -eq 2 ]
  [[ $output == *"nothing could be compared"* ]]
}

@test "compare: bad usage is named" {
  side old 5000
  side new 5000
  for options in '--bench nothing*' '--threshold much' '--pairs 3' '--workers none' \
    '--placement moon' '--seconds 0' '--colour blue'; do
    # shellcheck disable=SC2086
    run compare $options
    [ "$status" -eq 2 ]
    [[ $output == *"${options#* }"* || $output == *"${options% *}"* ]]
    [ ! -e out ]
  done
  run bench compare --base old
  [ "$status" -eq 2 ]
  [[ $output == usage:* ]]
}

# --- aa --------------------------------------------------------------------------------------

@test "aa: identical is called the same, and an injected slowdown is found" {
  side new 5000
  run bench aa --build new --runs 3 --threshold 5 --out out
  [ "$status" -eq 0 ]
  [[ $output == *"slowdown 0 %: of 3 rows 0 were flagged (0.0 %), 0 were called different"* ]]
  [[ $output == *"slowdown 10 %: of 3 rows 3 were flagged (100.0 %), 3 were called different"* ]]
  [ "$(rows out/aa.tsv | cut -f 2,3,11)" = "$(printf '0\tsum\tsame\n%.0s' 1 2 3
    printf '10\tsum\tslower\n%.0s' 1 2 3)" ]
}

@test "aa: without a slowdown a build is only compared with itself" {
  side new 5000
  run bench aa --build new --runs 1 --slowdown 0 --threshold 5 --out out
  [ "$status" -eq 0 ]
  [[ $output != *"made slower"* ]]
  [ "$(rows out/aa.tsv | wc -l)" -eq 1 ]
}

# --- bench/compare ---------------------------------------------------------------------------

# versions: a small tree under git; today's library has a function more than the one before,
# and one of two programs uses it.
versions() {
  unset MAKEFLAGS MFLAGS MAKELEVEL MODE SAN STRICT BUILD CC CFLAGS
  HEDDLE_BUILD=build/release
  command -v gcc >/dev/null || HEDDLE_BUILD=build/release-clang
  export HEDDLE_BUILD
  mkdir -p tree/lib tree/bench tree/lessons tree/tests
  cd tree || return 1
  mkdir -p "$HEDDLE_BUILD/bin" "$HEDDLE_BUILD/bench"
  cp "$root/Makefile" .
  cp "$root/bench/compare" bench
  cp -r "$root/lib/heddle" "$root/lib/heddle.h" "$root/lib/error.c" lib
  cp "$build/bin/heddle-bench" "$HEDDLE_BUILD/bin"
  git init -q .
  git add lib
  git -c user.name=a -c user.email=a@b commit -q -m before
  echo 'int hd_extra(void); int hd_extra(void) { return 0; }' >lib/extra.c
  for name in sum more; do
    cat >"bench/$name.c" <<'EOT'
#include <stdio.h>
#include <string.h>
#ifdef EXTRA
int hd_extra(void);
#endif

int main(int argc, char **argv)
{
	char line[200];

#ifdef EXTRA
	hd_extra();
#endif
	while (argc > 1 && *argv[1] && fgets(line, sizeof line, stdin)) {
		if (!strncmp(line, "list", 4))
			printf("has\tsum\n");
		printf(strncmp(line, "run", 3) ? "ok\n" : "sample\t1000\t5000000\t1\t1\t1\t-\n");
		fflush(stdout);
	}
	return 0;
}
EOT
  done
  { echo '#define EXTRA'; cat bench/more.c; } >bench/more.new
  mv bench/more.new bench/more.c
  printf 'bench\tset\tparams\tworkers\tfit\tunit\tfloor\tquestion\n' >bench/questions.tsv
  printf 'sum\tquick\tn=1000\t1\tno\tns\t-\tHow long is a sum?\n' >>bench/questions.tsv
  make -s "$HEDDLE_BUILD/bench/sum" >/dev/null
}

@test "bench/compare: builds the old library with today's programs, skips what does not compile" {
  command -v git >/dev/null || skip "git is not installed"
  versions
  run sh bench/compare HEAD --threshold 5
  echo "$output"
  [ "$status" -eq 0 ]
  [[ $output == *"building the library as of "*"(before)"* ]]
  [[ $output == *"skip    bench/more: it does not compile with the library of HEAD"* ]]
  [[ $output == *"0 slower, 0 faster, 1 the same, 0 unclear"* ]]
  [ "$(git status --porcelain lib)" = "?? lib/extra.c" ]
  [ "$(git worktree list | wc -l)" -eq 1 ]
  run sh bench/compare HEAD --threshold 5
  [ "$status" -eq 0 ]
}

@test "bench/compare: a version that does not exist is named, as is a folder without git" {
  command -v git >/dev/null || skip "git is not installed"
  versions
  run sh bench/compare no-such-branch
  [ "$status" -eq 2 ]
  [[ $output == *"no commit, branch or tag 'no-such-branch'"* ]]
  run sh bench/compare ''
  [ "$status" -eq 2 ]
  [[ $output == *"make bench-compare BASE="* ]]
  rm -rf .git
  GIT_CEILING_DIRECTORIES=$BATS_TEST_TMPDIR run sh bench/compare HEAD
  [ "$status" -eq 2 ]
  [[ $output == *"not a git repository"* ]]
  [ ! -e build/base ]
}

@test "ratios: two runs that were not made side by side" {
  cp "$golden/summary.tsv" new.tsv
  run bench ratios "$golden/summary.tsv" new.tsv
  [ "$status" -eq 0 ]
  [[ ${lines[0]} == *"not paired: no verdict" ]]
  [[ ${lines[1]} == *1.000*workers ]]
  run bench ratios "$golden/samples.tsv" new.tsv
  [ "$status" -eq 2 ]
  [[ $output == *samples.tsv* ]]
  run bench ratios absent.tsv new.tsv
  [ "$status" -eq 2 ]
  [[ $output == *absent.tsv* ]]
}
