# SPDX-License-Identifier: MIT
#
# verdict_file - reads a sealed verdict for a format, and quotes what is in it.
#
#   awk -f verdict_file.awk -f FORMAT.awk verdict.tsv
#
# In its END a format finds
#
#   is["seed"]        what the verdict says of itself ("# seed: 1"), by name
#   fact[1..facts]    the names that tell which run this was
#   test[i, "why"]    of the tests 1..count, each cell by the name of its column
#   earned, most      the points, summed up
#
# A verdict holds printable ASCII only, and every format relies on that: so what is not is
# replaced once more here.  A verdict that contradicts itself is a grader's error: it is
# written on stderr, nothing on stdout, and the exit status is 2.

BEGIN {
  FS = "\t"
  facts = split("submission grader compiler seed box", fact, " ")
}

# -- reading ---------------------------------------------------------------------------------

{ gsub(/[^\t -~]/, "?") }
/^# [a-z]+: / {
  key = substr($0, 3, index($0, ": ") - 3)
  is[key] = substr($0, length(key) + 5)
}
/^#/ { next }
!columns { columns = split($0, column); next }
{
  count++
  for (i = 1; i <= columns; i++)
    test[count, column[i]] = $i
  earned += test[count, "points"]
  most += test[count, "of"]
}

# A test that failed never has all its points, also not where somebody makes a verdict by hand.
function contradiction(  i) {
  if (!count || is["end"] != count " tests")
    return "it is not whole"
  for (i = 1; i <= count; i++)
    if (!passed(i) && test[i, "points"] > 0 && test[i, "points"] >= test[i, "of"])
      return test[i, "test"] " failed with all its points"
  if (is["points"] != earned " of " most)
    return "its points are not the sum of its tests'"
}

END {
  if ((wrong = contradiction()) != "") {
    print "grader error: " FILENAME ": " wrong | "cat >&2"
    exit 2
  }
}

# -- what the rows mean ------------------------------------------------------------------------

function passed(i) { return test[i, "verdict"] == "passed" }
function was_run(i) { return test[i, "verdict"] !~ /^(not run|does not compile|forbidden call)$/ }

# Two lines: explore says "line 2 of the output is 'a', and 'b' was expected".
function explained(i,  why, about, line, at) {
  why = test[i, "why"]
  about = test[i, "about"]
  if (match(why, /^line [0-9]+ of the output is /)) {
    line = why
    sub(/ of the output .*/, "", line)
    why = substr(why, RLENGTH + 1)
    at = match(why, /, and ('[^']*'|nothing more)( without a newline)? was expected$/)
    about = substr(why, at + 6, RLENGTH - 6 - length(" was expected"))
    about = about ", " line " of what the test says"
    why = substr(why, 1, at - 1)
  }
  return "expected: " about "\nhappened: " why
}

# What a test is about when it passed, why it was not run, or all that is known of its failure.
function told(i) {
  if (passed(i))
    return test[i, "about"]
  if (!was_run(i))
    return test[i, "verdict"] ": " test[i, "why"]
  return test[i, "verdict"] "\n" explained(i)
}

# -- quoting -----------------------------------------------------------------------------------
#
# The logs of GitHub's runner obey "##[command]" wherever it stands in a line, and "::command::"
# at its start; the formats never begin a line with what is in the verdict, and break the other.

function plain(text) { gsub(/#\[/, "# [", text); return text }

# A string of JSON, and of YAML.
function quoted(text) {
  gsub(/["\\]/, "\\\\&", text)
  gsub(/\n/, "\\n", text)
  gsub(/#\[/, "#\\u005b", text)
  return "\"" text "\""
}

# Text or an attribute of XML.
function xml(text) {
  gsub(/&/, "\\&amp;", text)
  gsub(/</, "\\&lt;", text)
  gsub(/>/, "\\&gt;", text)
  gsub(/"/, "\\&quot;", text)
  gsub(/#\[/, "#\\&#91;", text)
  return text
}
