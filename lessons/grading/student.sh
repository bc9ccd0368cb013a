# shellcheck shell=sh
# SPDX-License-Identifier: MIT
#
# student - for those who do the assignments: start, try, watch, hint, progress, reset.

# -- where I am -----------------------------------------------------------------------------------

# verdict_of NAME: the last one of your copy, if it speaks of the copy as it is now.
verdict_of() {
  verdict=$results/$1/try/verdict.tsv
  [ -f "$verdict" ] && [ -f "$WORK/$(file_of "$1")" ] &&
    hash=$(sha256sum <"$WORK/$(file_of "$1")") &&
    grep -qx "# submission: ${hash%% *}" "$verdict" && echo "$verdict"
}

# points_of NAME: in words.
points_of() {
  if [ ! -f "$WORK/$(file_of "$1")" ]; then
    echo "not begun"
  elif verdict=$(verdict_of "$1"); then
    sed -n 's/^# points: \(.*\)/\1 points/p' "$verdict"
  elif [ -f "$results/$1/try/verdict.tsv" ]; then
    echo "changed since the last try"
  else
    echo "begun"
  fi
}

# next_name: the first that is not finished.
next_name() {
  for name in $(names); do
    case $(points_of "$name") in
    *' points') is=$(points_of "$name") ;;
    *) echo "$name" && return ;;
    esac
    # "20 of 20 points"
    [ "${is%% *}" = "$(echo "$is" | cut -d' ' -f3)" ] || { echo "$name" && return; }
  done
}

# -- start, reset ---------------------------------------------------------------------------------

start() {
  if [ -z "$1" ]; then
    for folder in $(folders); do
      name=${folder##*/assignment-}
      printf '  %-16s %-52s %s\n' "$name" "$folder" "$(points_of "$name")"
    done
    next=$(next_name)
    [ -z "$next" ] || printf '\nmake start A=%s gives you a copy to begin with\n' "$next"
    return
  fi
  find_assignment "$1"
  if [ -e "$WORK/$file" ]; then
    echo "$WORK/$file is there already, and stays as it is"
  else
    mkdir -p "$WORK" && cp "$folder/skeleton.c" "$WORK/$file" || exit 2
    echo "$WORK/$file is yours now"
  fi
  echo "what it has to do:  $folder/README.md"
  echo "to have it tested:  make try A=$1"
  echo "when you are stuck: make hint A=$1"
}

# What was there is kept under another name.
reset() {
  find_assignment "$1"
  [ -e "$WORK/$file" ] || fail "there is no $WORK/$file to begin anew: make start A=$1"
  n=1
  while [ -e "$WORK/$file.$n" ]; do n=$((n + 1)); done
  mv "$WORK/$file" "$WORK/$file.$n" && cp "$folder/skeleton.c" "$WORK/$file" || exit 2
  rm -rf "${results:?}/$1/try" "$results/$1/hint"
  echo "$WORK/$file is as it was at first; what you had is $WORK/$file.$n"
}

# -- try, watch -----------------------------------------------------------------------------------

# What the compiler says, and what it means.
show_errors() {
  for said in "$1/compile/errors" "$1/compile/warnings"; do
    if grep -q 'error' "$said" 2>/dev/null; then
      echo
      head -n 12 "$said"
      awk -f $here/explain.awk "$said"
      return
    fi
  done
}

# The interleavings of all failures, each with its replay command as it can be pasted.
show_failures() {
  awk -F '\t' '!/^#/ && $1 != "test" && $2 != "passed" { print $1 }' "$1/verdict.tsv" |
    while read -r test; do
      [ -f "$1/$test.log" ] || continue
      printf '\n== %s\n\n' "$test"
      sed -e '/^explore: failed: /d' -e '/^seed: /d' \
        -e "s|^replay: explore \(.*\)|replay: (cd $1/run \&\& $HEDDLE_BUILD/bin/explore \1)|" \
        "$1/$test.log"
    done
}

try() {
  find_assignment "$1"
  [ -e "$WORK/$file" ] || fail "there is no $WORK/$file yet: make start A=$1"
  out=$results/$1/try
  judge "$WORK/$file" "$out"
  show "$out/verdict.tsv" text
  if grep -q '	does not compile	' "$out/verdict.tsv"; then
    show_errors "$out"
  else
    [ ! -s "$out/compile/warnings" ] || { echo && cat "$out/compile/warnings"; }
    show_failures "$out"
  fi
}

# Until the copy is another one: inotifywait is quicker to notice, and need not be there.
await_change() {
  was=$(cksum <"$WORK/$file")
  while [ ! -f "$WORK/$file" ] || [ "$(cksum <"$WORK/$file")" = "$was" ]; do
    inotifywait -qq -t 60 -e close_write,move_self,delete_self "$WORK/$file" 2>/dev/null
    # 0: something has happened; 2: nothing within the time.
    case $? in
    0 | 2) ;;
    *) sleep 1 ;;
    esac
  done
}

watch() {
  find_assignment "$1"
  trap 'exit 0' INT
  while :; do
    (try "$1") || [ -e "$WORK/$file" ] || exit 2
    printf '\n-- again when %s is saved; Ctrl-C ends this\n' "$WORK/$file"
    await_change
  done
}

# -- hint, progress -------------------------------------------------------------------------------

# Each call one level further, and each says which.
hint() {
  find_assignment "$1"
  seen=$results/$1/hint
  level=${2:-$(($(cat "$seen" 2>/dev/null || echo 0) + 1))}
  case $level in
  1 | 2 | 3) ;;
  4) level=3 ;;
  *) fail "N='$level': a hint is 1, 2 or 3" ;;
  esac
  mkdir -p "${seen%/*}" && echo "$level" >"$seen" || exit 2
  cat "$folder/hints/$level.md"
  echo
  case $level in
  3) echo "that was hint 3 of 3; make hint A=$1 N=1 shows the first again" ;;
  *) echo "that was hint $level of 3; make hint A=$1 again says more" ;;
  esac
}

# A line each: points, a bar, and what is not passed yet.
progress() {
  for name in $(names); do
    verdict=$(verdict_of "$name") || verdict=/dev/null
    awk -F '\t' -v name="$name" -v words="$(points_of "$name")" '
      /^#/ || $1 == "test" { next }
      { earned += $3; most += $4 }
      $2 != "passed" && $2 != "not run" { lacks = lacks " " $1 }
      END {
        bar = sprintf("%*s", most ? int(20 * earned / most) : 0, "")
        gsub(/ /, "#", bar)
        printf "  %-16s [%-20s] %s%s\n", name, bar, words, lacks == "" ? "" : ", to do:" lacks
      }' "$verdict"
  done
  next=$(next_name)
  echo
  if [ -z "$next" ]; then
    echo 'all of it is done'
  elif [ -e "$WORK/$(file_of "$next")" ]; then
    echo "next: make try A=$next"
  else
    echo "next: make start A=$next"
  fi
}
