# SPDX-License-Identifier: MIT
#
# page - what a student gets to see of a verdict, as HTML that loads nothing and runs nothing.
#
#   awk -f page.awk
#
# reads lines "KEY<tab>text": id, assignment, folder, problem; verdict, a line of a verdict each;
# and log, the name of a test, with the lines of what explore said after it.

BEGIN { FS = "\t" }

function text(said) {
  gsub(/&/, "\\&amp;", said)
  gsub(/</, "\\&lt;", said)
  gsub(/>/, "\\&gt;", said)
  gsub(/"/, "\\&quot;", said)
  gsub(/[\001-\037\177]/, "?", said)
  return said
}

function head() {
  print "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">"
  print "<meta name=\"viewport\" content=\"width=device-width\">"
  print "<title>" text(is["assignment"]) ": " text(is["id"]) "</title>"
  print "<style>"
  print "body { font: 16px/1.5 sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em }"
  print "table { border-collapse: collapse; width: 100% }"
  print "td, th { text-align: left; vertical-align: top; padding: .3em .8em .3em 0;"
  print "  border-bottom: 1px solid #ddd }"
  print "pre { overflow-x: auto; background: #f6f6f4; padding: 1em; font-size: 13px;"
  print "  line-height: 1.35 }"
  print ".passed { color: #17703a } .failed { color: #b3261e } .not { color: #767676 }"
  print "</style>"
  print "<h1>" text(is["assignment"]) ": " text(is["id"]) "</h1>"
}

function begin_table() {
  head()
  print "<p><strong>" is["points"] " points</strong></p>"
  print "<table>\n<tr><th>test<th>points<th>verdict<th>what must hold, and what was seen"
  table = 1
}

function row(  class) {
  if (!table) begin_table()
  class = $3 == "passed" ? "passed" : $3 == "not run" ? "not" : "failed"
  print "<tr><td>" text($2) "<td>" $4 "/" $5 "<td class=\"" class "\">" text($3) "<td>" text($7)
  if (class != "passed") print "<br><em>" text($6) "</em>"
}

function end_pre() {
  if (pre) print "</pre>"
  pre = 0
}

$1 == "verdict" && $2 ~ /^# [a-z]+: / {
  key = substr($2, 3, index($2, ": ") - 3)
  is[key] = text(substr($2, length(key) + 5))
  next
}
$1 == "verdict" && ($2 ~ /^#/ || $2 == "test") { next }
$1 == "verdict" { row(); next }
$1 == "log" {
  if (table == 1) print "</table>"
  table = 2
  end_pre()
  print "<h2>" text($2) "</h2>\n<pre>"
  pre = 1
  next
}
$1 == "line" { print text(substr($0, 6)); next }
$1 == "problem" { head(); print "<p class=\"failed\">" text($2) "</p>"; next }
{ is[$1] = $2 }

END {
  end_pre()
  if (table == 1) print "</table>"
  if (is["grader"] != "")
    print "<p class=\"not\">submission " substr(is["submission"], 1, 16) ", grader " is["grader"] \
      ", seed " is["seed"] ", " is["compiler"] ", " is["box"] "</p>"
}
