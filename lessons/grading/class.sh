# shellcheck shell=sh
# SPDX-License-Identifier: MIT
#
# class - a folder of submissions: a table of points, and a page for each student.
#
# Who somebody is says the name of their folder, or of their file, and nothing in it.  Each is
# judged by a process of its own, and sealed when it is done: whatever happens to one happens to
# that one only, and a class that was interrupted goes on where it stopped.

# The submissions: ID<tab>path, in the order of the names.
students() {
  for entry in "$class"/*; do
    id=${entry##*/}
    if [ -d "$entry" ] || [ -L "$entry" ]; then
      printf '%s\t%s\n' "$id" "$entry"
    elif [ "${id%.c}" != "$id" ]; then
      printf '%s\t%s\n' "${id%.c}" "$entry"
    elif [ -e "$entry" ]; then
      echo "ignored, as it is neither a folder nor a .c file: $entry" >&2
    fi
  done | sort
}

check_class() {
  [ -n "$class" ] && [ -d "$class" ] || fail "DIR='$1': grade-class needs a folder of submissions"
  sh $here/box --kind | grep -qx bubblewrap ||
    fail "a class is graded in the box only, and there is none here: bubblewrap (bwrap) is not \
installed, or may not make namespaces. 'make setup' installs it; make grade judges one submission \
without it"
  # Names are cells of a table, and parts of paths.
  find "$class" -mindepth 1 -maxdepth 1 -name '*[[:cntrl:]]*' | grep -q . &&
    fail "$class: a name in it holds a control character: rename it"
  students >"$out/list" || exit 2
  [ -s "$out/list" ] || fail "$class: there is no submission in it: a folder for each student \
with a $file, or files ID.c"
  twice=$(cut -f 1 "$out/list" | uniq -d | head -n 1)
  [ -z "$twice" ] || fail "$class: '$twice' is there twice, as a folder and as a file"
}

# judge-one NAME "ID<tab>PATH": what xargs calls.  It ends well whatever it finds.
judge_one() {
  find_assignment "$1"
  id=${2%%"	"*}
  path=${2#*"	"}
  one=$results/$1/class/students/$id
  mkdir -p "$one" && rm -f "$one/row" "$one/problem" || exit 0
  if [ -L "$path" ]; then
    echo 'not accepted: it is a symbolic link' >"$one/problem"
  elif sh $here/judge -r "$folder" "$path" "$one/result" "$SEED" 2>"$one/problem"; then
    [ -s "$one/problem" ] || rm -f "$one/problem"
    rm -rf "$one/result/compile"
  fi
  row_of "$id" >"$one/row"
  page_of "$id" >"$one/page.new" && mv "$one/page.new" "$results/$1/class/pages/$id.html"
  printf '%s: %s\n' "$id" "$(cut -f 2,3 "$one/row" | tr '\t' ' ')"
}

# row_of ID: id, points, status, points of each test, grader, seed; with tabs.
row_of() {
  if [ -s "$one/problem" ]; then
    case $(cat "$one/problem") in
    *'there is no '*) status='no submission' ;;
    *'regular file'* | 'not accepted'*) status='not accepted' ;;
    *) status='grader error' ;;
    esac
    printf '%s\t%s\t%s\n' "$1" "$([ "$status" = 'grader error' ] || echo 0)" "$status"
    return
  fi
  awk -F '\t' -v id="$1" '
    /^# grader: / { grader = substr($0, 11) }
    /^# seed: / { seed = substr($0, 9) }
    /^#/ || $1 == "test" { next }
    { sum += $3; points = points "\t" $3 }
    $2 != "passed" && status == "" { status = $2 }
    $2 == "grader error" { error = 1 }
    END {
      if (error) print id "\t\tgrader error"
      else print id "\t" sum "\t" (status == "" ? "passed" : status) points "\t" grader "\t" seed
    }' "$one/result/verdict.tsv"
}

# page_of ID: what the student gets to see.
page_of() {
  {
    printf 'id\t%s\nassignment\t%s\nfolder\t%s\n' "$1" "${folder##*/assignment-}" "$folder"
    if [ -s "$one/problem" ]; then
      printf 'problem\t%s\n' "$(head -n 1 "$one/problem")"
    else
      sed 's/^/verdict	/' "$one/result/verdict.tsv"
      for log in "$one/result"/*.log; do
        test=$(basename "$log" .log)
        if grep -q "^test: $test\$" "$folder/tests" && ! grep -q '^explore: passed: ' "$log"; then
          printf 'log\t%s\n' "$test"
          head -n 200 "$log" | sed 's/^/line	/'
        fi
      done
    fi
  } | awk -f $here/page.awk
}

# As RFC 4180 has it; a cell that a spreadsheet would take for a formula begins with '.
as_csv() {
  awk -F '\t' -v columns="$1" '
    function cell(text) {
      if (text ~ /^[=+@\t-]/) text = "\047" text
      if (text ~ /[",\r\n]/) { gsub(/"/, "\"\"", text); text = "\"" text "\"" }
      return text
    }
    {
      line = cell($1)
      for (i = 2; i <= columns; i++) line = line "," cell($i)
      print line
    }'
}

write_grades() {
  columns="id	raw	status	$(sed -n 's/^test: //p' "$folder/tests" | tr '\n' '\t')grader	seed"
  {
    printf '%s\n' "$columns"
    cut -f 1 "$out/list" | while IFS= read -r id; do
      cat "$out/students/$id/row" 2>/dev/null || printf '%s\t\tgrader error\n' "$id"
    done
  } | as_csv "$(printf '%s\n' "$columns" | awk -F '\t' '{ print NF }')" >"$out/grades.new" &&
    mv "$out/grades.new" "$out/grades.csv" || fail "cannot write $out/grades.csv"
}

grade_class() {
  find_assignment "$1"
  need_tools bwrap xargs
  class=$(from_there "$2")
  out=$results/$1/class
  mkdir -p "$out/students" "$out/pages" || exit 2
  check_class "$2"
  # A newline ends each in the list, and no name has one.
  tr '\n' '\0' <"$out/list" |
    xargs -0 -n 1 -P "$JOBS" sh $here/assignment judge-one "$1" || fail 'interrupted: the same \
command goes on from here'
  write_grades
  echo
  echo "$(grep -c '' "$out/list") submissions"
  echo "points: $out/grades.csv"
  echo "pages:  $out/pages/"
  errors=$(cut -f 1 "$out/list" | while IFS= read -r id; do
    grep -q '	grader error' "$out/students/$id/row" && echo "$id"
  done)
  [ -z "$errors" ] || fail "grader error, which is nobody's fault but the grader's, for: $(
    echo "$errors" | tr '\n' ' ')- the same command tries these again"
}
