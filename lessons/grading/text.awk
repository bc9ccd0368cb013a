# SPDX-License-Identifier: MIT
#
# text - a sealed verdict for people: a line a test, and below it what is wrong.
#
#   awk -f text.awk verdict.tsv

BEGIN { FS = "\t" }

# Expected and happened: explore says "line 2 of the output is 'a', and 'b' was expected".
function say_why(why, about,  line, at) {
  if (match(why, /^line [0-9]+ of the output is /)) {
    line = why
    sub(/ of the output .*/, "", line)
    why = substr(why, RLENGTH + 1)
    at = match(why, /, and ('[^']*'|nothing more)( without a newline)? was expected$/)
    about = substr(why, at + 6, RLENGTH - 6 - length(" was expected"))
    about = about ", " line " of what the test says"
    why = substr(why, 1, at - 1)
  }
  printf "%10sexpected: %s\n%10shappened: %s\n", "", about, "", why
}

/^# [a-z]+: / {
  key = substr($0, 3, index($0, ": ") - 3)
  is[key] = substr($0, length(key) + 5)
  next
}
/^#/ || $1 == "test" { next }
{
  if (!header++)
    printf "%s: %s points (seed %s, %s)\n\n", is["assignment"], is["points"], is["seed"], is["box"]
  if ($2 == "passed") {
    printf "  ok      %-20s %s/%s  %s\n", $1, $3, $4, $6
  } else if ($2 == "not run") {
    printf "  -       %-20s %s/%s  not run: %s\n", $1, $3, $4, $5
  } else {
    printf "  FAILED  %-20s %s/%s  %s\n", $1, $3, $4, $2
    say_why($5, $6)
  }
}
