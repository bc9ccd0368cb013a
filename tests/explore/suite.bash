# shellcheck shell=bash
# SPDX-License-Identifier: MIT
#
# suite - what the suites about explore share.

load common

explore=$build/bin/explore
explore_cc=$build/bin/explore-cc
sources=$root/tests/explore/programs

# Livelocks are told by so many steps: the correct programs take a few hundred.
# shellcheck disable=SC2034 # the suites use it
steps=5000

# sanitized: explore is never instrumented, and in a sanitizer's build the same as in the plain one.
sanitized() {
  case $build in
    *-tsan | *-asan* | *-ubsan) return 0 ;;
  esac
  return 1
}

# To be called in setup.
needs_explore() {
  ! sanitized || skip "explore is never instrumented: the plain build's tests cover it"
  if [ ! -x "$explore" ]; then
    echo "there is no $explore: make builds it"
    return 1
  fi
}

needs() {
  command -v "$1" >/dev/null || skip "$1 is not installed"
}

# The compilers that are here, of those which explore-cc knows.
compilers() {
  local compiler
  for compiler in gcc clang; do
    if command -v $compiler >/dev/null; then echo $compiler; fi
  done
}

# The first of them: its form stands for all where one is enough.
watcher() {
  compilers | head -n 1
}

# key KEY PROGRAM: what a line of the program's first comment says; see program.h.
key() {
  sed -n "s/^ \* $1: *//p" "$sources/$2.c" | head -n 1
}

programs() {
  local file
  for file in "$sources"/*.c; do basename "$file" .c; done
}

# build_form FORM FIX SOURCE FILE: sync is a program as it comes, gcc and clang are that
# compiler under explore-cc.  FIX is -DFIX, or - for nothing.
build_form() {
  local flags=(-std=c17 -D_GNU_SOURCE -g -O1 -pthread)
  [ "$2" = - ] || flags+=("$2")
  case $1 in
    sync) "$(watcher)" "${flags[@]}" "$3" -o "$4" ;;
    *) CC=$1 "$explore_cc" "${flags[@]}" "$3" -o "$4" ;;
  esac
}

# build_programs FOLDER FORMS NAME...: FOLDER/FORM/NAME and NAME-fix, on all processors.
build_programs() {
  local folder=$1 forms=$2 form name
  shift 2
  for form in $forms; do
    mkdir -p "$folder/$form"
    for name; do
      printf '%s - %s %s\n' "$form" "$sources/$name.c" "$folder/$form/$name"
      printf '%s -DFIX %s %s\n' "$form" "$sources/$name.c" "$folder/$form/$name-fix"
    done
  done >"$folder/list"
  [ -z "${only_wrong-}" ] || sed -i '/ -DFIX /d' "$folder/list"
  export -f build_form compilers watcher
  export explore_cc
  xargs -P "$(getconf _NPROCESSORS_ONLN)" -L 1 bash -c 'build_form "$@"' - <"$folder/list"
}

# forms NAME: in which of the forms explore can find what is wrong with a program.
forms() {
  if [ "$(key granularity "$1")" = memory ]; then compilers; else echo sync && compilers; fi
}

# read_output OUTPUT: sets what explore said: $verdict, a word as programs call it, such as
# lost-wakeup; $after, how many schedules it took to find it; and $token, what --replay wants.
# shellcheck disable=SC2034 # the suites use them
read_output() {
  local line
  verdict='' after='' token=''
  while read -r line; do
    case $line in
      'explore: note:'* | 'explore: passed:'*) ;;
      'explore: failed: 1 of '*) after=${line#explore: failed: 1 of } after=${after%% *} ;;
      'explore: '*) [ -n "$verdict" ] || verdict=${line#explore: } verdict=${verdict%%:*} ;;
      'replay: explore --replay '*) token=${line#replay: explore --replay } token=${token%% *} ;;
    esac
  done <<<"$1"
  verdict=${verdict/#data race/race}
  verdict=${verdict/#lost wake-up/lost-wakeup}
  verdict=${verdict// /-}
}
