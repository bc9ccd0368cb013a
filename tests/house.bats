#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The house itself: its rooms, its doors (make, setup, run), its floors.
#
# Bats stops a test at the first command that fails, cd too; no name here has a space in it.
# shellcheck disable=SC2164,SC2013,SC2046,SC2030,SC2031

bats_require_minimum_version 1.8.0

setup_file() {
  # A make inside this test is its own; it does not talk to one that started Bats.
  unset MAKEFLAGS MFLAGS MAKELEVEL MODE SAN STRICT
  cd "$BATS_TEST_DIRNAME/.."
  HEDDLE_BUILD=${HEDDLE_BUILD:-build/release}
  export BUILD=${HEDDLE_BUILD%/*}
  export LC_ALL=C
}

setup() {
  cd "$BATS_TEST_DIRNAME/.."
}

# small_tree: a copy that is quick to build, in a folder with a space in its name.
small_tree() {
  tree="$BATS_TEST_TMPDIR/a tree"
  mkdir -p "$tree/lib" "$tree/lessons" "$tree/tests" "$tree/bench"
  cp Makefile "$tree"
  cp -r lib/heddle lib/heddle.h lib/error.c "$tree/lib"
  cd "$tree"
  unset BUILD
}

# installed: puts the library under $prefix.
installed() {
  prefix="$BATS_TEST_TMPDIR/some where/usr"
  make -s install PREFIX=/usr DESTDIR="$BATS_TEST_TMPDIR/some where" >/dev/null
}

# readme_program: the C block of README.md, as a file.
readme_program() {
  awk '/^```c$/ { inside = 1; next } /^```/ { inside = 0 } inside' README.md \
    >"$BATS_TEST_TMPDIR/readme.c"
}

# --- rooms ------------------------------------------------------------------------------------

@test "the top level holds these and nothing else" {
  run ls -A -I .git -I build -I 'explore-*.token'
  [ "$output" = ".ci
.clang-format
.editorconfig
.gitignore
LICENSE
Makefile
README.md
bench
lessons
lib
plots
tests" ]
}

@test "no file points to a place outside the project" {
  run grep -rnE --exclude-dir=build --exclude-dir=.git '/wor[k]/|\.\./share[d]|/tm[p]/[A-Z]/' .
  echo "$output"
  [ "$status" -eq 1 ]
}

@test "every file that is written here says MIT" {
  run grep -rL 'SPDX-License-Identifier: MIT' --include=*.c --include=*.h --include=*.sh \
    --include=*.bats --include=*.bash --include=*.awk --include=*.gp --include=explore-cc Makefile lib lessons tests bench plots
  echo "$output"
  [ -z "$output" ]
}

@test "links in README.md and in the lessons lead somewhere" {
  for file in README.md lib/README.md lessons/*/README.md; do
    for target in $(grep -oE '\]\([^)]+\)' "$file" | sed 's/^](//; s/)$//; s/#.*//'); do
      case $target in
      http*://*) ;;
      *) [ -e "$(dirname "$file")/$target" ] || { echo "$file: $target"; false; } ;;
      esac
    done
  done
}

# --- floors -----------------------------------------------------------------------------------

# Floor by floor, from the ground up: a module may use its own floor and those below.  The
# public headers hold types that every floor may know; whose functions it may call is shown
# by the symbols.
floors() {
  cat <<'EOT'
0 error clock sync
1 failure fork trace trace_write trace_chrome parker idle lot queue deque
1 magazine task settle thread worker scheduler registry
2 future cancel
3 executor executor_private executor_threads executor_serial map for branch input gather wait
4 pool pool_private batch async_result imap
4 promise promise_private promise_settle promise_then
EOT
}

# The one arrow that points up: a task holds a reference to its token.
known_arrow='task cancel'

@test "every module of the library stands on a floor" {
  for file in lib/*.c lib/*.h; do
    name=$(basename "${file%.*}")
    [ "$name" = heddle ] || grep -qw "$name" <<<"$(floors)" ||
      { echo "$file: add it to floors() here"; false; }
  done
}

@test "an arrow points down: no module includes one from a floor above" {
  run awk '
    NR == FNR { for (i = 2; i <= NF; i++) floor[$i] = $1; next }
    FNR == 1 { module = FILENAME; sub(/.*\//, "", module); sub(/\..*/, "", module) }
    /^#include "[a-z_]+\.h"/ {
      used = $2; gsub(/"|\.h/, "", used)
      if (floor[used] > floor[module])
        print FILENAME ": floor " floor[module] " includes " used ", floor " floor[used]
    }' <(floors) lib/*.[ch]
  echo "$output"
  [ -z "$output" ]
}

@test "an arrow points down: no module calls one from a floor above" {
  make -s library
  run awk -v known="$known_arrow" '
    FILENAME != "-" { for (i = 2; i <= NF; i++) floor[$i] = $1; next }
    { module = $1; sub(/.*\//, "", module); sub(/\.o:.*/, "", module) }
    $(NF - 1) == "U" { if ($NF ~ /^hd_/) used[module " " $NF] = 1; next }
    { home[$NF] = module }
    END {
      for (arrow in used) {
        split(arrow, a, " ")
        if (a[1] " " home[a[2]] == known) continue
        if (floor[home[a[2]]] > floor[a[1]])
          print a[1] ", floor " floor[a[1]] ", calls " a[2] " in " home[a[2]]
      }
    }' <(floors) - < <(nm -A -g "$BUILD"/release/obj/lib/*.o)
  echo "$output"
  [ -z "$output" ]
}

# explore watches any program, and heddle is one of them.
@test "explore knows pthreads but not heddle, and heddle does not know explore" {
  [ -e lib/explore/board.h ]
  run grep -rnE '^#include .*heddle|\bhd_[a-z]' lib/explore --include=*.[ch]
  echo "$output"
  [ "$status" -eq 1 ]
  run grep -nE '^#include .*(explore|\.\./)' lib/*.[ch] lib/heddle/*.h
  echo "$output"
  [ "$status" -eq 1 ]
  run nm -A -u "$BUILD"/release/lib/libheddle-explore.so
  [ "$status" -eq 0 ]
  run ! grep -E ' hd_' <<<"$output"
}

@test "explore's command and its runtime share what lies above both, and no more" {
  run grep -rn '^#include "[^"]*runtime/' lib/explore/*.[ch] lib/explore/command
  echo "$output"
  [ "$status" -eq 1 ]
  run grep -rn '^#include "[^"]*command/' lib/explore/*.[ch] lib/explore/runtime
  echo "$output"
  [ "$status" -eq 1 ]
}

@test "a .c file of the library includes its own header first" {
  for file in lib/*.c; do
    name=$(basename "$file" .c)
    [ -e "lib/$name.h" ] || [ -e "lib/heddle/$name.h" ] || continue
    first=$(grep -m 1 '^#include' "$file")
    case $first in
    "#include \"$name.h\"" | "#include \"${name}_private.h\"" | "#include \"heddle/$name.h\"") ;;
    *) echo "$file: $first"; false ;;
    esac
  done
}

@test "each header compiles alone, in C" {
  for header in lib/*.h lib/heddle/*.h; do
    echo "$header"
    echo "#include \"$header\"" | cc -std=c17 -D_GNU_SOURCE -Wall -Wextra -Werror -Ilib -I. \
      -fsyntax-only -x c -
  done
}

@test "each header of explore and of its tests compiles alone" {
  # heddle's headers are not in its sight, as some have the same names.
  folders=$(find lib/explore -type d | sed 's/^/-iquote /')
  for header in $(find lib/explore -name '*.h' | sort) $(echo tests/explore/*/*.h); do
    echo "$header"
    case $header in
    lib/*) flags=$folders ;;
    *) flags=-Ilib ;;
    esac
    # shellcheck disable=SC2086 # the words are the flags
    echo "#include \"$header\"" | cc -std=c17 -D_GNU_SOURCE -Wall -Wextra -Werror $flags -I. \
      -fsyntax-only -x c -
  done
}

@test "each public header compiles alone, in C++" {
  command -v g++ || skip "no C++ compiler (g++)"
  for header in lib/heddle.h lib/heddle/*.h; do
    echo "$header"
    # hd_aggregate ends in a flexible array member, which C++ has as an extension only.
    echo "#include \"$header\"" | g++ -Wall -Wextra -Werror -Ilib -I. -fsyntax-only -x c++ -
  done
}

# --- symbols ----------------------------------------------------------------------------------

@test "nm shows nothing without the prefix hd_" {
  make -s library
  run sh -c "nm -g --defined-only '$BUILD'/release/lib/libheddle.a |
    awk 'NF == 3 && \$3 !~ /^hd_/'"
  echo "$output"
  [ -z "$output" ]
}

@test "the shared library exports what the headers declare, and no more" {
  make -s library
  nm -D --defined-only "$BUILD/release/lib/libheddle.so" | awk '{ print $3 }' |
    sort >"$BATS_TEST_TMPDIR/exported"
  grep -hv '^#' lib/heddle/*.h | tr '\n\t' '  ' | grep -o 'HD_API [^;]*;' |
    sed -E 's/^[^(]*[ *](hd_[a-z_]+)\(.*/\1/' | sort >"$BATS_TEST_TMPDIR/declared"
  [ "$(wc -l <"$BATS_TEST_TMPDIR/declared")" -gt 50 ]
  diff "$BATS_TEST_TMPDIR/declared" "$BATS_TEST_TMPDIR/exported"
}

# --- make -------------------------------------------------------------------------------------

@test "make help shows every target and variable that is documented" {
  run make -s help
  [ "$status" -eq 0 ]
  for target in $(sed -n 's/^\([a-zA-Z-]*\):.*  ## .*/\1/p' Makefile); do
    grep -q "^  make $target " <<<"$output" || { echo "$target"; false; }
  done
  for variable in MODE SAN CC STRICT V UNIT ARGS BENCH PEERS WORKERS BASE EXPLORE_ARGS PREFIX DESTDIR; do
    grep -q "^  $variable=" <<<"$output" || { echo "$variable"; false; }
  done
  [ "$(awk 'length > 100' <<<"$output")" = "" ]
}

@test "a wrong MODE is refused, with what is allowed" {
  run make MODE=fast
  [ "$status" -eq 2 ]
  [[ "${#lines[@]}" -eq 1 && "$output" == *"MODE='fast'"*"release, debug"* ]]
}

@test "a wrong SAN is refused, with what is allowed" {
  run make SAN=address,memory
  [ "$status" -eq 2 ]
  [[ "${#lines[@]}" -eq 1 && "$output" == *"SAN='address,memory'"*"thread, address"* ]]
  run make SAN=thread,address
  [ "$status" -eq 2 ]
  [[ "${#lines[@]}" -eq 1 && "$output" == *"exclude each other"* ]]
}

@test "a compiler that is not there is named" {
  small_tree
  run make CC=no-such-cc build/release/obj/lib/error.o
  [ "$status" -eq 2 ]
  [[ "$output" == *"CC='no-such-cc'"* ]]
}

@test "a variant has a folder of its own" {
  for variant in "MODE=release:release" "MODE=debug:debug" "SAN=thread:release-tsan" \
    "SAN=undefined,address:release-asan-ubsan" "MODE=debug CC=clang:debug-clang"; do
    # shellcheck disable=SC2086
    run make -n ${variant%:*} library
    [[ "$output" == *"/${variant#*:}/lib/libheddle.a"* ]]
  done
}

@test "a lesson that does not exist is refused, with those that do" {
  run make -s lesson-77
  [ "$status" -eq 2 ]
  [[ "$output" == *"no lesson '77'"*" 01 "* ]]
}

@test "timeline without a program names what can be drawn" {
  for wrong in "" "LESSON=03" "LESSON=03 PROGRAM=nonesuch" "LESSON=77 PROGRAM=x"; do
    # shellcheck disable=SC2086
    run make -s timeline $wrong
    [ "$status" -eq 2 ]
    [[ "$output" == *"timeline needs LESSON=NN and PROGRAM=name"*"LESSON=03 PROGRAM="* ]]
  done
}

@test "explore without a program names what can be explored" {
  for wrong in "" "LESSON=03" "LESSON=03 PROGRAM=nonesuch" "LESSON=77 PROGRAM=x"; do
    # shellcheck disable=SC2086
    run make -s explore $wrong
    [ "$status" -eq 2 ]
    [[ "$output" == *"explore needs LESSON=NN and PROGRAM=name"*"LESSON=03 PROGRAM="* ]]
  done
}

@test "what has not changed is not built again; what has, is" {
  small_tree
  run make -s build/release/obj/lib/error.o
  [[ "$status" -eq 0 && "$output" == *"CC "* ]]
  run make -s build/release/obj/lib/error.o
  [[ "$status" -eq 0 && -z "$output" ]]
  run make -s build/release/obj/lib/error.o CFLAGS=-fno-common
  [[ "$status" -eq 0 && "$output" == *"CC "* ]]
  touch -d '+1 minute' lib/heddle/error.h
  run make -s build/release/obj/lib/error.o CFLAGS=-fno-common
  [[ "$status" -eq 0 && "$output" == *"CC "* ]]
}

@test "a lesson whose libraries are missing is skipped, visibly" {
  small_tree
  mkdir lessons/98-none
  echo 'no-such-library' >lessons/98-none/pkgs
  echo 'int main(void) { return 0; }' >lessons/98-none/nothing.c
  run make -s skips
  [ "$status" -eq 0 ]
  [[ "$output" == *"skip    lessons/98-none/nothing needs no-such-library"* ]]
}

# --- the library from outside -----------------------------------------------------------------

@test "install puts everything in its place, and uninstall takes it away" {
  installed
  for file in include/heddle.h include/heddle/future.h lib/libheddle.a lib/libheddle.so \
    lib/libheddle.so.0 lib/pkgconfig/heddle.pc share/man/man7/heddle.7 bin/explore \
    bin/explore-cc lib/libheddle-explore.so share/man/man1/explore.1 \
    share/man/man1/explore-cc.1; do
    [ -e "$prefix/$file" ] || { echo "$file"; false; }
  done
  make -s uninstall PREFIX=/usr DESTDIR="$BATS_TEST_TMPDIR/some where"
  run find "$prefix" ! -type d
  [ -z "$output" ]
}

@test "explore works where it is installed, and explore-cc finds its library" {
  installed
  cd "$BATS_TEST_TMPDIR"
  program="$BATS_TEST_DIRNAME/explore/programs/counter.c"
  run "$prefix/bin/explore-cc" -g -pthread "$program" -o watched
  echo "$output"
  [ "$status" -eq 0 ]
  run "$prefix/bin/explore" -n 20 -- ./watched
  [ "$status" -eq 1 ]
  [[ "${lines[0]}" == "explore: data race: "*"counter.c:"* ]]
  cc -g -pthread -DFIX "$program" -o plain
  ln -s "$prefix/bin/explore" found
  run ./found -n 20 -- ./plain
  [ "$status" -eq 0 ]
  run "$prefix/bin/explore" --version
  [ "$output" = "explore $(sed -n 's/^VERSION := //p' "$BATS_TEST_DIRNAME/../Makefile")" ]
  # Without its library it says what is missing, and where.
  rm "$prefix/lib/libheddle-explore.so"
  run "$prefix/bin/explore" -- ./plain
  [ "$status" -eq 2 ]
  [[ "$output" == *"/usr/lib/libheddle-explore.so"* ]]
  run "$prefix/bin/explore-cc" -g -pthread "$program" -o again
  [ "$status" -eq 2 ]
}

@test "README's program compiles and runs, shared and static, through pkg-config" {
  command -v pkg-config || skip "pkg-config is not installed"
  installed
  readme_program
  cd "$BATS_TEST_TMPDIR"
  ln -s "$prefix" sysroot # a prefix without the space, which pkg-config would escape
  export PKG_CONFIG_PATH=$PWD/sysroot/lib/pkgconfig
  sed -i "s|^prefix=.*|prefix=$PWD/sysroot|" sysroot/lib/pkgconfig/heddle.pc
  # The words are the flags.
  # shellcheck disable=SC2046
  {
    cc -Wall -Wextra -Werror readme.c -o shared $(pkg-config --cflags --libs heddle)
    cc -Wall -Wextra -Werror readme.c -o static $(pkg-config --cflags heddle) \
      $(pkg-config --libs-only-L heddle) -l:libheddle.a
  }
  LD_LIBRARY_PATH=$PWD/sysroot/lib run ./shared
  [[ "$status" -eq 0 && "$output" == "the cube of 7 is 343" ]]
  run ./static
  [[ "$status" -eq 0 && "$output" == "the cube of 7 is 343" ]]
  run env LD_LIBRARY_PATH="$PWD/sysroot/lib" ldd shared
  [[ "$output" == *"libheddle.so.0 =>"* ]]
}

@test "the manual's example compiles and runs" {
  make -s library
  awk '/^.Bd -literal/ { inside = 1; next } /^.Ed/ { inside = 0 } inside' lib/heddle.7 |
    sed 's/\\e/\\/g' >"$BATS_TEST_TMPDIR/manual.c"
  cc -Wall -Wextra -Werror -Ilib "$BATS_TEST_TMPDIR/manual.c" -pthread \
    -o "$BATS_TEST_TMPDIR/manual" "$BUILD/release/lib/libheddle.a"
  run "$BATS_TEST_TMPDIR/manual"
  [ "$status" -eq 0 ]
  [ "${lines[*]}" = "1 8 27 64 125 216 343 512 729 1000" ]
}

@test "the manual names functions that exist" {
  for name in $(grep -oE 'hd_[a-z_]+' lib/heddle.7 | sort -u); do
    grep -qE "\b$name\(" lib/heddle/*.h || [[ "$name" =~ ^hd_(executor|future|map|input)$ ]] ||
      { echo "$name"; false; }
  done
}

# --- setup and run, on machines that we do not have -------------------------------------------

# bare_machine MANAGER: a PATH with a shell's company and that package manager, no compiler.
bare_machine() {
  bin="$BATS_TEST_TMPDIR/bin-$1"
  mkdir -p "$bin"
  for tool in sh sed awk grep sort tr head tail mkdir dirname find id cat env; do
    ln -sf "$(command -v $tool)" "$bin/$tool"
  done
  printf '#!/bin/sh\necho called >>"%s/log"\n' "$bin" >"$bin/$1"
  chmod +x "$bin/$1"
}

@test "setup knows the packages of every manager" {
  for manager in apt-get dnf pacman apk brew; do
    bare_machine $manager
    PATH=$bin run sh lessons/setup all --dry-run
    [ "$status" -eq 0 ]
    [[ "$output" == *"would install with $manager: "*gcc*"make "* ]]
    [[ "$output" != *"(a peer)"* ]]
    PATH=$bin run sh lessons/setup peers --dry-run
    [ "$status" -eq 0 ]
    [[ "$output" == *"would install with $manager: "*libuv*python* ]]
    [ ! -e "$bin/log" ]
  done
}

@test "setup says what to install for one need, or nothing if it is here" {
  run sh lessons/setup --need 'command awk'
  [[ "$status" -eq 0 && -z "$output" ]]
  bare_machine apk
  PATH=$bin run sh lessons/setup --need 'module libuv'
  [[ "$status" -eq 1 && "$output" == "install libuv-dev" ]]
  bare_machine none
  PATH=$bin run sh lessons/setup --need 'module libuv'
  [[ "$status" -eq 1 && "$output" == "install libuv" ]]
  run sh lessons/setup --need 'module nix'
  [[ "$status" -eq 2 && "$output" == *"'module nix'"* ]]
}

@test "every peer has a program, and what it needs is known to setup" {
  while IFS=$'\t' read -r impl program _ takes_part needs; do
    [[ "$impl" != \#* && "$impl" != impl ]] || continue
    case $program in
    libgomp | libomp) [ -e bench/peers/openmp.c ] ;;
    *.py) [ -e "bench/peers/$program" ] ;;
    *) [ -e "bench/peers/$program.c" ] || [ -e "bench/peers/$program.cpp" ] ;;
    esac
    [[ "$takes_part" =~ ^(outside|caller|serial)$ ]]
    [ "$needs" = - ] || { run sh lessons/setup --need "$needs" && [ "$status" -ne 2 ]; }
  done <bench/peers/list.tsv
}

@test "a peer whose library is missing is not built, but told" {
  mkdir "$BATS_TEST_TMPDIR/fake"
  printf '#!/bin/sh\nexit 1\n' >"$BATS_TEST_TMPDIR/fake/pkg-config"
  chmod +x "$BATS_TEST_TMPDIR/fake/pkg-config"
  PATH=$BATS_TEST_TMPDIR/fake:$PATH run make -n BUILD="$BATS_TEST_TMPDIR/none" build-bench
  [ "$status" -eq 0 ]
  [[ "$output" == *"'libuv: install "*"(make setup-peers)"*"'tbb: install "* ]]
  [[ "$output" == *"CC bench/peers/serial.c"* || "$output" == *"bench/peers/serial.o"* ]]
  [[ "$output" != *"bench/peers/libuv.o"* ]]
}

@test "every row of setup's table has a package or a dash for each manager" {
  run sh -c "sed -n '/^lessons|/,/^EOT/p' lessons/setup |
    awk -F'|' 'NF && !/^EOT/ && (NF != 9 || /\\|\\|/)'"
  [ -z "$output" ]
}

@test "setup says first what it installs, and ends badly if it still is not there" {
  bare_machine apk
  ln -s "$(command -v true)" "$bin/sudo"
  PATH=$bin run sh lessons/setup lessons
  [ "$status" -eq 1 ]
  [[ "$output" == *"installing with apk: "*"needed: gcc (the compiler)"* ]]
}

@test "setup without a package manager, or without root, says what to do" {
  bare_machine none
  PATH=$bin run sh lessons/setup lessons
  [ "$status" -eq 1 ]
  [[ "$output" == *"found none of apt-get, dnf"* ]]
  bare_machine dnf
  rm "$bin/id"
  printf '#!/bin/sh\necho 1000\n' >"$bin/id"
  chmod +x "$bin/id"
  PATH=$bin run sh lessons/setup lessons
  [ "$status" -eq 1 ]
  [[ "$output" == *"ask somebody who may to run: dnf install "* ]]
}

@test "setup and start refuse words that they do not know" {
  run sh lessons/setup everything
  [[ "$status" -eq 2 && "$output" == *"'everything'"* ]]
  run sh lessons/start --fast
  [[ "$status" -eq 2 && "${lines[0]}" == *"'--fast'"* ]]
  run sh lessons/start --unit soon
  [[ "$status" -eq 2 && "$output" == *"'soon'"* ]]
}

# tap_run TAP [STATUS]: tests/run over a Bats that says this.
tap_run() {
  mkdir -p "$BATS_TEST_TMPDIR/fake"
  printf '%b\n' "$1" >"$BATS_TEST_TMPDIR/fake/tap"
  printf '#!/bin/sh\ncat "%s"\nexit %s\n' "$BATS_TEST_TMPDIR/fake/tap" "${2:-0}" \
    >"$BATS_TEST_TMPDIR/fake/bats"
  chmod +x "$BATS_TEST_TMPDIR/fake/bats"
  PATH=$BATS_TEST_TMPDIR/fake:$PATH run sh tests/run --built
  last=${lines[-1]}
}

@test "run counts what passed, failed, was skipped or never reported" {
  tap_run '1..2\nok 1 a\nok 2 b'
  [[ "$status" -eq 0 && "$last" == "2 passed, 0 failed" ]]
  tap_run '1..3\nok 1 a\nok 2 b # skip no bread\nnot ok 3 c\n# why' 1
  [[ "$status" -eq 1 && "$last" == "1 passed, 1 failed, 1 skipped" ]]
  tap_run '1..3\nok 1 a' 1
  [[ "$status" -eq 1 && "$last" == "1 passed, 2 failed" ]]
  tap_run '1..1\nok 1 a' 1
  [[ "$status" -eq 1 && "$last" == "1 passed, 1 failed" ]]
  tap_run '1..0'
  [[ "$status" -eq 1 && "$last" == "0 passed, 0 failed" ]]
}

# --- tests ------------------------------------------------------------------------------------

# What may sleep: a test whose deadline has to pass, and says so just above; the test of the
# clock; the support (probe.c), which looks again and again until it sees a state; what
# explore runs, in virtual time; and submissions that shall be refused.
@test "no test sleeps to arrange an order" {
  run awk '
    FNR == 1 { allowed = -99 }
    /deadline|hd_now/ { allowed = FNR }
    /(^|[^a-z_])(u|nano|hd_)?sleep\(|^ *sleep / && FNR - allowed > 15 {
      print FILENAME ":" FNR ":" $0
    }' $(find tests \( -path tests/explore -o -path tests/assignments \) -prune -o -name '*.c' ! -name probe.c -print -o -name '*.bats' ! -name house.bats -print)
  echo "$output"
  [ -z "$output" ]
}
