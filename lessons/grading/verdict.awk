# SPDX-License-Identifier: MIT
#
# verdict - what a run of explore says of a test: "VERDICT<tab>why".
#
#   awk -v status=1 -v schedules=200 -v wrong='wrong answer' -v expect=FILE -f verdict.awk LOG
#
# WRONG is what it is called when the case says something else than stands in FILE; "VERDICT:
# PATTERN" is called so only if one of the lines that begin with the pattern is another one.
#
# The exit status is explore's, which is another process than the one that holds the
# submission; the text of its first line tells kinds of failure apart.  What fits nowhere is a
# grader's error, and never a pass.

BEGIN {
  if ((at = index(wrong, ": ")) > 0) {
    pattern = "^    (" substr(wrong, at + 2) ")"
    wrong = substr(wrong, 1, at - 1)
    while ((getline line < expect) > 0)
      expected["    " line]
  }
  kind["deadlock"] = "deadlock"
  kind["lost wake-up"] = "lost wake-up"
  kind["livelock"] = "livelock"
  kind["data race"] = "data race"
  kind["misuse"] = "misuse"
  kind["leaked thread"] = "leak"
  kind["use after free"] = "use after free"
  kind["double free"] = "use after free"
  kind["assertion"] = "crashed"
  kind["crash"] = "crashed"
  kind["exit status"] = "crashed"
  kind["unexpected output"] = wrong
}

# What explore cannot control, the reference does not do.
function uncontrolled(what) {
  if (what ~ /^a loop|no step within|not ended after so many steps/)
    return "timed out"
  if (what ~ /so little (memory|address space)|^more than|^a million|^so many/)
    return "crashed"
  if (what ~ /differs from run to run/)
    return "grader error"
  return "forbidden call"
}

{ gsub(/[^ -~]/, "?") }
/^explore: note:/ { next }
/^explore: / && headline == "" { headline = substr($0, 10) }
/^The program printed:/ { printed = 1 }
printed && pattern != "" && $0 ~ pattern && !($0 in expected) { shown = 1 }
/^explore: passed: [0-9]+ schedules? / { passed = $3 }

END {
  if (pattern != "" && !shown)
    kind["unexpected output"] = "wrong answer"
  word = headline
  sub(/:.*/, "", word)
  why = substr(headline, length(word) + 3)
  # Here nobody can give it more.
  sub(/(, of which .*)?; for a program that needs more: --[a-z]+$/, "", why)
  if (status == 0 && passed == schedules)
    print "passed\t" schedules " schedules"
  else if (status == 124 || status == 137)
    print "timed out\tit was killed"
  else if (status == 1 && word == "exit status" && why ~ /^70/)
    print "grader error\tthe case could not go on"
  else if (status == 1 && (word in kind))
    print kind[word] "\t" substr(why == "" || word == "exit status" ? headline : why, 1, 400)
  else if (status == 2 && sub(/^cannot control /, "", headline) &&
    sub(/: if it only takes long, .*|$/, "", headline))
    print uncontrolled(headline) "\t" substr(headline, 1, 400)
  else
    print "grader error\texplore ended with status " status ": " substr(headline, 1, 400)
}
