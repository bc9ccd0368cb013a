# SPDX-License-Identifier: MIT
#
# json - a sealed verdict as JSON.
#
#   awk -f json.awk verdict.tsv
#
# Verdicts hold printable ASCII only.

BEGIN { FS = "\t" }

function quoted(text) { gsub(/["\\]/, "\\\\&", text); return "\"" text "\"" }

/^# [a-z]+: / {
  key = substr($0, 3, index($0, ": ") - 3)
  is[key] = substr($0, length(key) + 5)
  next
}
/^#/ || $1 == "test" { next }
{
  earned += $3
  most += $4
  tests = tests (tests == "" ? "" : ",\n") "    {\"name\": " quoted($1) ", \"verdict\": " \
    quoted($2) ", \"points\": " $3 ", \"of\": " $4 ",\n     \"why\": " quoted($5) \
    ", \"about\": " quoted($6) "}"
}
END {
  print "{"
  print "  \"assignment\": " quoted(is["assignment"]) ","
  print "  \"submission\": " quoted(is["submission"]) ","
  print "  \"grader\": " quoted(is["grader"]) ","
  print "  \"compiler\": " quoted(is["compiler"]) ","
  print "  \"seed\": " quoted(is["seed"]) ","
  print "  \"box\": " quoted(is["box"]) ","
  print "  \"points\": " earned + 0 ","
  print "  \"of\": " most + 0 ","
  print "  \"tests\": ["
  print tests
  print "  ]"
  print "}"
}
